/** Usernames and passwords of the accounts, and log-ins that wait for a code. */
import { randomBytes } from "node:crypto";
import type { Account } from "./account";

const PENDING_SECONDS = 600;
export const DEFAULT_PASSWORD = "correct horse battery";

export type SignIn = {
  username: string;
  password: string;
  /** The code that is asked for; `null` = none. */
  mfaCode: string | null;
  /** What comes in place of an answer to the password. */
  mode: "usual" | "captcha" | "limited" | "limited_in_200" | "blocked";
};

type Pending = { account: Account; serviceUrl: string; expiresAtMs: number };

export class SignInBook {
  private readonly signIns = new Map<string, SignIn>();
  private readonly pending = new Map<string, Pending>();
  /** Passwords and codes that were sent, per account: what a limit would count. */
  readonly passwordCounts = new Map<string, number>();

  /** Every account has one from the start. */
  of(account: Account): SignIn {
    const found = this.signIns.get(account.externalUserId);
    if (found) return found;
    const made: SignIn = {
      username: `${account.profileName}.${account.externalUserId}@garmin.test`,
      password: DEFAULT_PASSWORD,
      mfaCode: null,
      mode: "usual",
    };
    this.signIns.set(account.externalUserId, made);
    return made;
  }

  find(accounts: readonly Account[], username: string): { account: Account; signIn: SignIn } | null {
    const account = accounts.find((item) => this.of(item).username.toLowerCase() === username.toLowerCase());
    return account ? { account, signIn: this.of(account) } : null;
  }

  countPassword(account: Account): void {
    const id = account.externalUserId;
    this.passwordCounts.set(id, (this.passwordCounts.get(id) ?? 0) + 1);
  }

  /** A cookie that stands for a log-in without its code. */
  begin(account: Account, serviceUrl: string): string {
    const cookie = randomBytes(16).toString("hex");
    this.pending.set(cookie, { account, serviceUrl, expiresAtMs: Date.now() + PENDING_SECONDS * 1000 });
    return cookie;
  }

  /** A wrong code leaves it as it is. */
  findPending(cookie: string): Pending | null {
    const found = this.pending.get(cookie);
    return found && found.expiresAtMs > Date.now() ? found : null;
  }

  end(cookie: string): void {
    this.pending.delete(cookie);
  }
}
