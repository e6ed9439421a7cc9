/** New accounts: who may make one, and the first one of an instance. */
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { EmailField, NameField, NewPasswordField, parseFields, TimeZoneField } from "@/lib/accounts/fields";
import { hashPassword } from "@/lib/auth/password-hash";
import type { Role } from "@/lib/auth/roles";
import { hashSecretText } from "@/lib/auth/secret-text";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { findInvitationByCode, spendInvitationForSignUp } from "@/lib/db/coach-invitations";
import { findUsableLink, spendLink } from "@/lib/db/one-time-links";
import { hasAnyUser, insertUser, lockSignUps } from "@/lib/db/users";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

const SignUpInput = z.object({
  role: z.enum(["athlete", "coach"], "Say whether you are an athlete or a coach."),
  name: NameField,
  email: EmailField,
  password: NewPasswordField,
  timeZone: TimeZoneField,
  /** Printed at start; needed by the first account unless it is made on the machine itself. */
  firstAccountCode: z.string().trim().optional(),
  /** The secret of an invitation link. */
  invitation: z.string().optional(),
});
/** As a form sends it, before anything is checked. */
export type SignUpInput = z.input<typeof SignUpInput>;
type CheckedSignUp = z.output<typeof SignUpInput>;

/** Whether nobody has an account yet: the next one becomes operator. */
export async function isFirstAccountPending(): Promise<boolean> {
  return !(await hasAnyUser());
}

/** Whether anybody may sign up, or only those with an invitation. */
export async function needsInvitation(): Promise<boolean> {
  return env().SIGNUP === "invited" && !(await isFirstAccountPending());
}

/**
 * Whether an account can be made by this invitation, of the operator or of a coach or athlete,
 * and for which e-mail address if for one alone. `role` is who a coach or athlete looks for.
 */
export async function findInvitation(
  invitation: string,
): Promise<{ email: string | null; role: "athlete" | "coach" | null } | null> {
  const now = new Date();
  const link = await findUsableLink("sign_up", hashSecretText(invitation), now);
  if (link) return { email: link.email, role: null };
  const row = await findInvitationByCode(hashSecretText(invitation));
  if (!row || row.usedAt !== null || row.signedUpAt !== null || row.expiresAt <= now) return null;
  return { email: row.email, role: row.fromRole === "coach" ? "athlete" : "coach" };
}

/**
 * Makes the account, and the Athlete row of an athlete. On an empty instance the account
 * becomes operator too; of several at once only one does.
 *
 * @throws AppError invalid_input with `field`, conflict (field `email`) when the e-mail is taken
 */
export async function signUp(
  input: unknown,
  { isLoopback }: { isLoopback: boolean },
): Promise<{ userId: string; athleteId: string | null }> {
  const checked = parseFields(SignUpInput, input);
  // Outside the transaction: it takes long, and the lock below holds up everybody.
  await requireDoorOpen(checked, isLoopback);
  const passwordHash = await hashPassword(checked.password);
  return inTransaction(async (tx) => {
    await lockSignUps(tx);
    const isFirst = !(await hasAnyUser(tx));
    if (isFirst) requireFirstAccountCode(checked.firstAccountCode, isLoopback);
    else if (env().SIGNUP === "invited") await spendInvitation(tx, checked);
    const roles: Role[] = isFirst ? [checked.role, "operator"] : [checked.role];
    const { email, name, timeZone } = checked;
    const made = await insertUser(tx, { email, name, timeZone, roles, passwordHash });
    if (!made) throw emailTaken();
    return made;
  });
}

/** Turns strangers away before the costly hash; the transaction checks again. */
async function requireDoorOpen(checked: CheckedSignUp, isLoopback: boolean): Promise<void> {
  if (await isFirstAccountPending()) return requireFirstAccountCode(checked.firstAccountCode, isLoopback);
  if (env().SIGNUP !== "invited") return;
  const link = await findInvitation(checked.invitation ?? "");
  requireMatchingInvitation(link, checked.email);
}

function requireFirstAccountCode(code: string | undefined, isLoopback: boolean): void {
  if (isLoopback) return;
  const expected = env().FIRST_ACCOUNT_CODE;
  if (expected !== undefined && code !== undefined && isSameText(code, expected)) return;
  const message = code
    ? "This is not the code that was printed when Nightrun started."
    : "The first account needs the code that was printed when Nightrun started.";
  throw new AppError("invalid_input", message, { field: "firstAccountCode" });
}

async function spendInvitation(tx: Queryable, checked: CheckedSignUp): Promise<void> {
  const hash = hashSecretText(checked.invitation ?? "");
  const now = new Date();
  const link = (await spendLink("sign_up", hash, now, tx)) ?? (await spendInvitationForSignUp(hash, now, tx));
  requireMatchingInvitation(link, checked.email);
}

function requireMatchingInvitation(link: { email: string | null } | null, email: string): void {
  if (!link) {
    throw new AppError(
      "invalid_input",
      "Signing up here needs an invitation, and this one is missing, used or expired. Ask the operator for a new link.",
      { field: "invitation" },
    );
  }
  if (link.email !== null && link.email !== email) {
    throw new AppError("invalid_input", "The invitation is for another e-mail address.", { field: "email" });
  }
}

function emailTaken(): AppError {
  return new AppError("conflict", "An account with this e-mail address exists already. Sign in instead.", {
    field: "email",
  });
}

function isSameText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecretText(a)), Buffer.from(hashSecretText(b)));
}
