/** Connecting Garmin by username and password, and by the code that Garmin may ask for. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { KEY_PAGE_URL, timeOfDay } from "@/lib/connections/causes";
import {
  type Attempt,
  CONNECT_DEPS,
  type ConnectChoices,
  type ConnectDeps,
  type Connected,
  connectGarmin,
} from "@/lib/connections/connect";
import type { Refused } from "@/lib/connections/connect-words";
import { type Guarded, guardedLogin } from "@/lib/connections/login-guard";
import { challengeSealedAt, type OpenedAccess } from "@/lib/connections/opened";
import type { PasswordSecret } from "@/lib/connections/password-secret";
import { findTimeZone } from "@/lib/db/connections";
import {
  deleteChallenge,
  findChallenge,
  findOpenChallenge,
  insertChallenge,
  takeChallengeTry,
} from "@/lib/db/login-challenges";
import { AppError } from "@/lib/errors";
import { exchangeTicket } from "@/lib/providers/garmin/access/di-token";
import {
  type CodeAnswer,
  type LoginAnswer,
  logIn,
  PendingLogin,
  type Ticket,
  verifyCode,
} from "@/lib/providers/garmin/access/password";
import { secretOf } from "@/lib/providers/garmin/access/session-import";
import { open, seal } from "@/lib/sealing";

/** How long Garmin's own window for a code is open. */
const CHALLENGE_MS = 10 * 60_000;
const MAX_CODES = 6;

export type PasswordInput = ConnectChoices & {
  username: string;
  password: string;
  /** Keep the password, sealed, for the day the session ends. */
  staySignedIn?: boolean | undefined;
};

export type Challenge = { challengeId: string; expiresAt: Date; sentTo: string | null };

export type PasswordOutcome =
  | ({ status: "connected" } & Connected)
  | ({ status: "mfa_required" } & Challenge);

export type PasswordDeps = ConnectDeps & {
  logIn: (credentials: { username: string; password: string }) => Promise<LoginAnswer>;
  verifyCode: (pending: PendingLogin, code: string) => Promise<CodeAnswer>;
  exchangeTicket: typeof exchangeTicket;
};

export const PASSWORD_DEPS: PasswordDeps = { ...CONNECT_DEPS, logIn, verifyCode, exchangeTicket };

/** A code is awaited; what the log-in needs is kept. */
class MfaRequired extends Error {
  override readonly name = "MfaRequired";
  constructor(readonly challenge: Challenge) {
    super("Garmin asks for a code");
  }
}

/**
 * Asks Garmin once.
 *
 * @throws AppError invalid_input, garmin_credentials_refused, login_guard or rate_limited (with
 *   `retryAt`), blocked_by_garmin, and whatever `connectGarmin` throws
 */
export async function connectGarminByPassword(
  athleteId: string,
  input: PasswordInput,
  deps: PasswordDeps = PASSWORD_DEPS,
): Promise<PasswordOutcome> {
  const username = input.username.trim();
  const { password } = input;
  if (username === "") throw missing("username", "Type the e-mail address of your Garmin account.");
  if (password === "") throw missing("password", "Type the password of your Garmin account.");
  const timeZone = (await findTimeZone(athleteId)) ?? "UTC";
  const open = async (): Promise<OpenedAccess> => {
    const guarded = await guardedLogin(username, () => deps.logIn({ username, password }), deps.now);
    const answer = answered(guarded, timeZone);
    const kept = { username, password: input.staySignedIn === true ? password : null };
    if (answer.kind === "mfa")
      throw new MfaRequired(await keepChallenge(athleteId, input, kept, answer, deps));
    return openTicket(answer, kept, deps);
  };
  try {
    const attempt: Attempt = { open, usedUp: `password\n${username}\n${password}`, refused: TICKET_REFUSED };
    return { status: "connected", ...(await connectGarmin(athleteId, attempt, input, deps)) };
  } catch (error) {
    if (error instanceof MfaRequired) return { status: "mfa_required", ...error.challenge };
    throw error;
  }
}

function missing(field: string, message: string): AppError {
  return new AppError("invalid_input", message, { field });
}

const TICKET_REFUSED: Refused = {
  code: "provider_unavailable",
  message: `Garmin took the password and then gave no token for it. That happens to some accounts. A key from ${KEY_PAGE_URL} works instead; nothing was stored.`,
};

/** @throws AppError for everything but a ticket or the wish for a code */
function answered(guarded: Guarded, timeZone: string): Extract<LoginAnswer, { kind: "ticket" | "mfa" }> {
  if (guarded.kind === "held_back") throw heldBack(guarded, timeZone);
  const { answer } = guarded;
  if (answer.kind === "wrong_password") {
    const message =
      "Garmin does not take this username and password. Check both at connect.garmin.com before you try again: Garmin locks accounts after a few wrong tries.";
    throw new AppError("garmin_credentials_refused", message, { field: "password" });
  }
  if (answer.kind === "blocked") throw blocked(answer.by);
  return answer;
}

function heldBack({ until, cause }: Extract<Guarded, { kind: "held_back" }>, timeZone: string): AppError {
  const at = timeOfDay(until, timeZone);
  const instead = `A key from ${KEY_PAGE_URL} works at once.`;
  if (cause === "rate_limited") {
    const message = `Garmin limits log-ins to this account. Nightrun leaves it alone for a day, until ${at}, since asking again prolongs it. ${instead}`;
    return new AppError("rate_limited", message, { retryAt: until });
  }
  const message =
    cause === "wrong_password"
      ? `Several passwords were wrong. Nightrun waits until ${at}, so that Garmin does not lock your account. ${instead}`
      : "A log-in to this account is under way. Wait a minute.";
  return new AppError("login_guard", message, { retryAt: until });
}

