/** What was synced and what is going on, for the page and for /v1. */
import { CAUSES, causeOf, timeOfDay } from "@/lib/connections/causes";
import { eachDate, type LocalDate } from "@/lib/days";
import { findConnection, findTimeZone, listMetrics, METRICS, type Metric } from "@/lib/db/connections";
import { type CoverageState, listCoverage } from "@/lib/db/coverage";
import { listSyncFailures, type SyncFailure } from "@/lib/db/sync-failures";
import { findRun, listOpenRuns, listRuns, type SyncRunRow, type SyncTrigger } from "@/lib/db/sync-runs";
import type { ProviderId } from "@/lib/providers/errors";

export type SyncRunView = {
  id: string;
  kind: "activities" | "recovery";
  trigger: SyncTrigger;
  state: "queued" | "running" | "waiting" | "succeeded" | "failed";
  done: number;
  total: number;
  createdCount: number;
  updatedCount: number;
  daysCount: number;
  fromDate: LocalDate;
  toDate: LocalDate;
  /** A sentence. */
  cause: string | null;
  waitUntil: Date | null;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** All of it in one sentence. */
  sentence: string;
  /** What went wrong on the way, oldest first, also when it went well in the end. */
  failures: RunFailure[];
};

export type RunFailure = {
  at: Date;
  causeCode: string;
  /** A sentence. */
  cause: string;
  /** Until when it waited; `null` when it was not tried again. */
  retryAt: Date | null;
};

