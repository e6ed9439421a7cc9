/** Connecting Garmin by key, disconnecting, and the switch "sync by itself". */
import { randomUUID } from "node:crypto";
import { CAUSES, type CauseCode, causeCodeOf, KEY_PAGE_URL, timeOfDay } from "@/lib/connections/causes";
import { sealedAt } from "@/lib/connections/credentials";
import { nextSlotAfter, slotMinuteOf } from "@/lib/connections/slot";
import { addDays, localDateIn } from "@/lib/days";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  type ConnectionRow,
  endConnection,
  findConnection,
  findTimeZone,
  insertConnection,
  lockConnection,
  replaceAccess,
  reviveConnection,
  updateSyncEnabled,
} from "@/lib/db/connections";
import { markRunsOfConnectionFailed } from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { ProviderError, type ProviderId } from "@/lib/providers/errors";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import type { AccessToken } from "@/lib/providers/provider";
import { provider } from "@/lib/providers/registry";
import { seal } from "@/lib/sealing";
import { requestSync } from "@/lib/sync/request";

export const MIN_DAYS_BACK = 30;
export const MAX_DAYS_BACK = 120;
const DEFAULT_DAYS_BACK = 90;
/** Longer than any key; a pasted page is told apart from a key. */
const MAX_KEY_LENGTH = 1000;
const WAY = "personal_key";

export type ConnectInput = {
  apiKey: string;
  /** Take the key also when it belongs to another Garmin account than before. */
  replace?: boolean | undefined;
  /** How much history to read, in days. */
  daysBack?: number | undefined;
};

export type ConnectDeps = {
  now: () => Date;
  random: () => number;
  provider: typeof provider;
  exchangePersonalKey: (args: { apiKey: string }) => Promise<AccessToken>;
  requestSync: (
    athleteId: string,
    providerId: ProviderId,
    request: { trigger: "connect" },
  ) => Promise<unknown>;
};

const SYSTEM_DEPS: ConnectDeps = {
  now: () => new Date(),
  random: Math.random,
  provider,
  exchangePersonalKey,
  requestSync,
};

/**
 * Connects an athlete's Garmin account, or gives it a new key, and asks for the first
 * sync. Nothing is stored unless Garmin took the key.
 *
 * @throws AppError invalid_input, credential_refused, other_garmin_account,
 *   provider_unavailable, provider_changed or rate_limited (with `retryAt`)
 */
export async function connectGarminByKey(
  athleteId: string,
  input: ConnectInput,
  deps: ConnectDeps = SYSTEM_DEPS,
): Promise<{ connectionId: string; syncTriggered: boolean }> {
  const apiKey = checkKey(input.apiKey);
  const daysBack = checkDaysBack(input.daysBack ?? DEFAULT_DAYS_BACK);
  const timeZone = await findTimeZone(athleteId);
  if (timeZone === null) throw new AppError("not_found", "There is no such athlete.");

  const account = await askGarmin(apiKey, timeZone, deps);
  const connectionId = await inTransaction((tx) =>
    storeConnection(
      athleteId,
      { ...account, apiKey, daysBack, timeZone, isReplacing: input.replace ?? false },
      deps,
      tx,
    ),
  );
  return { connectionId, syncTriggered: await triggerFirstSync(athleteId, deps) };
}

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

function checkDaysBack(daysBack: number): number {
  if (Number.isInteger(daysBack) && daysBack >= MIN_DAYS_BACK && daysBack <= MAX_DAYS_BACK) return daysBack;
  const message = `The history to read is ${MIN_DAYS_BACK} to ${MAX_DAYS_BACK} days.`;
  throw new AppError("invalid_input", message, { field: "days_back" });
}

type Account = AccessToken & { externalUserId: string | null };

async function askGarmin(apiKey: string, timeZone: string, deps: ConnectDeps): Promise<Account> {
  try {
    const token = await deps.exchangePersonalKey({ apiKey });
    const { externalUserId } = await deps.provider("garmin").readAccount({ accessToken: token.accessToken });
    return { ...token, externalUserId: externalUserId === "" ? null : externalUserId };
  } catch (error) {
    throw inWords(error, timeZone);
  }
}

