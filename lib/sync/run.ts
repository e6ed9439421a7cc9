/** The life of a sync run: claimed, worked on in steps under a lease, finished or failed. */
import { randomUUID } from "node:crypto";
import { CAUSES, type CauseCode, causeCodeOf, needsAthlete } from "@/lib/connections/causes";
import { expireAccessToken, freshAccessToken, markRefused } from "@/lib/connections/credentials";
import { type AccessWay, usableInOrder, wayOf } from "@/lib/connections/ways";
import {
  type AccessState,
  type ConnectionRow,
  findAccess,
  findConnectionById,
  listAccesses,
  type Metric,
  markMetricFailed,
  releaseLease,
  setAccessState,
  setWaitUntil,
  takeLease,
} from "@/lib/db/connections";
import { insertSyncFailure, setRetryOfExecutor } from "@/lib/db/sync-failures";
import {
  claimRun,
  findRun,
  markRunFailed,
  markRunSucceeded,
  markRunsOfExecutorFailed,
  type SyncRunRow,
  setRunCause,
  setRunState,
} from "@/lib/db/sync-runs";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { ProviderError } from "@/lib/providers/errors";
import type { RawBody } from "@/lib/providers/provider";
import type { RunRef, SyncDeps } from "@/lib/sync/deps";

/** Longer than the longest step; a worker that died loses the connection after it. */
const leaseMs = (): number => env().SYNC_LEASE_SECONDS * 1000;
const LEASE_POLL_MS = 250;
const LEASE_MAX_WAIT_MS = 10_000;
/** An open run whose connection was not worked on for so long was abandoned: the lease and some more. */
export const abandonedAfterMs = (): number => (leaseMs() * 5) / 3;

/** A token that is refused so soon after it was made will not be better the next time. */
const FRESH_TOKEN_MS = 5 * 60_000;

/** A token, and the way in that it is from. */
export type Entry = { way: AccessWay; accessToken: string };

export type StepContext = Entry & { run: SyncRunRow; connection: ConnectionRow };

/** Another worker holds the connection; it is free at `freeAt` at the latest. */
export class ConnectionBusyError extends Error {
  override readonly name = "ConnectionBusyError";
  constructor(readonly freeAt: Date) {
    super("Another sync works on this connection");
  }
}

/** Some data could not be read; what could be is stored. Trying again would not help. */
export class SyncFailedError extends Error {
  override readonly name = "SyncFailedError";
}

export type Claim =
  | { status: "claimed"; run: SyncRunRow; connection: ConnectionRow }
  /** Done before, or somebody else does it. */
  | { status: "succeeded" | "taken"; run: SyncRunRow };

/** Takes the run for this executor. @throws AppError not_found when there is no such run */
export async function startRun(ref: RunRef, deps: Pick<SyncDeps, "now">): Promise<Claim> {
  const now = deps.now();
  const idleSince = new Date(now.getTime() - abandonedAfterMs());
  const isClaimed = await claimRun(ref.athleteId, ref.syncRunId, {
    executorId: ref.executorId,
    now,
    idleSince,
  });
  const { run, connection } = await loadRun(ref);
  if (isClaimed) return { status: "claimed", run, connection };
  return { status: run.state === "succeeded" ? "succeeded" : "taken", run };
}

/** @throws AppError not_found */
export async function loadRun(
  ref: Pick<RunRef, "athleteId" | "syncRunId">,
): Promise<{ run: SyncRunRow; connection: ConnectionRow }> {
  const run = await findRun(ref.athleteId, ref.syncRunId);
  const connection =
    run?.connectionId == null ? null : await findConnectionById(ref.athleteId, run.connectionId);
  if (run === null || connection === null) throw new AppError("not_found", "There is no such sync.");
  return { run, connection };
}

/**
 * Does one step under the connection's lease and with a token, and notes in rows how it
 * went before a failure goes on to whoever decides on retries.
 */
