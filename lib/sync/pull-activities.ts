/** One page of the list of activities, or the details of a few of them: asked and stored. */
import { addDays, eachDate, type LocalDate } from "@/lib/days";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { type ConnectionRow, markMetricSucceeded } from "@/lib/db/connections";
import { type CoverageState, listRecordedDates, listWithoutDetail, upsertCoverage } from "@/lib/db/coverage";
import { addCounts, setProgress } from "@/lib/db/sync-runs";
import { ProviderError } from "@/lib/providers/errors";
import type { DateWindow, RawBody, RecordingPage } from "@/lib/providers/provider";
import type { Recording } from "@/lib/records/recording";
import type { RunRef, SyncDeps } from "@/lib/sync/deps";
import { isOfOneMetric, notePartialFailure, type StepContext, workOn } from "@/lib/sync/run";
import { noteSetAside } from "@/lib/sync/set-aside";
import { datesNow } from "@/lib/sync/windows";

/** The provider asks for no more than this at once for one account. */
const MAX_CALLS_AT_ONCE = 2;
/** Keeps a step well under the lease, and a lost one cheap. */
export const DETAILS_PER_STEP = 10;

export type PulledPage = { nextCursor: string | null };

/** Asks for one page of the list and stores it; with the last page the cursor moves. */
export function pullActivities(
  ref: RunRef,
  pull: { window: DateWindow; cursor: string | null; pageNumber: number },
  deps: SyncDeps,
): Promise<PulledPage> {
  return workOn(ref, "activities", deps, async (context) => {
    const page = await deps
      .provider(context.connection.provider, context.way)
      .listRecordings({ accessToken: context.accessToken, window: pull.window, cursor: pull.cursor });
    await inTransaction((tx) => storePage(context, pull, page, deps, tx));
    return { nextCursor: page.nextCursor };
  });
}

async function storePage(
  context: StepContext,
  { window, pageNumber }: { window: DateWindow; pageNumber: number },
  page: RecordingPage,
  deps: SyncDeps,
  tx: Queryable,
): Promise<void> {
  const { run, connection } = context;
  const { recordings, raw } = page;
  await noteSetAside(context, "activities", page, deps, tx);
  const delivery = { recordings, raw, channel: connection.provider, syncRunId: run.syncRunId };
  const { createdCount, updatedCount } = await deps.storeRecordings(run.athleteId, delivery, tx);
  await addCounts(run.syncRunId, { createdCount, updatedCount, callCount: 1 }, tx);
  // The details follow, so one more page or step is always left.
  await setProgress(run.syncRunId, { doneCount: pageNumber, totalCount: pageNumber + 1 }, tx);
  if (page.nextCursor === null) {
    await noteWholeWindow(
      connection,
      { window, hasNews: createdCount + updatedCount > 0, now: deps.now() },
      tx,
    );
  }
}

/** Cursor and coverage, in the transaction that stored the last page. */
async function noteWholeWindow(
  { connectionId, athleteId, provider, timeZone }: ConnectionRow,
  { window, hasNews, now }: { window: DateWindow; hasNews: boolean; now: Date },
  tx: Queryable,
): Promise<void> {
  const { today } = datesNow(timeZone, now);
  const recorded = await listRecordedDates(athleteId, provider, window, tx);
  const over = addDays(window.to, 1);
  await markMetricSucceeded(
    connectionId,
    {
      metric: "activities",
      from: window.from,
      cursorDate: over < today ? over : today,
      now,
      hasNews,
      lastArrivedLocalDate: recorded.at(-1) ?? null,
      cause: null,
    },
    tx,
  );
  const arrived = new Set<LocalDate>(recorded);
  const dates = eachDate(window.from, window.to).filter((date) => date <= today || arrived.has(date));
  const states = dates.map((date): CoverageState => (arrived.has(date) ? "arrived" : "none"));
  await upsertCoverage(connectionId, { metric: "activities", dates, states, now }, tx);
}

export type PulledDetails = {
  /** Whether there are more to read. */
  hasMore: boolean;
  /** Those that could not be read; they are left out of the steps that follow. */
  unreadableIds: string[];
};

/** Reads the details of the newest recordings that have none yet, and stores them pair by pair. */
export function pullDetails(
  ref: RunRef,
  pull: { window: DateWindow; exceptExternalIds: readonly string[]; doneSteps: number },
  deps: SyncDeps,
): Promise<PulledDetails> {
  return workOn(ref, "activities", deps, async (context) => {
    const { run, connection } = context;
    const range = { ...pull.window, limit: DETAILS_PER_STEP, exceptExternalIds: pull.exceptExternalIds };
    const { recordings, totalCount } = await listWithoutDetail(run.athleteId, connection.provider, range);
    const unreadableIds: string[] = [];
    for (let index = 0; index < recordings.length; index += MAX_CALLS_AT_ONCE) {
      const pair = recordings.slice(index, index + MAX_CALLS_AT_ONCE);
      unreadableIds.push(...(await readPair(context, pair, deps)));
    }
    const leftSteps = Math.ceil((totalCount - recordings.length) / DETAILS_PER_STEP);
    const doneCount = pull.doneSteps + 1;
    await setProgress(run.syncRunId, { doneCount, totalCount: doneCount + leftSteps });
    return { hasMore: leftSteps > 0, unreadableIds };
  });
}

/** Stores what could be read of a pair before a failure of the other one goes on. */
async function readPair(context: StepContext, pair: readonly Recording[], deps: SyncDeps): Promise<string[]> {
  const { run, connection } = context;
  const reads = await Promise.allSettled(pair.map((recording) => readDetail(context, recording, deps)));
  const details = reads.flatMap((read) => (read.status === "fulfilled" ? [read.value] : []));
  await inTransaction(async (tx) => {
    const recordings = details.map(({ recording }) => recording);
    const raw = details.flatMap((detail) => detail.raw);
    const delivery = { recordings, raw, channel: connection.provider, syncRunId: run.syncRunId };
    await deps.storeRecordings(run.athleteId, delivery, tx);
    await addCounts(run.syncRunId, { callCount: pair.length }, tx);
  });
  const unreadableIds: string[] = [];
  for (const [index, read] of reads.entries()) {
    if (read.status === "fulfilled") continue;
    if (!isOfOneMetric(read.reason)) throw read.reason;
    await notePartialFailure(run, read.reason, deps);
    unreadableIds.push(pair[index]?.externalId ?? "");
  }
  return unreadableIds;
}

async function readDetail(
  { connection, accessToken, way }: StepContext,
  recording: Recording,
  deps: SyncDeps,
): Promise<{ recording: Recording; raw: RawBody[] }> {
  try {
    return await deps.provider(connection.provider, way).readRecordingDetail({ accessToken, recording });
  } catch (error) {
    // Gone at the source between list and detail: what the list said is all there is.
    if (!(error instanceof ProviderError) || error.failure.kind !== "not_found") throw error;
    return { recording: { ...recording, detailReadAt: deps.now() }, raw: [] };
  }
}