/** What a failure means to one who is connecting. */
function inWords(error: unknown, timeZone: string): unknown {
  if (!(error instanceof ProviderError)) return error;
  if (error.failure.kind === "rate_limited") {
    const { retryAt } = error.failure;
    const message = `Garmin asks us to wait until ${timeOfDay(retryAt, timeZone)}. Connect again then. Nothing was stored.`;
    return new AppError("rate_limited", message, { cause: error, retryAt });
  }
  const told = WORDS_BY_CAUSE[causeCodeOf(error)];
  log.warn({ err: error }, "connecting Garmin failed");
  if (!told) return error;
  return new AppError(told.code, told.message, {
    cause: error,
    ...(told.field ? { field: told.field } : {}),
  });
}

type Told = {
  code: "credential_refused" | "provider_unavailable" | "provider_changed";
  message: string;
  field?: string;
};

const REFUSED: Told = {
  code: "credential_refused",
  message: `Garmin does not know this key. A key is shown once and ends on the day you chose; create a new one at ${KEY_PAGE_URL}.`,
  field: "api_key",
};

const WORDS_BY_CAUSE: Partial<Record<CauseCode, Told>> = {
  key_refused: REFUSED,
  token_rejected: REFUSED,
  unavailable: {
    code: "provider_unavailable",
    message: "Garmin does not answer at the moment. Try again in a few minutes; nothing was stored.",
  },
  rejected: {
    code: "provider_unavailable",
    message: "Garmin refused the request. Try again in a few minutes; nothing was stored.",
  },
  payload_changed: {
    code: "provider_changed",
    message: "Garmin answered in a form that Nightrun does not know. Nothing was stored; tell the operator.",
  },
};

type Storing = Account & { apiKey: string; daysBack: number; timeZone: string; isReplacing: boolean };

async function storeConnection(
  athleteId: string,
  storing: Storing,
  { now, random }: ConnectDeps,
  tx: Queryable,
): Promise<string> {
  await lockConnection(athleteId, "garmin", tx);
  const before = await findConnection(athleteId, "garmin", tx);
  const isOtherAccount = differs(before, storing.externalUserId);
  if (isOtherAccount && !storing.isReplacing) {
    const message =
      "This key belongs to another Garmin account than the one connected before. Two people's runs would be mixed. If the account is yours too, confirm that it takes the place of the earlier one.";
    throw new AppError("other_garmin_account", message, { field: "replace" });
  }
  const connectedAt = now();
  const connectionId = before?.connectionId ?? randomUUID();
  const slotMinute = before?.slotMinute ?? slotMinuteOf(connectionId);
  const start = {
    connectionId,
    provider: "garmin" as const,
    externalUserId: storing.externalUserId ?? (isOtherAccount ? null : (before?.externalUserId ?? null)),
    username: null,
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

function sealedAccess(
  connectionId: string,
  { apiKey, accessToken, accessTokenExpiresAt }: Storing,
  now: Date,
) {
  return {
    way: WAY,
    sealedSecret: seal(apiKey, sealedAt(connectionId, WAY, "sealedSecret")),
    sealedAccessToken: seal(accessToken, sealedAt(connectionId, WAY, "sealedAccessToken")),
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

/** Ends the connection and deletes its secrets; runs and nights stay. Doing it again changes nothing. */
export async function disconnectGarmin(
  athleteId: string,
  { now }: Pick<ConnectDeps, "now"> = SYSTEM_DEPS,
): Promise<void> {
  await inTransaction(async (tx) => {
    await lockConnection(athleteId, "garmin", tx);
    const connection = await findConnection(athleteId, "garmin", tx);
    if (connection === null) throw new AppError("not_found", "Garmin is not connected.");
    const at = now();
    await endConnection(athleteId, connection.connectionId, at, tx);
    await endOpenRuns(athleteId, connection.connectionId, at, tx);
  });
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
