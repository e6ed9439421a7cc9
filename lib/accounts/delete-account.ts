/** "Delete my account": all of it, at once, for athletes and coaches. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { signIn } from "@/lib/accounts/sign-in";
import { inTransaction } from "@/lib/db/client";
import { deleteUser, listCounterparts } from "@/lib/db/delete-account";
import { insertNotice } from "@/lib/db/notices";
import { findSessionRow } from "@/lib/db/users";
import { AppError } from "@/lib/errors";

const Input = z.object({
  deletePassword: z.string("Type your password.").min(1, "Type your password."),
});

/**
 * Whoever shared with the person, or whom they shared with, is told that it ended, without the
 * name: nothing of the person stays, in no table.
 *
 * @throws AppError invalid_input (field `deletePassword`), rate_limited, not_found
 */
export async function deleteAccount(
  userId: string,
  input: unknown,
  { clientAddress, now = new Date() }: { clientAddress: string; now?: Date },
): Promise<void> {
  const { deletePassword } = parseFields(Input, input);
  const user = await findSessionRow(userId);
  if (!user) throw new AppError("not_found", "This account is not there any more.");
  // By the same way as a sign-in: guesses are slowed down, and a right one clears the account's count.
  await signIn({ email: user.email, password: deletePassword }, { clientAddress, now }).catch((error) => {
    if (!(error instanceof AppError) || error.code !== "unauthenticated") throw error;
    throw new AppError("invalid_input", "This is not your password.", { field: "deletePassword" });
  });
  await inTransaction(async (tx) => {
    for (const other of await listCounterparts(userId, tx)) {
      const message = other.isCoach ? ATHLETE_WENT : COACH_WENT;
      await insertNotice(other.userId, { kind: "account_closed", subject: now.toISOString(), message }, tx);
    }
    await deleteUser(userId, user.email, tx);
  });
}

const ATHLETE_WENT =
  "An athlete who shared with you closed the account. Everything of theirs is gone, your notes on them too.";
const COACH_WENT =
  "A coach whom you shared with closed the account. Nothing is shared there any more; your data are unchanged.";