const BLOCKED_WORDS = {
  page: "Garmin blocks log-ins from this server. That is not your fault, and your password was not judged.",
  captcha: "Garmin asks for a picture puzzle, which Nightrun can't solve.",
  locked_account: "Garmin says that this account is locked. Unlock it at connect.garmin.com first.",
} as const;

function blocked(by: keyof typeof BLOCKED_WORDS): AppError {
  const message = `${BLOCKED_WORDS[by]} Connect by a key from ${KEY_PAGE_URL}, or by a session or ticket.`;
  return new AppError("blocked_by_garmin", message);
}

async function openTicket(
  ticket: Ticket,
  kept: { username: string; password: string | null },
  deps: PasswordDeps,
): Promise<OpenedAccess> {
  const tokens = await deps.exchangeTicket({ ticket: ticket.ticket, serviceUrl: ticket.serviceUrl });
  const secret: PasswordSecret = { session: secretOf(tokens.session), ...kept };
  return {
    way: "password",
    secret: JSON.stringify(secret),
    secretExpiresAt: tokens.sessionExpiresAt,
    username: kept.username,
    accessToken: tokens.accessToken,
    accessTokenExpiresAt: tokens.accessTokenExpiresAt,
  };
}

// ---------------------------------------------------------------- codes

const ChallengeState = z.object({
  pending: PendingLogin,
  username: z.string(),
  password: z.string().nullable(),
  daysBack: z.number().optional(),
  replace: z.boolean().optional(),
  sentTo: z.string().nullable(),
});

async function keepChallenge(
  athleteId: string,
  { daysBack, replace }: ConnectChoices,
  kept: { username: string; password: string | null },
  { pending, sentTo }: Extract<LoginAnswer, { kind: "mfa" }>,
  deps: PasswordDeps,
): Promise<Challenge> {
  const now = deps.now();
  const challengeId = randomUUID();
  const state = { pending, ...kept, daysBack, replace, sentTo };
  const expiresAt = new Date(now.getTime() + CHALLENGE_MS);
  await insertChallenge(athleteId, {
    challengeId,
    kind: "mfa",
    inputHash: null,
    sealedState: seal(JSON.stringify(state), challengeSealedAt(challengeId)),
    triesLeft: MAX_CODES,
    now,
    expiresAt,
  });
  return { challengeId, expiresAt, sentTo };
}

/** The code that is awaited, for a page that was closed meanwhile. */
export async function findGarminChallenge(
  athleteId: string,
  now: Date = new Date(),
): Promise<Challenge | null> {
  const row = await findOpenChallenge(athleteId, "mfa", now);
  if (row === null) return null;
  const { sentTo } = readState(row.challengeId, row.sealedState);
  return { challengeId: row.challengeId, expiresAt: row.expiresAt, sentTo };
}

function readState(challengeId: string, sealedState: string) {
  return ChallengeState.parse(JSON.parse(open(sealedState, challengeSealedAt(challengeId))));
}

/**
 * Ends a log-in with its code. A wrong code leaves the window open.
 *
 * @throws AppError not_found when the window has closed, garmin_credentials_refused for a wrong
 *   code, and whatever `connectGarmin` throws
 */
export async function finishGarminLogin(
  athleteId: string,
  input: { challengeId: string; code: string; replace?: boolean | undefined },
  deps: PasswordDeps = PASSWORD_DEPS,
): Promise<Connected> {
  const row = await findChallenge(athleteId, input.challengeId, deps.now());
  if (row === null || row.kind !== "mfa") throw windowClosed();
  const state = readState(row.challengeId, row.sealedState);
  const code = input.code.replace(/\s/g, "");
  if (code === "") throw missing("code", "Type the code that Garmin sent you.");
  const openWithCode = async () => {
    if (!(await takeChallengeTry(athleteId, row.challengeId))) throw windowClosed();
    const answer = await deps.verifyCode(state.pending, code);
    if (answer.kind === "ended") {
      await deleteChallenge(athleteId, row.challengeId);
      throw windowClosed();
    }
    if (answer.kind === "wrong_code") throw wrongCode(row.triesLeft - 1);
    return openTicket(answer, { username: state.username, password: state.password }, deps);
  };
  const attempt: Attempt = {
    open: openWithCode,
    usedUp: `code\n${row.challengeId}`,
    refused: TICKET_REFUSED,
  };
  const choices = { daysBack: state.daysBack, replace: input.replace ?? state.replace };
  const connected = await connectGarmin(athleteId, attempt, choices, deps);
  await deleteChallenge(athleteId, row.challengeId);
  return connected;
}

/** Gives a log-in up, so that another one can begin. */
export async function cancelGarminLogin(athleteId: string, challengeId: string): Promise<void> {
  await deleteChallenge(athleteId, challengeId);
}

function windowClosed(): AppError {
  const message = "The time for this code is over. Sign in once more; Garmin sends a new one.";
  return new AppError("not_found", message);
}

function wrongCode(triesLeft: number): AppError {
  const message =
    triesLeft > 0
      ? "Garmin does not take this code. Look again and type it once more; you need not sign in anew."
      : "Garmin does not take this code. Sign in once more; Garmin sends a new one.";
  return new AppError("garmin_credentials_refused", message, { field: "code" });
}
