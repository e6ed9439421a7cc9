/** Whether an e-mail and a password belong together, with a brake on guessing. */
import { createHmac } from "node:crypto";
import { verifyPassword } from "@/lib/auth/password-hash";
import { WRONG_CREDENTIALS, waitMessage } from "@/lib/auth/sign-in-error";
import { forgiveTry, type LimitedKey, takeTry } from "@/lib/db/login-limits";
import { findCredentials } from "@/lib/db/users";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export type Credentials = { email: string; password: string };

const FREE_TRIES_PER_ACCOUNT = 5;
/** Higher: a club, a family or a whole office may share one address. */
const FREE_TRIES_PER_ADDRESS = 20;

/**
 * @throws AppError rate_limited with `retryAt` when account or address must wait,
 *   unauthenticated when the pair is wrong (the same for an unknown e-mail)
 */
export async function signIn(
  credentials: Credentials,
  { clientAddress, now }: { clientAddress: string; now: Date },
): Promise<{ userId: string }> {
  const email = credentials.email.trim().toLowerCase();
  const account = limitedKey("account", email, FREE_TRIES_PER_ACCOUNT);
  const address = limitedKey("address", clientAddress, FREE_TRIES_PER_ADDRESS);
  const retryAt = await takeTry([account, address], now);
  if (retryAt) throw new AppError("rate_limited", waitMessage(retryAt, now), { retryAt });

  const found = await findCredentials(email);
  const isRight = await verifyPassword(credentials.password, found?.passwordHash ?? null);
  if (!found || !isRight) throw new AppError("unauthenticated", WRONG_CREDENTIALS);
  await forgiveTry(account.key, address.key, now);
  return { userId: found.userId };
}

function limitedKey(kind: "account" | "address", value: string, freeTries: number): LimitedKey {
  const key = createHmac("sha256", env().NEXTAUTH_SECRET).update(`${kind}:${value}`).digest("hex");
  return { key, freeTries };
}
