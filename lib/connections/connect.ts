/** Connecting Garmin by any way in, and the switch "sync by itself". */
import { createHmac, randomUUID } from "node:crypto";
import { CAUSES, KEY_PAGE_URL } from "@/lib/connections/causes";
import { inWords, type Refused } from "@/lib/connections/connect-words";
import { sealedAt } from "@/lib/connections/credentials";
import { findOpened, forgetOpened, keepOpened, type OpenedAccess } from "@/lib/connections/opened";
import { nextSlotAfter, slotMinuteOf } from "@/lib/connections/slot";
import { WAYS } from "@/lib/connections/ways";
import { addDays, localDateIn } from "@/lib/days";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  type ConnectionRow,
  findConnection,
  findOtherOwner,
  findTimeZone,
  insertConnection,
  lockConnection,
  replaceAccess,
  reviveConnection,
  updateSyncEnabled,
} from "@/lib/db/connections";
import { markRunsOfConnectionFailed } from "@/lib/db/sync-runs";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { ProviderId } from "@/lib/providers/errors";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import type { AccessToken } from "@/lib/providers/provider";
import { provider } from "@/lib/providers/registry";
import { seal } from "@/lib/sealing";
import { requestSync } from "@/lib/sync/request";

export const MIN_DAYS_BACK = 30;
export const MAX_DAYS_BACK = 120;
const DEFAULT_DAYS_BACK = 90;
const DAY_MS = 86_400_000;
/** Longer than any key; a pasted page is told apart from a key. */
const MAX_KEY_LENGTH = 1000;

export type ConnectChoices = {
  /** Take the way in also when it leads to another Garmin account than before. */
  replace?: boolean | undefined;
  /** How much history to read, in days. */
  daysBack?: number | undefined;
};

export type ConnectInput = ConnectChoices & {
  apiKey: string;
  /** For how many days the key was made; the key does not say so itself. */
  keyDays?: number | undefined;
};

/** What Garmin offers when a key is made. */
export const KEY_DAYS: readonly number[] = [30, 90, 180, 365];

export type ConnectDeps = {
  now: () => Date;
  random: () => number;
  provider: typeof provider;
  requestSync: (
    athleteId: string,
    providerId: ProviderId,
    request: { trigger: "connect" },
  ) => Promise<unknown>;
};

export const CONNECT_DEPS: ConnectDeps = {
  now: () => new Date(),
  random: Math.random,
  provider,
  requestSync,
};

export type Connected = { connectionId: string; syncTriggered: boolean };

type KeyDeps = ConnectDeps & {
  exchangePersonalKey: (args: { apiKey: string }) => Promise<AccessToken>;
};

/**
 * Connects an athlete's Garmin account by key, or gives it a new one, and asks for the
 * first sync. Nothing is stored unless Garmin took the key.
 *
 * @throws AppError invalid_input and whatever `connectGarmin` throws
 */
export async function connectGarminByKey(
  athleteId: string,
  input: ConnectInput,
  deps: KeyDeps = { ...CONNECT_DEPS, exchangePersonalKey },
): Promise<Connected> {
  const apiKey = checkKey(input.apiKey);
  const secretExpiresAt = keyEnd(input.keyDays, deps.now());
  const open = async (): Promise<OpenedAccess> => {
    const token = await deps.exchangePersonalKey({ apiKey });
    return { way: "personal_key", secret: apiKey, secretExpiresAt, username: null, ...token };
  };
  return connectGarmin(athleteId, { open, usedUp: null, refused: KEY_REFUSED }, input, deps);
}

function keyEnd(days: number | undefined, now: Date): Date | null {
  if (days === undefined) return null;
  if (KEY_DAYS.includes(days)) return new Date(now.getTime() + days * DAY_MS);
  const message = `Garmin makes keys for ${KEY_DAYS.join(", ")} days. Choose one of these, or leave it out.`;
  throw new AppError("invalid_input", message, { field: "key_days" });
}

