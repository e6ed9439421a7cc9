/** Changing a password, and setting a new one by a link of the operator. */
import { z } from "zod";
import { EmailField, NewPasswordField, parseFields } from "@/lib/accounts/fields";
import { requireOperator } from "@/lib/accounts/operator";
import { signIn } from "@/lib/accounts/sign-in";
import { hashPassword } from "@/lib/auth/password-hash";
import { hashSecretText, makeSecretText } from "@/lib/auth/secret-text";
import { inTransaction } from "@/lib/db/client";
import { expireResetLinks, findUsableLink, insertLink, spendLink } from "@/lib/db/one-time-links";
import { findCredentials, findSessionRow, raiseTokenVersion, replacePassword } from "@/lib/db/users";
import { AppError } from "@/lib/errors";

const LINK_LIFE_MS = 86_400_000;

const ChangeInput = z.object({
  currentPassword: z.string("Type your current password.").min(1, "Type your current password."),
  newPassword: NewPasswordField,
});

/**
 * Ends every session of the account; start a new one for the browser at hand.
 *
 * @throws AppError invalid_input (fields `currentPassword`, `newPassword`), rate_limited
 */
export async function changePassword(
  userId: string,
  input: unknown,
  { clientAddress, now = new Date() }: { clientAddress: string; now?: Date },
): Promise<void> {
  const { currentPassword, newPassword } = parseFields(ChangeInput, input);
  await checkOwnPassword(userId, currentPassword, { clientAddress, now, field: "currentPassword" });
  await replacePassword(userId, await hashPassword(newPassword));
}

/**
 * Asks for the password once more before what a stolen session must not do. By the same way
 * as a sign-in, so that it can't be used to guess either.
 *
 * @throws AppError invalid_input (on `field`), rate_limited
 */
export async function checkOwnPassword(
  userId: string,
  password: string,
  { clientAddress, field, now = new Date() }: { clientAddress: string; field: string; now?: Date },
): Promise<void> {
  const user = await findSessionRow(userId);
  if (!user) throw new AppError("not_found", "This account is not there any more.");
  await signIn({ email: user.email, password }, { clientAddress, now }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== "unauthenticated") throw error;
    throw new AppError("invalid_input", "This is not your current password.", { field });
  });
}

/** Every browser has to sign in again. API tokens stay; they are revoked one by one. */
export async function signOutEverywhere(userId: string): Promise<void> {
  await raiseTokenVersion(userId);
}

/**
 * A secret for `/reset?token=...`, valid once and for a day; earlier ones stop working.
 *
 * @throws AppError not_found for an unknown e-mail, or when the caller is no operator
 */
export async function createPasswordResetLink(
  operatorUserId: string,
  email: string,
  now: Date = new Date(),
): Promise<{ token: string; expiresAt: Date }> {
  await requireOperator(operatorUserId);
  const found = await findCredentials(parseFields(z.object({ email: EmailField }), { email }).email);
  if (!found) {
    throw new AppError("not_found", "No account has this e-mail address.", { field: "email" });
  }
  await expireResetLinks(found.userId, now);
  return makeLink({ kind: "password_reset", userId: found.userId, email: null }, now);
}

/**
 * A secret for `/sign-up?invitation=...`, valid once and for a day.
 *
 * @param email whom it is for; `null`: whoever holds it
 * @throws AppError not_found when the caller is no operator
 */
export async function createSignUpLink(
  operatorUserId: string,
  email: string | null,
  now: Date = new Date(),
): Promise<{ token: string; expiresAt: Date }> {
  await requireOperator(operatorUserId);
  const forEmail = email === null ? null : parseFields(z.object({ email: EmailField }), { email }).email;
  return makeLink({ kind: "sign_up", userId: null, email: forEmail }, now);
}

/** Whether a reset link still works, so that the page can say so before anything is typed. */
export async function isResetLinkUsable(token: string, now: Date = new Date()): Promise<boolean> {
  return (await findUsableLink("password_reset", hashSecretText(token), now)) !== null;
}

/**
 * Sets the password and ends every session.
 *
 * @throws AppError invalid_input (field `newPassword`), not_found for a link that is unknown, used or expired
 */
export async function resetPassword(
  token: string,
  newPassword: string,
  now: Date = new Date(),
): Promise<{ userId: string }> {
  const checked = parseFields(z.object({ newPassword: NewPasswordField }), { newPassword });
  const tokenHash = hashSecretText(token);
  if (!(await isResetLinkUsable(token, now))) throw linkUnusable();
  const passwordHash = await hashPassword(checked.newPassword);
  return inTransaction(async (tx) => {
    const link = await spendLink("password_reset", tokenHash, now, tx);
    if (!link?.userId) throw linkUnusable();
    await replacePassword(link.userId, passwordHash, tx);
    return { userId: link.userId };
  });
}

async function makeLink(
  link: { kind: "password_reset" | "sign_up"; userId: string | null; email: string | null },
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = makeSecretText();
  const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
  await insertLink({ ...link, tokenHash: hashSecretText(token), expiresAt });
  return { token, expiresAt };
}

function linkUnusable(): AppError {
  return new AppError(
    "not_found",
    "This link was used before or has expired. Ask the operator for a new one.",
  );
}
