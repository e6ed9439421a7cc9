/** The `error` that a refused sign-in carries in its redirect or answer, written and read in one place. */

const WAIT_PREFIX = "wait_until:";

export type SignInError = { message: string; retryAt: Date | null };

/** The code for "too many tries"; a wrong password needs none, next-auth has its own. */
export function waitCode(retryAt: Date): string {
  return WAIT_PREFIX + retryAt.toISOString();
}

/** What to show for `?error=...` on the sign-in page, or for `error` of next-auth's `signIn`. */
export function explainSignInError(code: string): SignInError {
  if (code.startsWith(WAIT_PREFIX)) {
    const retryAt = new Date(code.slice(WAIT_PREFIX.length));
    if (!Number.isNaN(retryAt.getTime())) return { message: waitMessage(retryAt, new Date()), retryAt };
  }
  if (code === "CredentialsSignin") return { message: WRONG_CREDENTIALS, retryAt: null };
  if (code === "SessionRequired") return { message: "Sign in to see this page.", retryAt: null };
  return { message: "Signing in did not work. Try again in a moment.", retryAt: null };
}

export const WRONG_CREDENTIALS = "No account has this e-mail address and password.";

/** "Too many tries. You can try again in 4 minutes." */
export function waitMessage(retryAt: Date, now: Date): string {
  const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  const span = seconds <= 90 ? `${seconds} ${seconds === 1 ? "second" : "seconds"}` : `${minutes} minutes`;
  return `Too many tries. You can try again in ${span}.`;
}
