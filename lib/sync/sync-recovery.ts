/** Brings nights and days of a window up to date: one metric of one piece of the window a step, newest first. */
import { causeOf } from "@/lib/connections/causes";
import type { LocalDate } from "@/lib/days";
import { localDateIn } from "@/lib/days";
import { type ConnectionRow, listMetrics, moveBackfill } from "@/lib/db/connections";
import { findAskedAt } from "@/lib/db/coverage";
import { type SyncRunRow, setRunCause } from "@/lib/db/sync-runs";
import { type DateWindow, RECOVERY_METRICS, type RecoveryMetric } from "@/lib/providers/provider";
import { claimBackfill } from "@/lib/sync/backfill";
import type { RunRef, StepRunner, SyncDeps } from "@/lib/sync/deps";
import type { SyncWork } from "@/lib/sync/dispatch";
import { type PulledRecovery, type PullRecovery, pullRecovery } from "@/lib/sync/pull-recovery";
import { failRun, finishRun, judgeRest, loadRun, SyncFailedError, startRun } from "@/lib/sync/run";
import { datesNow, dayCount, newestFirst, RECENT_DAYS } from "@/lib/sync/windows";

/** How long a metric that the provider does not serve is left alone. */
const NOT_SERVED_PAUSE_MS = 7 * 86_400_000;

export type SyncedRecovery = {
  status: "success" | "already_running";
  /** Days for which the source had something. */
  daysSynced: number;
  /** What is to follow, for whoever runs the steps to hand over. */
  next: SyncWork[];
};

type Plan = { windows: DateWindow[]; metrics: RecoveryMetric[]; isBackfill: boolean };

type Outcome = {
  arrivedDates: LocalDate[];
  changedDates: LocalDate[];
  failed: { metric: RecoveryMetric; causeCode: string }[];
  /** Metrics that came by another way than the one whose form has changed. */
  changedForms: RecoveryMetric[];
};

/** @throws SyncFailedError when a metric of the night could not be read, after the others were stored */
export async function syncRecovery(ref: RunRef, step: StepRunner, deps: SyncDeps): Promise<SyncedRecovery> {
  const start = await step("start", async () => {
    const claim = await startRun(ref, deps);
    const plan = claim.status === "claimed" ? await planRecovery(claim.run, claim.connection, deps) : null;
    return { status: claim.status, plan, daysCount: claim.run.daysCount };
  });
  if (start.plan === null) {
    const status = start.status === "succeeded" ? "success" : "already_running";
    return { status, daysSynced: start.daysCount, next: [] };
  }
  const outcome = await pullAll(ref, start.plan, step, deps);
  return step("finish", () => finish(ref, outcome, deps));
}

/** Which windows and metrics a run asks for. Health snapshots are asked for once a local day. */
async function planRecovery(run: SyncRunRow, connection: ConnectionRow, deps: SyncDeps): Promise<Plan> {
  const window = { from: run.fromDate, to: run.toDate };
  const windows = newestFirst(window, deps.provider(connection.provider).maxRecoveryWindowDays);
  const metrics = [...RECOVERY_METRICS];
  const isBackfill = run.trigger === "backfill";
  if (await isSnapshotAskDue(run, connection, deps.now())) return { windows, metrics, isBackfill };
  return { windows, metrics: metrics.filter((metric) => metric !== "health_snapshots"), isBackfill };
}

async function isSnapshotAskDue(run: SyncRunRow, connection: ConnectionRow, now: Date): Promise<boolean> {
  const { connectionId, timeZone } = connection;
  if (run.trigger === "connect") return true;
  const known = (await listMetrics(connectionId)).find(({ metric }) => metric === "health_snapshots");
  if (known?.cause === "not_served" && known.lastSucceededAt !== null) {
    return now.getTime() - known.lastSucceededAt.getTime() > NOT_SERVED_PAUSE_MS;
  }
  const isRoutine = dayCount({ from: run.fromDate, to: run.toDate }) <= RECENT_DAYS + 1;
  if (!isRoutine) return true;
  const { today } = datesNow(timeZone, now);
  const askedAt = await findAskedAt(connectionId, "health_snapshots", today);
  return askedAt === null || localDateIn(timeZone, askedAt) !== today;
}

