/** What is kept of a sign-in by password: its session, and the password only when that was asked for. */
import { z } from "zod";
import { guardedLogin } from "@/lib/connections/login-guard";
import { ProviderError } from "@/lib/providers/errors";
import { exchangeTicket } from "@/lib/providers/garmin/access/di-token";
import { logIn } from "@/lib/providers/garmin/access/password";
import { type RenewedSession, renewSession, secretOf } from "@/lib/providers/garmin/access/session-import";

export const PasswordSecret = z.object({
  /** A SessionSecret as text. */
  session: z.string(),
  username: z.string(),
  /** `null`: not kept. */
  password: z.string().nullable(),
});
export type PasswordSecret = z.output<typeof PasswordSecret>;

/**
 * Renews the session. One that Garmin ended is opened anew where the athlete stays signed in;
 * a code, a captcha or another password then needs the athlete.
 *
 * @throws ProviderError credential_refused, rate_limited while log-ins are held back, or any other
 */
export async function renewByPassword(
  text: string,
  now: () => Date = () => new Date(),
): Promise<RenewedSession> {
  const secret = PasswordSecret.parse(JSON.parse(text));
  try {
    return withSecret(secret, await renewSession(secret.session));
  } catch (error) {
    const isRefused = error instanceof ProviderError && error.failure.kind === "credential_refused";
    if (!isRefused || secret.password === null) throw error;
    return withSecret(secret, await signInAnew(secret.username, secret.password, now));
  }
}

function withSecret(secret: PasswordSecret, renewed: RenewedSession): RenewedSession {
  const next: PasswordSecret = { ...secret, session: renewed.secret };
  return { ...renewed, secret: JSON.stringify(next) };
}

async function signInAnew(username: string, password: string, now: () => Date): Promise<RenewedSession> {
  const guarded = await guardedLogin(username, () => logIn({ username, password }), now);
  if (guarded.kind === "held_back") {
    throw new ProviderError("garmin", { kind: "rate_limited", retryAt: guarded.until });
  }
  const { answer } = guarded;
  if (answer.kind !== "ticket") throw new ProviderError("garmin", { kind: "credential_refused" });
  const tokens = await exchangeTicket(answer);
  return { ...tokens, secret: secretOf(tokens.session) };
}
