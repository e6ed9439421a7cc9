/** Someone or something wants a connection brought up to date. */
import { causeOf, timeOfDay } from "@/lib/connections/causes";
import { isUsable } from "@/lib/connections/ways";
import { addDays, type LocalDate } from "@/lib/days";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  type ConnectionRow,
  findConnection,
  listAccesses,
  listMetrics,
  lockConnection,
} from "@/lib/db/connections";
import {
  insertSyncRun,
  listOpenRuns,
  type SyncKind,
  type SyncRunRow,
  type SyncTrigger,
} from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import type { ProviderId } from "@/lib/providers/errors";
import type { DateWindow } from "@/lib/providers/provider";
import { openHistory } from "@/lib/sync/backfill";
import { type Dispatch, findDispatcher, type SyncWork } from "@/lib/sync/dispatch";
import { abandonedAfterMs } from "@/lib/sync/run";
import { dispatchHere } from "@/lib/sync/run-here";
import { datesNow, dayCount, MAX_REQUEST_DAYS, RECENT_DAYS, recentWindow } from "@/lib/sync/windows";

export type SyncRequest = {
  /** Inclusive dates; without them the recent days and what was missed. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  trigger: SyncTrigger;
};

type RequestDeps = { now: () => Date; dispatch: Dispatch };

const SYSTEM_DEPS: RequestDeps = {
  now: () => new Date(),
  dispatch: (work) => (findDispatcher() ?? dispatchHere)(work),
};

/**
 * Opens a sync of runs and one of nights and hands them over. While one is open, its id
 * is returned and nothing new begins.
 *
 * @throws AppError reconnect_required, rate_limited (with `retryAt`), or invalid_input for the dates
 */
export async function requestSync(
  athleteId: string,
  provider: ProviderId,
  request: SyncRequest,
  deps: RequestDeps = SYSTEM_DEPS,
): Promise<{ activityRunId: string; recoveryRunId: string }> {
  const now = deps.now();
  const opened = await inTransaction(async (tx) => {
    await lockConnection(athleteId, provider, tx);
    const connection = await requireReady(athleteId, provider, tx);
    const window = askedWindow(request, connection.timeZone, now);
    const open = await listOpenRuns(connection.connectionId, tx);
    refuseWhileWaiting(connection, open, now);
    return openRuns(connection, { trigger: request.trigger, window, open, now }, tx);
  });
  if (opened.work.length > 0) await deps.dispatch(opened.work);
  return { activityRunId: opened.activityRunId, recoveryRunId: opened.recoveryRunId };
}

/** Asks for history back to `targetDate`, newest first. @throws AppError reconnect_required */
export async function requestBackfill(
  athleteId: string,
  provider: ProviderId,
  targetDate: LocalDate,
  deps: RequestDeps = SYSTEM_DEPS,
): Promise<void> {
  const work = await openHistory(athleteId, provider, targetDate, deps);
  if (work.length > 0) await deps.dispatch(work);
}

async function requireReady(athleteId: string, provider: ProviderId, tx: Queryable): Promise<ConnectionRow> {
  const connection = await findConnection(athleteId, provider, tx);
  const accesses = connection === null ? [] : await listAccesses(connection.connectionId, tx);
  const [best] = accesses;
  if (connection === null || connection.disconnectedAt !== null || best === undefined) {
    throw new AppError("reconnect_required", "Garmin is not connected. Connect it, then sync.");
  }
  if (!accesses.some(isUsable)) {
    const { sentence } = causeOf(best.cause ?? "no_credential");
    throw new AppError("reconnect_required", `${sentence} Connect again, then sync.`);
  }
  return connection;
}

/** While a sync is open the caller gets its id, also if it waits. */
function refuseWhileWaiting(
  { waitUntil, timeZone }: ConnectionRow,
  open: readonly SyncRunRow[],
  now: Date,
): void {
  if (waitUntil === null || waitUntil <= now || open.length > 0) return;
  const until = timeOfDay(waitUntil, timeZone);
  throw new AppError("rate_limited", `Garmin asks us to wait until ${until}. Sync again then.`, {
    retryAt: waitUntil,
  });
}

/** @returns `null` for the recent days */
function askedWindow({ from, to }: SyncRequest, timeZone: string, now: Date): DateWindow | null {
  if (from === undefined && to === undefined) return null;
  const { latest } = datesNow(timeZone, now);
  const end = to ?? latest;
  const window = { from: from ?? addDays(end, 1 - RECENT_DAYS), to: end };
  if (window.from > window.to) {
    throw new AppError("invalid_input", "The first day lies after the last one.", { field: "from" });
  }
  if (window.to > latest)
    throw new AppError("invalid_input", "The last day is in the future.", { field: "to" });
  if (dayCount(window) > MAX_REQUEST_DAYS) {
    const message = `At most ${MAX_REQUEST_DAYS} days can be asked for at once.`;
    throw new AppError("invalid_input", message, { field: "from" });
  }
  return window;
}

export type OpenedRuns = { activityRunId: string; recoveryRunId: string; work: SyncWork[] };

/**
 * One open run of each kind, found or made. Belongs in a transaction that holds the
 * connection's lock. `work` is what has to be handed over: new runs and abandoned ones.
 */
export async function openRuns(
  connection: ConnectionRow,
  request: { trigger: SyncTrigger; window: DateWindow | null; open: readonly SyncRunRow[]; now: Date },
  tx: Queryable,
): Promise<OpenedRuns> {
  const work: SyncWork[] = [];
  const ids: Partial<Record<SyncKind, string>> = {};
  for (const kind of ["activities", "recovery"] as const) {
    const found = request.open.find((run) => run.kind === kind && run.trigger !== "backfill");
    const syncRunId = found?.syncRunId ?? (await openRun(connection, kind, request, tx));
    if (!found || isAbandoned(found, connection, request.now)) {
      work.push({ kind, athleteId: connection.athleteId, syncRunId });
    }
    ids[kind] = syncRunId;
  }
  return { activityRunId: ids.activities ?? "", recoveryRunId: ids.recovery ?? "", work };
}

async function openRun(
  connection: ConnectionRow,
  kind: SyncKind,
  { trigger, window, now }: { trigger: SyncTrigger; window: DateWindow | null; now: Date },
  tx: Queryable,
): Promise<string> {
  const { athleteId, connectionId } = connection;
  const { from, to } = window ?? (await routineWindow(connection, kind, now, tx));
  const totalCount = kind === "recovery" ? dayCount({ from, to }) : 1;
  const run = { connectionId, kind, trigger, fromDate: from, toDate: to, totalCount, now };
  return insertSyncRun(athleteId, run, tx);
}

async function routineWindow(
  { connectionId, timeZone }: ConnectionRow,
  kind: SyncKind,
  now: Date,
  tx: Queryable,
): Promise<DateWindow> {
  // Snapshots are asked for more seldom and hold nothing back.
  const counted: readonly string[] =
    kind === "activities" ? ["activities"] : ["sleep", "hrv", "daily_summary"];
  const metrics = (await listMetrics(connectionId, tx)).filter(({ metric }) => counted.includes(metric));
  const cursors = metrics.flatMap(({ cursorDate }) => cursorDate ?? []).sort();
  return recentWindow({ timeZone, now, oldestCursorDate: cursors[0] ?? null });
}

/**
 * Opens a run of one kind for whoever works on it at once, such as a function that was
 * invoked by hand. @throws AppError reconnect_required
 */
export async function openSingleRun(
  athleteId: string,
  provider: ProviderId,
  { kind, daysBack }: { kind: SyncKind; daysBack?: number },
  now: Date = new Date(),
): Promise<string> {
  return inTransaction(async (tx) => {
    await lockConnection(athleteId, provider, tx);
    const connection = await requireReady(athleteId, provider, tx);
    const { today, latest } = datesNow(connection.timeZone, now);
    const window = daysBack === undefined ? null : { from: addDays(today, 1 - daysBack), to: latest };
    return openRun(connection, kind, { trigger: "manual", window, now }, tx);
  });
}

function isAbandoned(run: SyncRunRow, { leasedUntil }: ConnectionRow, now: Date): boolean {
  const moments = [run.queuedAt, run.startedAt, run.waitUntil, leasedUntil].map((at) => at?.getTime() ?? 0);
  return Math.max(...moments) <= now.getTime() - abandonedAfterMs();
}