async function pullAll(ref: RunRef, plan: Plan, step: StepRunner, deps: SyncDeps): Promise<Outcome> {
  const outcome: Outcome = { arrivedDates: [], changedDates: [], failed: [], changedForms: [] };
  const totalCount = plan.windows.reduce((sum, window) => sum + dayCount(window), 0);
  let doneDays = 0;
  for (const window of plan.windows) {
    for (const [index, metric] of plan.metrics.entries()) {
      // A metric that failed once in this run is not asked for older days.
      if (outcome.failed.some((failure) => failure.metric === metric)) continue;
      const doneCount = doneDays + Math.floor((dayCount(window) * (index + 1)) / plan.metrics.length);
      const pull = { metric, window, progress: { doneCount, totalCount } };
      const pulled = await pullOrNote(ref, pull, outcome, step, deps);
      outcome.arrivedDates.push(...pulled.arrivedDates);
      outcome.changedDates.push(...pulled.changedDates);
    }
    doneDays += dayCount(window);
    if (plan.isBackfill && nightFailure(outcome) === undefined) {
      await step(`reached-${window.from}`, () => noteReached(ref, window, deps));
    }
  }
  return outcome;
}

/** Makes the days of a window of the backfill usable, and remembers that they were asked for. */
async function noteReached(ref: RunRef, window: DateWindow, deps: SyncDeps): Promise<null> {
  const { connection } = await loadRun(ref);
  await deps.recomputeDailyMetrics(ref.athleteId, window.from);
  await moveBackfill(connection.connectionId, window.from);
  return null;
}

/**
 * A metric that failed, in whatever way, does not hide the others; only what makes all
 * of them pointless ends the run.
 */
async function pullOrNote(
  ref: RunRef,
  pull: PullRecovery,
  outcome: Outcome,
  step: StepRunner,
  deps: SyncDeps,
): Promise<PulledRecovery> {
  const id = `${pull.metric}-${pull.window.from}`;
  try {
    const pulled = await step(id, () => pullRecovery(ref, pull, deps));
    if (pulled.hasChangedForm) outcome.changedForms.push(pull.metric);
    if (pulled.failedCause !== null)
      outcome.failed.push({ metric: pull.metric, causeCode: pulled.failedCause });
    return pulled;
  } catch (error) {
    const failedCount = outcome.failed.length + 1;
    const { isWorthIt, causeCode } = await step(`after-${id}`, () => judgeRest(ref, failedCount));
    if (!isWorthIt) throw error;
    outcome.failed.push({ metric: pull.metric, causeCode });
    return { arrivedDates: [], changedDates: [], failedCause: null, hasChangedForm: false };
  }
}

/** Health snapshots are no part of the night: their failure is told, and fails nothing. */
function nightFailure({ failed }: Outcome) {
  return failed.find(({ metric }) => metric !== "health_snapshots");
}

async function finish(ref: RunRef, outcome: Outcome, deps: SyncDeps): Promise<SyncedRecovery> {
  const { run } = await loadRun(ref);
  const changed = new Set(outcome.changedDates);
  // The row counts also what a worker stored that died before it could tell.
  if (run.daysCount > 0) await deps.recomputeDailyMetrics(run.athleteId, run.fromDate);

  const failure = nightFailure(outcome) ?? outcome.failed[0];
  if (failure) {
    const causeMessage = causeOf(failure.causeCode).sentence;
    await setRunCause(ref.syncRunId, { causeCode: failure.causeCode, causeMessage, rawPayloadId: null });
  }
  if (failure && failure.metric !== "health_snapshots") {
    const error = new SyncFailedError(`${failure.metric} could not be read`);
    await failRun(ref, error, deps);
    throw error;
  }
  const [changedForm] = outcome.changedForms;
  if (changedForm) {
    const error = new SyncFailedError(`The form of ${changedForm} has changed`);
    await failRun(ref, error, deps);
    throw error;
  }
  await finishRun(ref, changed.size > 0 ? changed.size : run.daysCount, deps);
  const daysSynced = new Set(outcome.arrivedDates).size;
  return { status: "success", daysSynced, next: await claimBackfill(ref, deps) };
}