const KEY_REFUSED: Refused = {
  code: "credential_refused",
  message: `Garmin does not know this key. A key is shown once and ends on the day you chose; create a new one at ${KEY_PAGE_URL}.`,
  field: "api_key",
};

function checkKey(text: string): string {
  const apiKey = text.trim();
  const refuse = (message: string) => new AppError("invalid_input", message, { field: "api_key" });
  if (apiKey === "") throw refuse(`Paste your Garmin key. You create it at ${KEY_PAGE_URL}.`);
  if (/\s/.test(apiKey))
    throw refuse("A Garmin key has no spaces or line breaks. Copy it once more, the key alone.");
  if (!/^[\x21-\x7e]+$/.test(apiKey) || apiKey.length > MAX_KEY_LENGTH) {
    throw refuse("This does not look like a Garmin key. Copy it once more, the key alone.");
  }
  return apiKey;
}

export type Attempt = {
  /** Asks Garmin. What it throws is put in words. */
  open: () => Promise<OpenedAccess>;
  /**
   * What opening uses up, such as a ticket; `null` for what can be sent again. Sent again, the
   * same leads to what it has opened.
   */
  usedUp: string | null;
  /** What a refusal means here. */
  refused: Refused;
};

/**
 * Opens a way in, sees whose account it leads to, and stores it beside the other ways.
 *
 * @throws AppError other_garmin_account, garmin_account_in_use, credential_refused (or what
 *   `refused` says), provider_unavailable, provider_changed or rate_limited (with `retryAt`)
 */
export async function connectGarmin(
  athleteId: string,
  attempt: Attempt,
  choices: ConnectChoices,
  deps: ConnectDeps,
): Promise<Connected> {
  const daysBack = checkDaysBack(choices.daysBack ?? DEFAULT_DAYS_BACK);
  const timeZone = await findTimeZone(athleteId);
  if (timeZone === null) throw new AppError("not_found", "There is no such athlete.");

  const inputHash = attempt.usedUp === null ? null : hashOf(attempt.usedUp);
  const account = await askGarmin(athleteId, attempt, inputHash, deps).catch((error: unknown) => {
    throw inWords(error, timeZone, attempt.refused);
  });
  const storing = { ...account, daysBack, timeZone, isReplacing: choices.replace ?? false };
  const connectionId = await inTransaction(async (tx) => {
    const stored = await storeConnection(athleteId, storing, deps, tx);
    if (inputHash !== null) await forgetOpened(athleteId, inputHash, tx);
    return stored;
  });
  return { connectionId, syncTriggered: await triggerFirstSync(athleteId, deps) };
}

/** Keyed: a password may be in it. */
function hashOf(text: string): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(text).digest("hex");
}

function checkDaysBack(daysBack: number): number {
  if (Number.isInteger(daysBack) && daysBack >= MIN_DAYS_BACK && daysBack <= MAX_DAYS_BACK) return daysBack;
  const message = `The history to read is ${MIN_DAYS_BACK} to ${MAX_DAYS_BACK} days.`;
  throw new AppError("invalid_input", message, { field: "days_back" });
}

type Account = OpenedAccess & { externalUserId: string | null };

/** A secret that was used up is kept at once, since a question or a fault may still come between. */
async function askGarmin(
  athleteId: string,
  { open }: Attempt,
  inputHash: string | null,
  deps: ConnectDeps,
): Promise<Account> {
  const kept = inputHash === null ? null : await findOpened(athleteId, inputHash, deps.now());
  const opened = kept ?? (await open());
  if (kept === null && inputHash !== null) await keepOpened(athleteId, inputHash, opened, deps.now());
  const { accessToken, way } = opened;
  const { externalUserId } = await deps.provider("garmin", way).readAccount({ accessToken });
  return { ...opened, externalUserId: externalUserId === "" ? null : externalUserId };
}

type Storing = Account & { daysBack: number; timeZone: string; isReplacing: boolean };