export async function workOn<Result>(
  ref: RunRef,
  metric: Metric,
  deps: SyncDeps,
  work: (context: StepContext) => Promise<Result>,
): Promise<Result> {
  const { run, connection } = await loadRun(ref);
  if (run.executorId !== ref.executorId) {
    throw new AppError("conflict", "Another worker took this sync over.");
  }
  if (run.state === "failed" || run.state === "succeeded") {
    throw new AppError("conflict", "This sync has ended.");
  }
  return underLease(connection, deps, async () => {
    let entry: Entry | null = null;
    try {
      refuseToAsk(connection, deps.now());
      entry = await findEntry(connection, deps);
      const result = await work({ run, connection, ...entry });
      await noteStepSucceeded(connection, entry.way, run, deps.now());
      return result;
    } catch (error) {
      await noteFailure({ run, connection, metric, entry }, error, deps).catch((second: unknown) =>
        log.error({ err: second, syncRunId: ref.syncRunId }, "a failure could not be noted"),
      );
      throw error;
    }
  });
}

/**
 * A token of the best way in that gives one. A way that needs the athlete, or does not answer,
 * is passed over as long as there is another.
 */
async function findEntry({ connectionId }: ConnectionRow, deps: SyncDeps): Promise<Entry> {
  const usable = usableInOrder(await listAccesses(connectionId), deps.now());
  let firstError: unknown = new AppError(
    "reconnect_required",
    "There is no way into Garmin. Connect it to go on.",
  );
  for (const [index, access] of usable.entries()) {
    const way = wayOf(access);
    try {
      return { way, accessToken: await freshAccessToken(connectionId, way, deps) };
    } catch (error) {
      if (index === 0) firstError = error;
      await noteWay(connectionId, way, error, deps.now());
      if (!mayTryNextWay(error)) throw error;
    }
  }
  throw firstError;
}

/** Being asked to wait is no reason to ask by another door. */
function mayTryNextWay(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "reconnect_required";
  return error instanceof ProviderError && !["rate_limited", "own_limit"].includes(error.failure.kind);
}

async function noteWay(connectionId: string, way: AccessWay, error: unknown, now: Date): Promise<void> {
  const cause = causeCodeOf(error, way);
  const state = ACCESS_STATE_BY_CAUSE[cause];
  if (state) await setAccessState(connectionId, way, { state, cause, now });
}

async function underLease<Result>(
  connection: ConnectionRow,
  deps: SyncDeps,
  work: () => Promise<Result>,
): Promise<Result> {
  const { connectionId } = connection;
  const leaseId = randomUUID();
  for (
    let waitedMs = 0;
    !(await takeLease(connectionId, { leaseId, now: deps.now(), leaseMs: leaseMs() }));
  ) {
    waitedMs += LEASE_POLL_MS;
    if (waitedMs > LEASE_MAX_WAIT_MS) throw await busy(connection, deps);
    await deps.sleep(LEASE_POLL_MS);
  }
  try {
    return await work();
  } finally {
    await releaseLease(connectionId, leaseId, deps.now());
  }
}

async function busy(
  { athleteId, connectionId }: ConnectionRow,
  deps: SyncDeps,
): Promise<ConnectionBusyError> {
  const connection = await findConnectionById(athleteId, connectionId);
  return new ConnectionBusyError(connection?.leasedUntil ?? deps.now());
}

/** @throws ProviderError rate_limited while the provider asked for quiet */
function refuseToAsk({ disconnectedAt, provider, waitUntil }: ConnectionRow, now: Date): void {
  if (disconnectedAt !== null) {
    throw new AppError("reconnect_required", "Garmin is not connected. Connect it to go on.");
  }
  if (waitUntil !== null && waitUntil > now) {
    throw new ProviderError(provider, { kind: "rate_limited", retryAt: waitUntil });
  }
}

async function noteStepSucceeded(
  connection: ConnectionRow,
  way: AccessWay,
  run: SyncRunRow,
  now: Date,
): Promise<void> {
  if (connection.waitUntil !== null) await setWaitUntil(connection.connectionId, null);
  await setAccessState(connection.connectionId, way, { state: "ready", cause: null, now });
  if (run.state !== "waiting") return;
  await setRunState(run.syncRunId, {
    state: "running",
    causeCode: null,
    causeMessage: null,
    waitUntil: null,
  });
}

type Failing = { run: SyncRunRow; connection: ConnectionRow; metric: Metric; entry: Entry | null };

