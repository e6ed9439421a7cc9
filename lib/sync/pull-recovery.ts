/** One call for one metric of some days: asked, stored with its cursor, or noted as failed. */

import { type CauseCode, causeCodeOf } from "@/lib/connections/causes";
import { addDays, eachDate, type LocalDate } from "@/lib/days";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { type ConnectionRow, markMetricSucceeded } from "@/lib/db/connections";
import { type CoverageState, upsertCoverage } from "@/lib/db/coverage";
import { addCounts, setProgress } from "@/lib/db/sync-runs";
import type { DateWindow, RecoveryMetric, RecoveryPage } from "@/lib/providers/provider";
import type { RunRef, SyncDeps } from "@/lib/sync/deps";
import { isOfOneMetric, loadRun, noteChangedForm, type StepContext, workOn } from "@/lib/sync/run";
import { noteSetAside } from "@/lib/sync/set-aside";
import { datesNow } from "@/lib/sync/windows";

export type PullRecovery = {
  metric: RecoveryMetric;
  window: DateWindow;
  progress: { doneCount: number; totalCount: number };
};

export type PulledRecovery = {
  /** Dates for which the source had something. */
  arrivedDates: LocalDate[];
  /** Dates on which something was stored that was not there. */
  changedDates: LocalDate[];
  /** Set when this metric could not be read, while others can. */
  failedCause: CauseCode | null;
  /** The data came, by another way than the one whose form has changed. */
  hasChangedForm: boolean;
};

/** @throws whatever concerns more than this metric */
export async function pullRecovery(ref: RunRef, pull: PullRecovery, deps: SyncDeps): Promise<PulledRecovery> {
  try {
    return await workOn(ref, pull.metric, deps, async (context) => {
      const page = await deps
        .provider(context.connection.provider, context.way)
        .readRecovery({ accessToken: context.accessToken, metric: pull.metric, window: pull.window });
      const pulled = await inTransaction((tx) => storePage(context, pull, page, deps, tx));
      if (page.changed) await noteChangedForm(context.run, pull.metric, page.changed, deps);
      return pulled;
    });
  } catch (error) {
    if (!isOfOneMetric(error)) throw error;
    await noteFailedDays(ref, pull, deps);
    return { arrivedDates: [], changedDates: [], failedCause: causeCodeOf(error), hasChangedForm: false };
  }
}

async function storePage(
  { run, connection }: StepContext,
  { metric, window, progress }: PullRecovery,
  page: RecoveryPage,
  deps: SyncDeps,
  tx: Queryable,
): Promise<PulledRecovery> {
  const { days, sessions, snapshots, raw } = page;
  const delivery = { channel: connection.provider, days, sessions, snapshots, raw, syncRunId: run.syncRunId };
  const { changedDays } = await deps.storeRecovery(run.athleteId, { ...delivery, window, metric }, tx);
  const arrivedDates = datesWithData(page);
  await noteArrival(
    connection,
    {
      metric,
      window,
      arrivedDates,
      unreadableDates: (page.unreadable ?? []).map(({ externalId }) => externalId),
      isServed: page.isServed,
      now: deps.now(),
    },
    tx,
    {
      hasNews: changedDays.length > 0,
    },
  );
  await noteSetAside({ run, connection }, metric, page, deps, tx);
  await addCounts(run.syncRunId, { daysCount: changedDays.length, callCount: 1 }, tx);
  await setProgress(run.syncRunId, progress, tx);
  return {
    arrivedDates,
    changedDates: changedDays,
    failedCause: null,
    hasChangedForm: page.changed !== undefined,
  };
}

/** Cursor and coverage, in the transaction that stored the page. */
async function noteArrival(
  { connectionId, timeZone }: ConnectionRow,
  arrival: {
    metric: RecoveryMetric;
    window: DateWindow;
    arrivedDates: readonly LocalDate[];
    unreadableDates: readonly LocalDate[];
    isServed: boolean;
    now: Date;
  },
  tx: Queryable,
  { hasNews }: { hasNews: boolean },
): Promise<void> {
  const { metric, window, arrivedDates, unreadableDates, isServed, now } = arrival;
  const { today } = datesNow(timeZone, now);
  await markMetricSucceeded(
    connectionId,
    {
      metric,
      from: window.from,
      cursorDate: earlier(addDays(window.to, 1), today),
      now,
      hasNews,
      lastArrivedLocalDate: arrivedDates.at(-1) ?? null,
      cause: isServed ? null : "not_served",
    },
    tx,
  );
  const arrived = new Set(arrivedDates);
  const unreadable = new Set(unreadableDates);
  const dates = eachDate(window.from, window.to).filter((date) => date <= today || arrived.has(date));
  const states = dates.map((date): CoverageState => {
    if (arrived.has(date)) return "arrived";
    return unreadable.has(date) ? "failed" : "none";
  });
  await upsertCoverage(connectionId, { metric, dates, states, now }, tx);
}

async function noteFailedDays(
  ref: RunRef,
  { metric, window, progress }: PullRecovery,
  deps: SyncDeps,
): Promise<void> {
  const { run, connection } = await loadRun(ref);
  const { today } = datesNow(connection.timeZone, deps.now());
  const dates = eachDate(window.from, earlier(window.to, today));
  const states = dates.map((): CoverageState => "failed");
  await upsertCoverage(connection.connectionId, { metric, dates, states, now: deps.now() });
  await addCounts(run.syncRunId, { callCount: 1 });
  await setProgress(run.syncRunId, progress);
}

/** Dates with at least one measured value, oldest first. */
function datesWithData({ days, sessions, snapshots }: RecoveryPage): LocalDate[] {
  const measured = days.filter(({ localDate: _date, ...values }) =>
    Object.values(values).some((value) => (value ?? null) !== null),
  );
  const dates = [...measured, ...sessions, ...snapshots].map(({ localDate }) => localDate);
  return [...new Set(dates)].sort();
}

function earlier(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
