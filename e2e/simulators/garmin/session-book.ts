/** Log-ins of the unofficial kind: tickets, sessions that rotate, and older OAuth1 tokens. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Account } from "./account";
import { makeJwt } from "./jwt";

const TICKET_SECONDS = 60;
const REFRESH_SECONDS = 2_591_999;
const SCOPE = "CONNECT_READ CONNECT_WRITE";

export const KNOWN_CLIENT_IDS = [
  "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2",
  "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4",
  "GARMIN_CONNECT_MOBILE_ANDROID_DI",
  "GARMIN_CONNECT_MOBILE_IOS_DI",
];

export const OAUTH_CONSUMER = { consumer_key: "simulated-consumer", consumer_secret: "simulated-secret" };

type Ticket = { account: Account; serviceUrl: string; expiresAtMs: number };
type Session = { account: Account; clientId: string };
type Bearer = { account: Account; expiresAtMs: number; isRevoked: boolean };
export type OAuth1 = { token: string; secret: string; mfaToken: string | null; account: Account };

export type TokenAnswer = {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
  refresh_token_expires_in: number;
  scope: string;
  jti: string;
};

export class SessionBook {
  /** Life of an access token from now on, seconds. */
  tokenSeconds = 86_400;
  /** How many of the known client ids are refused, from the first on. */
  refusedClientIds = 0;
  /** Whether OAuth1 tokens are exchanged at all: reports from the world differ. */
  exchangesOAuth1 = true;
  /** Accounts whose tokens are given out and then refused. */
  readonly inactiveAccounts = new Set<string>();
  /** Exchanges and refreshes that ended well. */
  tokenCount = 0;
  private readonly tickets = new Map<string, Ticket>();
  private readonly sessions = new Map<string, Session>();
  private readonly bearers = new Map<string, Bearer>();
  private readonly oauth1 = new Map<string, OAuth1>();

  isClientKnown(clientId: string): boolean {
    return KNOWN_CLIENT_IDS.indexOf(clientId) >= this.refusedClientIds;
  }

  issueTicket(account: Account, serviceUrl: string): string {
    const ticket = `ST-${Date.now() % 1_000_000}-${randomBytes(16).toString("hex")}-sso`;
    this.tickets.set(ticket, { account, serviceUrl, expiresAtMs: Date.now() + TICKET_SECONDS * 1000 });
    return ticket;
  }

  /** The account of a ticket that is used up by this; `null` when it is none, too old, or for another address. */
  takeTicket(ticket: string, serviceUrl: string): Account | null {
    const found = this.tickets.get(ticket);
    if (!found || found.serviceUrl !== serviceUrl || found.expiresAtMs <= Date.now()) return null;
    this.tickets.delete(ticket);
    return found.account;
  }

  openSession(account: Account, clientId: string): TokenAnswer {
    this.tokenCount += 1;
    const refreshToken = randomBytes(24).toString("base64url");
    this.sessions.set(refreshToken, { account, clientId });
    return { ...this.issueBearer(account, clientId), refresh_token: refreshToken };
  }

  /** A new pair; the old refresh token is dead from now on. */
  refresh(clientId: string, refreshToken: string): TokenAnswer | null {
    const session = this.sessions.get(refreshToken);
    if (!session || session.clientId !== clientId) return null;
    this.sessions.delete(refreshToken);
    return this.openSession(session.account, clientId);
  }

  makeOAuth1(account: Account, hasMfa: boolean): OAuth1 {
    const made: OAuth1 = {
      token: randomUUID(),
      secret: randomBytes(18).toString("base64url"),
      mfaToken: hasMfa ? `MFA-${randomBytes(8).toString("hex")}-cas` : null,
      account,
    };
    this.oauth1.set(made.token, made);
    return made;
  }

  findOAuth1(token: string): OAuth1 | null {
    return this.oauth1.get(token) ?? null;
  }

  findByBearer(token: string): Account | null {
    const bearer = this.bearers.get(token);
    if (!bearer || bearer.isRevoked || bearer.expiresAtMs <= Date.now()) return null;
    return bearer.account;
  }

  findOwner(token: string): Account | null {
    return this.bearers.get(token)?.account ?? null;
  }

  /** Ends every session of an account, as signing out everywhere does. */
  revoke(account: Account): number {
    const own = [...this.sessions].filter(([, item]) => isSame(item.account, account));
    for (const [token] of own) this.sessions.delete(token);
    for (const [token, item] of this.oauth1) if (isSame(item.account, account)) this.oauth1.delete(token);
    for (const bearer of this.bearers.values()) {
      if (isSame(bearer.account, account)) bearer.isRevoked = true;
    }
    return own.length;
  }

  /** Access tokens end at once; sessions go on. */
  expireBearers(account: Account): void {
    for (const bearer of this.bearers.values()) {
      if (isSame(bearer.account, account)) bearer.expiresAtMs = 0;
    }
  }

  private issueBearer(account: Account, clientId: string): Omit<TokenAnswer, "refresh_token"> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const jti = randomUUID();
    const token = makeJwt({
      client_id: clientId,
      iss: "https://diauth.garmin.com",
      jti,
      iat: issuedAt,
      exp: issuedAt + this.tokenSeconds,
    });
    this.bearers.set(token, {
      account,
      expiresAtMs: (issuedAt + this.tokenSeconds) * 1000,
      isRevoked: false,
    });
    return {
      access_token: token,
      token_type: "Bearer",
      expires_in: this.tokenSeconds,
      refresh_token_expires_in: REFRESH_SECONDS,
      scope: SCOPE,
      jti,
    };
  }
}

function isSame(one: Account, other: Account): boolean {
  return one.externalUserId === other.externalUserId;
}