async function storeConnection(
  athleteId: string,
  storing: Storing,
  { now, random }: ConnectDeps,
  tx: Queryable,
): Promise<string> {
  await lockConnection(athleteId, "garmin", tx);
  const before = await findConnection(athleteId, "garmin", tx);
  const isOtherAccount = differs(before, storing.externalUserId);
  if (isOtherAccount && !storing.isReplacing) throw otherAccount();
  await refuseTakenAccount(athleteId, storing.externalUserId, tx);
  const connectedAt = now();
  const connectionId = before?.connectionId ?? randomUUID();
  const slotMinute = before?.slotMinute ?? slotMinuteOf(connectionId);
  const start = {
    connectionId,
    provider: "garmin" as const,
    externalUserId: storing.externalUserId ?? (isOtherAccount ? null : (before?.externalUserId ?? null)),
    username: storing.username,
    nextSyncAt: nextSlotAfter(slotMinute, connectedAt, random()),
    backfillTargetDate: addDays(localDateIn(storing.timeZone, connectedAt), -storing.daysBack),
    connectedAt,
  };
  if (isOtherAccount) await endOpenRuns(athleteId, connectionId, connectedAt, tx);
  if (before === null) await insertConnection(athleteId, { ...start, slotMinute }, tx);
  else await reviveConnection(athleteId, { ...start, isOtherAccount }, tx);
  await replaceAccess(connectionId, sealedAccess(connectionId, storing, connectedAt), tx);
  return connectionId;
}

/** An account that Garmin does not name is not taken for another one. */
function differs(before: ConnectionRow | null, externalUserId: string | null): boolean {
  const known = before?.externalUserId ?? null;
  return known !== null && externalUserId !== null && known !== externalUserId;
}

function otherAccount(): AppError {
  const message =
    "This leads to another Garmin account than the one connected before. Two people's runs would be mixed. If the account is yours too, confirm that it takes the place of the earlier one: what is stored stays, the other ways into the earlier account are removed, and new runs and nights come from this one.";
  return new AppError("other_garmin_account", message, { field: "replace" });
}

async function refuseTakenAccount(
  athleteId: string,
  externalUserId: string | null,
  tx: Queryable,
): Promise<void> {
  if (externalUserId === null) return;
  if ((await findOtherOwner(athleteId, "garmin", externalUserId, tx)) === null) return;
  const message =
    "This Garmin account is connected to another athlete on this Nightrun. One account belongs to one athlete: disconnect it there first.";
  throw new AppError("garmin_account_in_use", message);
}

function sealedAccess(connectionId: string, opened: OpenedAccess, now: Date) {
  const { way, secret, secretExpiresAt, accessToken, accessTokenExpiresAt } = opened;
  return {
    way,
    rank: WAYS[way].rank,
    sealedSecret: seal(secret, sealedAt(connectionId, way, "sealedSecret")),
    secretExpiresAt,
    sealedAccessToken: seal(accessToken, sealedAt(connectionId, way, "sealedAccessToken")),
    accessTokenExpiresAt,
    now,
  };
}

/** The connection stands also if this fails: the planner finds it. */
async function triggerFirstSync(athleteId: string, deps: ConnectDeps): Promise<boolean> {
  try {
    await deps.requestSync(athleteId, "garmin", { trigger: "connect" });
    return true;
  } catch (error) {
    log.error({ err: error, athleteId }, "the first sync could not be asked for");
    return false;
  }
}

function endOpenRuns(athleteId: string, connectionId: string, now: Date, tx: Queryable): Promise<void> {
  const end = { causeCode: "disconnected", causeMessage: CAUSES.disconnected.sentence, now };
  return markRunsOfConnectionFailed(athleteId, connectionId, end, tx);
}

/** @throws AppError not_found when the provider was never connected */
export async function setSyncEnabled(
  athleteId: string,
  providerId: ProviderId,
  isEnabled: boolean,
): Promise<void> {
  const isStored = await updateSyncEnabled(athleteId, providerId, isEnabled);
  if (!isStored) throw new AppError("not_found", "Nothing is connected yet.");
}