/** One run of the athlete, or `null`: also when it is somebody else's. */
export async function findSyncRun(athleteId: string, runId: string): Promise<SyncRunView | null> {
  if (!UUID.test(runId)) return null;
  const [run, timeZone, failures] = await Promise.all([
    findRun(athleteId, runId),
    findTimeZone(athleteId),
    listSyncFailures(athleteId, [runId]),
  ]);
  return run === null ? null : viewOf(run, timeZone ?? "UTC", failures);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Newest first. */
export async function listSyncRuns(athleteId: string, { limit }: { limit: number }): Promise<SyncRunView[]> {
  const runs = await listRuns(athleteId, limit);
  const failures = await listSyncFailures(
    athleteId,
    runs.map(({ syncRunId }) => syncRunId),
  );
  return runs.map((run) =>
    viewOf(
      run,
      run.timeZone,
      failures.filter(({ syncRunId }) => syncRunId === run.syncRunId),
    ),
  );
}

export type SyncProgress = {
  isRunning: boolean;
  /** Those that are not finished, oldest first. */
  runs: SyncRunView[];
  /** `null` when no history was asked for. */
  backfill: { targetDate: LocalDate; reachedDate: LocalDate | null; isDone: boolean } | null;
};

export async function currentProgress(athleteId: string, provider: ProviderId): Promise<SyncProgress> {
  const connection = await findConnection(athleteId, provider);
  if (connection === null) return { isRunning: false, runs: [], backfill: null };
  const { timeZone, backfillTargetDate: targetDate, backfillReachedDate: reachedDate } = connection;
  const runs = (await listOpenRuns(connection.connectionId)).map((run) => viewOf(run, timeZone, []));
  const isDone = targetDate !== null && reachedDate !== null && reachedDate <= targetDate;
  const backfill = targetDate === null ? null : { targetDate, reachedDate, isDone };
  return { isRunning: runs.length > 0, runs, backfill };
}

const METRIC_LABELS: Record<Metric, string> = {
  activities: "Runs and other activities",
  sleep: "Sleep",
  hrv: "HRV",
  daily_summary: "Resting heart rate and energy",
  health_snapshots: "Health Snapshots",
};

export type Arrival = {
  metric: Metric;
  label: string;
  lastArrivedAt: Date | null;
  lastArrivedLocalDate: LocalDate | null;
  /** A sentence; `null` when the last sync of it went well. */
  cause: string | null;
};

/** What last came of each metric, all of them, in a fixed order. */
export async function listArrivals(athleteId: string, provider: ProviderId): Promise<Arrival[]> {
  const connection = await findConnection(athleteId, provider);
  const known = connection === null ? [] : await listMetrics(connection.connectionId);
  return METRICS.map((metric) => {
    const row = known.find((item) => item.metric === metric);
    return {
      metric,
      label: METRIC_LABELS[metric],
      lastArrivedAt: row?.lastArrivedAt ?? null,
      lastArrivedLocalDate: row?.lastArrivedLocalDate ?? null,
      cause: row?.cause ? causeOf(row.cause).sentence : null,
    };
  });
}

export type CoverageDay = { localDate: LocalDate; metrics: Record<Metric, CoverageState | "not_asked"> };

/** Every day of the range with what is known of each metric, oldest first. */
export async function coverageMap(
  athleteId: string,
  provider: ProviderId,
  range: { from: LocalDate; to: LocalDate },
): Promise<CoverageDay[]> {
  const connection = await findConnection(athleteId, provider);
  const known = connection === null ? [] : await listCoverage(athleteId, connection.connectionId, range);
  const stateOf = new Map(known.map(({ localDate, metric, state }) => [`${localDate} ${metric}`, state]));
  return eachDate(range.from, range.to).map((localDate) => {
    const of = (metric: Metric): CoverageState | "not_asked" =>
      stateOf.get(`${localDate} ${metric}`) ?? "not_asked";
    const metrics = {
      activities: of("activities"),
      sleep: of("sleep"),
      hrv: of("hrv"),
      daily_summary: of("daily_summary"),
      health_snapshots: of("health_snapshots"),
    };
    return { localDate, metrics };
  });
}

function viewOf(run: SyncRunRow, timeZone: string, failures: readonly SyncFailure[]): SyncRunView {
  return {
    id: run.syncRunId,
    kind: run.kind,
    trigger: run.trigger,
    state: run.state,
    done: run.doneCount,
    total: run.totalCount,
    createdCount: run.createdCount,
    updatedCount: run.updatedCount,
    daysCount: run.daysCount,
    fromDate: run.fromDate,
    toDate: run.toDate,
    cause: run.causeMessage,
    waitUntil: run.waitUntil,
    queuedAt: run.queuedAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    sentence: sentenceOf(run, timeZone),
    failures: failures.map(({ at, causeCode, retryAt }) => ({
      at,
      causeCode,
      cause: causeOf(causeCode).sentence,
      retryAt,
    })),
  };
}

/** Pure. */
export function sentenceOf(run: SyncRunRow, timeZone: string): string {
  switch (run.state) {
    case "queued":
      return "About to start.";
    case "running":
      return `${progressOf(run)}${newsOf(run) === null ? "" : `, ${newsOf(run)} so far`}.`;
    case "waiting":
      return waitingSentence(run, timeZone);
    case "succeeded":
      return [`${newsOf(run) ?? "Nothing new"}.`, run.causeMessage].filter(Boolean).join(" ");
    case "failed":
      return [
        run.causeMessage ?? CAUSES.internal.sentence,
        newsOf(run) === null ? null : `Stored: ${newsOf(run)}.`,
      ]
        .filter(Boolean)
        .join(" ");
  }
}

function waitingSentence({ waitUntil, causeCode, causeMessage }: SyncRunRow, timeZone: string): string {
  const because = causeMessage ?? CAUSES.unavailable.sentence;
  if (waitUntil === null) return `${because} It is tried again.`;
  const until = timeOfDay(waitUntil, timeZone);
  return causeCode === "rate_limited" || causeCode === null
    ? `Garmin asks us to wait until ${until}.`
    : `${because} It is tried again at ${until}.`;
}

function progressOf({ kind, doneCount, totalCount }: SyncRunRow): string {
  if (doneCount === 0) return kind === "recovery" ? "Reading nights" : "Reading the list of activities";
  return `${kind === "recovery" ? "Day" : "Page"} ${doneCount} of ${totalCount}`;
}

/** `null` when nothing was stored that was not there. */
function newsOf({ kind, createdCount, updatedCount, daysCount }: SyncRunRow): string | null {
  if (kind === "recovery")
    return daysCount === 0 ? null : plural(daysCount, "day with new values", "days with new values");
  const created = createdCount === 0 ? null : plural(createdCount, "new activity", "new activities");
  const updated = updatedCount === 0 ? null : `${updatedCount} updated`;
  return [created, updated].filter(Boolean).join(", ") || null;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
