/** What Connections draws, gathered from the domain and made plain. */
import type { CoverageLine } from "@/components/connections/coverage-grid";
import type { HistoryEntry } from "@/components/connections/history";
import type { ProgressRun, ProgressView } from "@/components/connections/progress-view";
import { addDays, localDateIn } from "@/lib/days";
import { coverageMap, currentProgress, listSyncRuns, type SyncRunView } from "@/lib/sync/history";

const MAP_DAYS = 90;
const HISTORY_RUNS = 40;
const HISTORY_ENTRIES = 12;
/** A run that ended this long ago is still told about in place of the bar. */
const JUST_ENDED_MS = 120_000;
/** Between the first sync and the history after it nothing may be open for a moment. */
const BETWEEN_RUNS_MS = 15_000;

/** The work at hand, or how what was just done has ended. */
export async function readProgress(athleteId: string, now: Date): Promise<ProgressView> {
  const [progress, recent] = await Promise.all([
    currentProgress(athleteId, "garmin"),
    listSyncRuns(athleteId, { limit: 4 }),
  ]);
  if (progress.isRunning) return { isActive: true, runs: progress.runs.map(progressRun) };
  const endedAgoMs = (run: SyncRunView) => now.getTime() - (run.finishedAt?.getTime() ?? 0);
  const ended = newestBatch(recent).filter(
    (run) => run.trigger !== "scheduled" && endedAgoMs(run) < JUST_ENDED_MS,
  );
  const hasMoreHistory = progress.backfill !== null && !progress.backfill.isDone;
  const isBetweenRuns =
    hasMoreHistory && ended.some((run) => run.state === "succeeded" && endedAgoMs(run) < BETWEEN_RUNS_MS);
  return { isActive: isBetweenRuns, runs: ended.map(progressRun) };
}

/** What was asked for together last; the history after a first sync belongs to it. */
function newestBatch(runs: readonly SyncRunView[]): SyncRunView[] {
  const [newest] = runs;
  return runs.filter(
    (run) =>
      run.queuedAt.getTime() === newest?.queuedAt.getTime() ||
      (newest?.trigger === "backfill" && run.trigger === "connect"),
  );
}

function progressRun(run: SyncRunView): ProgressRun {
  return {
    id: run.id,
    kind: run.kind,
    trigger: run.trigger,
    state: run.state,
    done: run.done,
    total: run.total,
    createdCount: run.createdCount,
    updatedCount: run.updatedCount,
    daysCount: run.daysCount,
    sentence: `${KIND_WORD[run.kind]}: ${lowerFirst(run.sentence)}`,
    waitUntil: run.waitUntil?.toISOString() ?? null,
    fromDate: run.fromDate,
    toDate: run.toDate,
  };
}

const KIND_WORD = { activities: "Workouts", recovery: "Nights" } as const;

const LINES = [
  { metric: "activities", label: "Workouts" },
  { metric: "sleep", label: "Sleep" },
  { metric: "hrv", label: "HRV" },
  { metric: "daily_summary", label: "Resting HR" },
  { metric: "health_snapshots", label: "Snapshots" },
] as const;

export type CoverageModel = {
  lines: CoverageLine[];
  /** The span and number of nights that Garmin can be asked for again; `null` when none is missing. */
  repair: { from: string; to: string; count: number } | null;
};

/** The last days of every metric. */
export async function readCoverage(athleteId: string, timeZone: string, now: Date): Promise<CoverageModel> {
  const to = localDateIn(timeZone, now);
  const days = await coverageMap(athleteId, "garmin", { from: addDays(to, 1 - MAP_DAYS), to });
  const lines = LINES.map(({ metric, label }) => ({
    metric,
    label,
    cells: days.map(({ localDate, metrics }) => {
      const state = metrics[metric];
      if (state === "not_asked") return { localDate, state: "unknown" as const };
      const isRest = state === "none" && (metric === "activities" || metric === "health_snapshots");
      return { localDate, state: isRest ? ("rest" as const) : state };
    }),
  }));
  const missing = days
    .filter(({ metrics }) =>
      [metrics.sleep, metrics.hrv].some((state) => state === "none" || state === "failed"),
    )
    .map(({ localDate }) => localDate);
  const [first] = missing;
  const last = missing[missing.length - 1];
  const repair = first && last ? { from: first, to: last, count: missing.length } : null;
  return { lines, repair };
}

const TRIGGER_WORD: Record<SyncRunView["trigger"], string> = {
  connect: "First sync",
  manual: "You synced",
  scheduled: "By itself",
  api: "Asked by a program",
  repair: "Asked again",
  backfill: "History",
};

/** Newest first; a sync of workouts and the one of nights that was asked for with it are one entry. */
export async function readHistory(athleteId: string): Promise<HistoryEntry[]> {
  const runs = await listSyncRuns(athleteId, { limit: HISTORY_RUNS });
  const groups = new Map<string, SyncRunView[]>();
  for (const run of runs.filter((item) => item.finishedAt !== null)) {
    const key = `${run.queuedAt.getTime()} ${run.trigger}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].slice(0, HISTORY_ENTRIES).flatMap(historyEntry);
}

function historyEntry(group: readonly SyncRunView[]): HistoryEntry[] {
  const [first] = group;
  if (!first) return [];
  const sentences = [...new Set(group.map((run) => run.sentence))];
  const times = group.flatMap((run) => (run.finishedAt ? [run.finishedAt.getTime()] : []));
  const at = new Date(Math.max(...times));
  return [
    {
      id: first.id,
      at,
      waits: waitsOf(group),
      sentence: `${TRIGGER_WORD[first.trigger]}: ${lowerFirst(sentences.join(" "))}`,
    },
  ];
}

/** What it waited for on the way, once a cause. */
function waitsOf(group: readonly SyncRunView[]): HistoryEntry["waits"] {
  const waits = group.flatMap((run) => run.failures).filter(({ retryAt }) => retryAt !== null);
  const causes = [...new Set(waits.map(({ cause }) => cause))];
  return causes.map((cause) => {
    const same = waits.filter((wait) => wait.cause === cause);
    return { cause, count: same.length, until: same.at(-1)?.retryAt ?? null };
  });
}

/** Leaves names alone. */
function lowerFirst(text: string): string {
  return /^(Garmin|Nightrun|HRV)/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
