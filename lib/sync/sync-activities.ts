/** Brings the activities of a window up to date: the list a page a step, then the details, newest first. */

import { CAUSES } from "@/lib/connections/causes";
import { type SyncRunRow, setRunCause } from "@/lib/db/sync-runs";
import type { DateWindow } from "@/lib/providers/provider";
import { claimBackfill } from "@/lib/sync/backfill";
import type { RunRef, StepRunner, SyncDeps } from "@/lib/sync/deps";
import type { SyncWork } from "@/lib/sync/dispatch";
import { type PulledPage, pullActivities, pullDetails } from "@/lib/sync/pull-activities";
import { pullOriginals } from "@/lib/sync/pull-originals";
import { failRun, finishRun, loadRun, SyncFailedError, startRun } from "@/lib/sync/run";

/** Far above any account; reached only if a provider's list has no end. */
const MAX_STEPS = 500;

export type SyncedActivities = {
  status: "success" | "already_running";
  createdCount: number;
  updatedCount: number;
  /** What is to follow, for whoever runs the steps to hand over. */
  next: SyncWork[];
};

/** @throws SyncFailedError when some details could not be read, after the rest was stored */
export async function syncActivities(
  ref: RunRef,
  step: StepRunner,
  deps: SyncDeps,
): Promise<SyncedActivities> {
  const start = await step("start", async () => {
    const claim = await startRun(ref, deps);
    const { fromDate, toDate, createdCount, updatedCount, trigger } = claim.run;
    const window = { from: fromDate, to: toDate };
    return { status: claim.status, window, createdCount, updatedCount, trigger };
  });
  const { status, createdCount, updatedCount } = start;
  if (status === "succeeded") return { status: "success", createdCount, updatedCount, next: [] };
  if (status === "taken") return { status: "already_running", createdCount, updatedCount, next: [] };

  const unreadableIds = await readAll(ref, start, step, deps).catch(async (error: unknown) => {
    // What was stored before the failure counts, and no later sync will see it as new.
    await step("count-stored", () => countStored(ref, deps));
    throw error;
  });
  return step("finish", () => finish(ref, unreadableIds.length, deps));
}

/** @returns the recordings whose details could not be read */
async function readAll(
  ref: RunRef,
  { window, trigger }: { window: DateWindow; trigger: SyncRunRow["trigger"] },
  step: StepRunner,
  deps: SyncDeps,
): Promise<string[]> {
  let pageNumber = 0;
  let cursor: string | null = null;
  do {
    pageNumber += 1;
    const pull: Parameters<typeof pullActivities>[1] = { window, cursor, pageNumber };
    const page: PulledPage = await step(`list-${pageNumber}`, () => pullActivities(ref, pull, deps));
    cursor = page.nextCursor;
  } while (cursor !== null && pageNumber < MAX_STEPS);
  if (cursor !== null) throw new SyncFailedError("The list of activities has no end");

  const originals = await readAllOriginals(ref, { window, pageNumber }, step, deps);
  // A daily sync asks one thing of a new run: its file, or else its detail. The detail of
  // a run that was not rated on the watch is asked for when no new file is.
  const isDeferred = trigger === "scheduled" && originals.fileCount > 0;
  const details = { window, pageNumber: pageNumber + originals.stepCount };
  return isDeferred ? [] : readAllDetails(ref, details, step, deps);
}

async function readAllOriginals(
  ref: RunRef,
  { window, pageNumber }: { window: { from: string; to: string }; pageNumber: number },
  step: StepRunner,
  deps: SyncDeps,
): Promise<{ fileCount: number; stepCount: number }> {
  let [fileCount, stepCount] = [0, 0];
  for (let hasMore = true; hasMore && stepCount < MAX_STEPS; ) {
    const pull = { window, doneSteps: pageNumber + stepCount };
    const pulled = await step(`originals-${stepCount + 1}`, () => pullOriginals(ref, pull, deps));
    hasMore = pulled.hasMore;
    fileCount += pulled.fileCount;
    stepCount += 1;
  }
  return { fileCount, stepCount };
}

async function readAllDetails(
  ref: RunRef,
  { window, pageNumber }: { window: { from: string; to: string }; pageNumber: number },
  step: StepRunner,
  deps: SyncDeps,
): Promise<string[]> {
  const unreadableIds: string[] = [];
  let hasMore = true;
  for (let number = 1; hasMore && number <= MAX_STEPS; number += 1) {
    const pull = { window, exceptExternalIds: [...unreadableIds], doneSteps: pageNumber + number - 1 };
    const details = await step(`details-${number}`, () => pullDetails(ref, pull, deps));
    unreadableIds.push(...details.unreadableIds);
    hasMore = details.hasMore;
  }
  return unreadableIds;
}

/** Always: a detail or a file that came late changes no count of the run, but what the day says. */
async function countStored(
  ref: RunRef,
  deps: SyncDeps,
): Promise<{ createdCount: number; updatedCount: number }> {
  const { createdCount, updatedCount, athleteId, fromDate } = (await loadRun(ref)).run;
  await deps.recomputeDailyMetrics(athleteId, fromDate);
  return { createdCount, updatedCount };
}

async function finish(ref: RunRef, unreadableCount: number, deps: SyncDeps): Promise<SyncedActivities> {
  const { createdCount, updatedCount } = await countStored(ref, deps);
  if (unreadableCount > 0) {
    // A wait between the details has cleared what the unreadable one had noted.
    const { run } = await loadRun(ref);
    if (run.causeCode === null) {
      const { sentence } = CAUSES.payload_changed;
      await setRunCause(ref.syncRunId, {
        causeCode: "payload_changed",
        causeMessage: sentence,
        rawPayloadId: null,
      });
    }
    const error = new SyncFailedError(`${unreadableCount} activities could not be read`);
    await failRun(ref, error, deps);
    throw error;
  }
  await finishRun(ref, 0, deps);
  return { status: "success", createdCount, updatedCount, next: await claimBackfill(ref, deps) };
}