async function noteFailure(failing: Failing, error: unknown, deps: SyncDeps): Promise<void> {
  const { run, connection, metric, entry } = failing;
  const { connectionId } = connection;
  const causeCode = await causeOfFailure(connectionId, entry, error);
  const now = deps.now();
  const failure = error instanceof ProviderError ? error.failure : null;

  if (failure?.kind === "access_token_rejected" && entry !== null) {
    await noteRefusedToken(connectionId, entry, deps);
  }
  if (failure?.kind === "rate_limited") await setWaitUntil(connectionId, failure.retryAt);
  if (entry !== null) await noteWay(connectionId, entry.way, error, now);
  // Our own limit says nothing about the metric.
  if (failure?.kind !== "own_limit") await markMetricFailed(connectionId, { metric, cause: causeCode, now });

  const rawPayloadId = await keepUnreadable(run, error, deps);
  const mayGoOn = failure !== null && MAY_GO_ON.includes(failure.kind);
  await setRunState(run.syncRunId, {
    state: mayGoOn ? "waiting" : "running",
    causeCode,
    causeMessage: CAUSES[causeCode].sentence,
    waitUntil: failure?.kind === "rate_limited" || failure?.kind === "own_limit" ? failure.retryAt : null,
    rawPayloadId,
  });
  await insertSyncFailure(run.syncRunId, {
    at: now,
    attempt: run.attempt,
    metric,
    causeCode,
    retryAt: null,
    rawPayloadId,
  });
  log.warn(
    { syncRunId: run.syncRunId, connectionId, metric, cause: causeCode, rawPayloadId, err: error },
    "sync step failed",
  );
}

/** Before a way was found the failure is that of the best one, whose row says more. */
async function causeOfFailure(connectionId: string, entry: Entry | null, error: unknown): Promise<CauseCode> {
  if (entry !== null) return causeCodeOf(error, entry.way);
  const [best] = await listAccesses(connectionId);
  return best === undefined ? causeCodeOf(error) : causeCodeOf(error, wayOf(best));
}

/** The next step gets a new token; if this one was new, the account's tokens are of no use. */
async function noteRefusedToken(
  connectionId: string,
  { way, accessToken }: Entry,
  deps: SyncDeps,
): Promise<void> {
  const access = await findAccess(connectionId, way);
  const now = deps.now();
  const isNew =
    access?.renewedAt != null &&
    access.renewedAt > access.createdAt &&
    now.getTime() - access.renewedAt.getTime() < FRESH_TOKEN_MS;
  if (isNew && way !== "personal_key") {
    await markRefused(connectionId, way, { cause: "token_not_active", now });
    return;
  }
  await expireAccessToken(connectionId, way, accessToken, deps);
}

/** Failures that pass with time, if somebody tries again. */
const MAY_GO_ON: readonly string[] = ["rate_limited", "own_limit", "unavailable", "access_token_rejected"];

/** A refused key is noted where it was refused, so that a newer key is not blamed. */
const ACCESS_STATE_BY_CAUSE: Partial<Record<CauseCode, AccessState>> = {
  rate_limited: "waiting",
  unavailable: "unavailable",
};

/** Keeps the body of another shape than known. @returns its id, or `null` when there is none */
export async function keepUnreadable(
  run: SyncRunRow,
  error: unknown,
  deps: Pick<SyncDeps, "keepRaw">,
): Promise<string | null> {
  if (!(error instanceof ProviderError) || error.failure.kind !== "unexpected_payload") return null;
  const { payloadKind, externalId, raw, issues } = error.failure;
  const body = { kind: payloadKind, externalId, body: raw ?? null };
  const [rawPayloadId] = await deps.keepRaw(run.athleteId, error.provider, [body], run.syncRunId);
  log.error({ syncRunId: run.syncRunId, payloadKind, rawPayloadId, issues }, "a payload has changed");
  return rawPayloadId ?? null;
}

/** When the failed step of an executor is tried again: its run waits until then, and is nobody's to take over. */
export function noteRetry(executorId: string, retryAt: Date): Promise<void> {
  return setRetryOfExecutor(executorId, retryAt);
}

