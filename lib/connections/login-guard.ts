/**
 * Holds back from log-ins at Garmin. Garmin limits them per account and prolongs the limit for
 * whoever keeps asking: a 429 is a day of quiet, the second wrong password in a row an hour, then two, up
 * to a day. One log-in of an account at a time.
 */
import { createHmac } from "node:crypto";
import { endLogin, findWrongCount, takeLogin } from "@/lib/db/garmin-login-guard";
import { env } from "@/lib/env";
import { ProviderError } from "@/lib/providers/errors";
import type { LoginAnswer } from "@/lib/providers/garmin/access/password";

const HOUR_MS = 3_600_000;
const LONGEST_MS = 24 * HOUR_MS;
const FREE_WRONG_TRIES = 2;

export type Guarded =
  | { kind: "answered"; answer: LoginAnswer }
  | { kind: "held_back"; until: Date; cause: "rate_limited" | "wrong_password" | "under_way" };

/** Asks once, unless the account is to be left alone. @throws whatever `ask` throws, but for a limit */
export async function guardedLogin(
  username: string,
  ask: () => Promise<LoginAnswer>,
  now: () => Date,
): Promise<Guarded> {
  const key = guardKey(username);
  const held = await takeLogin(key, now());
  if (held !== null) return { kind: "held_back", ...held };
  const free = { isWrong: false, isRight: false, blockedUntil: null, cause: null };
  try {
    const answer = await ask();
    if (answer.kind === "wrong_password") {
      const blockedUntil = blockAfter((await findWrongCount(key)) + 1, now());
      const cause = blockedUntil === null ? null : ("wrong_password" as const);
      await endLogin(key, { ...free, isWrong: true, blockedUntil, cause, now: now() });
    } else {
      const isRight = answer.kind === "ticket" || answer.kind === "mfa";
      await endLogin(key, { ...free, isRight, now: now() });
    }
    return { kind: "answered", answer };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.kind !== "rate_limited") {
      await endLogin(key, { ...free, now: now() });
      throw error;
    }
    const until = new Date(now().getTime() + LONGEST_MS);
    await endLogin(key, { ...free, blockedUntil: until, cause: "rate_limited", now: now() });
    return { kind: "held_back", until, cause: "rate_limited" };
  }
}

/** @param wrongCount wrong passwords in a row, this one included */
export function blockAfter(wrongCount: number, now: Date): Date | null {
  if (wrongCount < FREE_WRONG_TRIES) return null;
  const ms = Math.min(HOUR_MS * 2 ** (wrongCount - FREE_WRONG_TRIES), LONGEST_MS);
  return new Date(now.getTime() + ms);
}

function guardKey(username: string): string {
  const text = `garmin:${username.trim().toLowerCase()}`;
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(text).digest("hex");
}
