/** Accounts, the keys to them and the bearer tokens that keys were exchanged for. */
import { randomBytes, randomUUID } from "node:crypto";
import { localDateIn } from "../../../lib/days";
import type { Account, AccountView } from "./account";
import { CAST, type Profile } from "./cast";
import { createGeneratedAccount, type GeneratedAccountOptions } from "./generated-account";
import { makeJwt } from "./jwt";
import { SessionBook } from "./session-book";
import { SignInBook } from "./sign-in-book";

export type KeyState = "valid" | "expired" | "deleted";
type Key = { account: () => Account; state: KeyState };
type Bearer = { key: string; expiresAtMs: number; isRevoked: boolean };

export const DEFAULT_TOKEN_SECONDS = 86_400;

export class AccountBook {
  /** Life of a token from now on, seconds. */
  tokenSeconds = DEFAULT_TOKEN_SECONDS;
  /** Log-ins of the unofficial kind to the same accounts. */
  readonly sessions = new SessionBook();
  readonly signIns = new SignInBook();
  private readonly keys = new Map<string, Key>();
  private readonly bearers = new Map<string, Bearer>();
  private accountCount: number;

  /**
   * @param now the simulator's own day: what the athlete has by now. Tokens go by the real clock.
   * @param firstAccountNumber of accounts that are made later; tests of one database keep apart by it
   */
  constructor(
    private readonly now: () => Date,
    private readonly seed: number | undefined,
    firstAccountNumber: number = CAST.length,
  ) {
    this.accountCount = firstAccountNumber;
    const startedAt = now();
    CAST.forEach((profile, index) => {
      const account = once(() =>
        createGeneratedAccount(profile, {
          accountNumber: index,
          now: startedAt,
          seed: seed === undefined ? undefined : seed + index,
        }),
      );
      this.keys.set(castKey(profile), { account, state: "valid" });
    });
  }

  addGenerated(
    profile: Profile,
    options: Omit<GeneratedAccountOptions, "accountNumber" | "now">,
  ): { key: string; account: Account } {
    const account = createGeneratedAccount(profile, {
      accountNumber: this.accountCount++,
      now: this.now(),
      seed: this.seed,
      ...options,
    });
    return { key: this.addKey(account), account };
  }

  addKey(account: Account): string {
    const key = `GCDC_${randomBytes(20).toString("hex")}`;
    this.keys.set(key, { account: () => account, state: "valid" });
    return key;
  }

  listKeys(): { key: string; state: KeyState; account: Account }[] {
    return [...this.keys].map(([key, { state, account }]) => ({ key, state, account: account() }));
  }

  findAccount(key: string): Account | null {
    return this.keys.get(key)?.account() ?? null;
  }

  findAccountById(externalUserId: string): Account | null {
    const accounts = this.listKeys().map((item) => item.account);
    return accounts.find((item) => item.externalUserId === externalUserId) ?? null;
  }

  /** A bad key takes its tokens along. @returns whether the key is known */
  setKeyState(key: string, state: KeyState): boolean {
    const entry = this.keys.get(key);
    if (!entry) return false;
    entry.state = state;
    return true;
  }

  /** A new key to the same account; the old one is dead, as one account has one key at a time. */
  renewKey(key: string): string | null {
    const entry = this.keys.get(key);
    if (!entry) return null;
    entry.state = "deleted";
    return this.addKey(entry.account());
  }

  /** The key goes on, its tokens don't: a client has to exchange once more. */
  revokeTokens(key: string): number {
    const own = [...this.bearers.values()].filter((item) => item.key === key && !item.isRevoked);
    for (const bearer of own) bearer.isRevoked = true;
    return own.length;
  }

  /** The bearer token for a key, or `null` for a key that is unknown, expired or deleted. */
  exchange(key: string): string | null {
    const entry = this.keys.get(key);
    if (entry?.state !== "valid") return null;
    const issuedAtSeconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: "https://personal.connectapi.garmin.com",
      sub: entry.account().externalUserId,
      jti: randomUUID(),
      iat: issuedAtSeconds,
      exp: issuedAtSeconds + this.tokenSeconds,
    };
    const token = makeJwt(claims);
    this.bearers.set(token, { key, expiresAtMs: claims.exp * 1000, isRevoked: false });
    return token;
  }

  /** The account behind a token that still holds. */
  findByBearer(token: string): Account | null {
    const bearer = this.bearers.get(token);
    const key = bearer ? this.keys.get(bearer.key) : undefined;
    if (!bearer || !key || bearer.isRevoked || key.state !== "valid" || bearer.expiresAtMs <= Date.now()) {
      return null;
    }
    return key.account();
  }

  /** Whose token it is, also when it no longer holds. */
  findOwner(token: string): Account | null {
    const bearer = this.bearers.get(token);
    return bearer ? this.findAccount(bearer.key) : null;
  }

  view(account: Account): AccountView {
    return { ...account, today: localDateIn(account.timeZone, this.now()) };
  }
}

/** Made when it is first asked for: most runs need one or two of the cast. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Fixed, so that they can be written down. */
export function castKey(profile: Profile): string {
  return `GCDC_SIMULATED_${profile.name}`;
}