/** A form has changed while another way brought the same data: told as loudly as if it had not come. */
export async function noteChangedForm(
  run: SyncRunRow,
  metric: Metric,
  { kind, externalId, body }: RawBody,
  deps: Pick<SyncDeps, "keepRaw" | "now">,
): Promise<void> {
  const raw = { kind, externalId, body: body ?? null };
  const [rawPayloadId = null] = await deps.keepRaw(run.athleteId, "garmin", [raw], run.syncRunId);
  const cause = { causeCode: "payload_changed", rawPayloadId } as const;
  await setRunCause(run.syncRunId, { ...cause, causeMessage: CAUSES.payload_changed.sentence });
  await insertSyncFailure(run.syncRunId, {
    ...cause,
    at: deps.now(),
    attempt: run.attempt,
    metric,
    retryAt: null,
  });
  log.error({ syncRunId: run.syncRunId, payloadKind: kind, rawPayloadId }, "a payload has changed");
}

/** Notes what could not be read while the run goes on. */
export async function notePartialFailure(run: SyncRunRow, error: unknown, deps: SyncDeps): Promise<void> {
  const causeCode = causeCodeOf(error);
  const rawPayloadId = await keepUnreadable(run, error, deps);
  await setRunCause(run.syncRunId, { causeCode, causeMessage: CAUSES[causeCode].sentence, rawPayloadId });
}

/**
 * True for a failure that says nothing about the account or the provider as a whole, so
 * that other metrics go on.
 */
export function isOfOneMetric(error: unknown): boolean {
  if (!(error instanceof ProviderError)) return false;
  return ["unexpected_payload", "not_found", "rejected"].includes(error.failure.kind);
}

/** Whether the rest of a run is worth asking for after a metric failed for good, and why that failed. */
export async function judgeRest(
  ref: RunRef,
  failedCount: number,
): Promise<{ isWorthIt: boolean; causeCode: string }> {
  const { run, connection } = await loadRun(ref);
  const causeCode = run.causeCode ?? "internal";
  const isHeld =
    connection.disconnectedAt !== null || connection.waitUntil !== null || needsAthlete(causeCode);
  // Two in a row that fail is not about a metric any more.
  return { isWorthIt: !isHeld && run.executorId === ref.executorId && failedCount < 2, causeCode };
}

/** @param daysCount distinct days on which something was stored */
export async function finishRun(
  ref: RunRef,
  daysCount: number,
  deps: Pick<SyncDeps, "now">,
): Promise<SyncRunRow> {
  await markRunSucceeded(ref.syncRunId, { daysCount, now: deps.now() });
  const { run } = await loadRun(ref);
  logEnd(run);
  return run;
}

/** Ends a run for good; the cause that its steps noted stays. */
export async function failRun(ref: RunRef, error: unknown, deps: Pick<SyncDeps, "now">): Promise<void> {
  await markRunFailed(ref.syncRunId, { ...endOf(error, deps.now()), executorId: ref.executorId });
  const run = await findRun(ref.athleteId, ref.syncRunId);
  if (run !== null) logEnd(run);
}

/** The same for whatever an executor left open; for one that only knows who it was. */
export async function failRunsOfExecutor(
  executorId: string,
  deps: Pick<SyncDeps, "now"> = SYSTEM_CLOCK,
): Promise<void> {
  for (const run of await markRunsOfExecutorFailed(executorId, endOf(null, deps.now()))) logEnd(run);
}

const SYSTEM_CLOCK = { now: () => new Date() };

function endOf(error: unknown, now: Date): { causeCode: CauseCode; causeMessage: string; now: Date } {
  const causeCode = causeCodeOf(error);
  return { causeCode, causeMessage: CAUSES[causeCode].sentence, now };
}

/** One line a sync: no name, no value of health. */
function logEnd(run: SyncRunRow): void {
  const { syncRunId, connectionId, kind, trigger, fromDate, toDate, state, causeCode, executorId, attempt } =
    run;
  const durationMs =
    run.startedAt === null || run.finishedAt === null
      ? null
      : run.finishedAt.getTime() - run.startedAt.getTime();
  const counts = {
    created: run.createdCount,
    updated: run.updatedCount,
    days: run.daysCount,
    calls: run.callCount,
  };
  log.info(
    {
      syncRunId,
      connectionId,
      kind,
      trigger,
      fromDate,
      toDate,
      state,
      causeCode,
      executorId,
      attempt,
      durationMs,
      ...counts,
    },
    "sync ended",
  );
}
