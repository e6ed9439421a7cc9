import { inngest } from "@/inngest/client";
import { backfillRequested } from "@/inngest/events";
import { failOpenRuns, ONE_STEP_PER_ATHLETE, readEvent } from "@/inngest/functions/shared";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { openLeftBackfill, runBackfill } from "@/lib/sync/backfill";
import { SYSTEM_SYNC_DEPS } from "@/lib/sync/deps";
import { syncActivities } from "@/lib/sync/sync-activities";
import { syncRecovery } from "@/lib/sync/sync-recovery";

/** Reads the history before the first sync, newest first; begun again, it goes on where it was. */
export const backfillGarmin = inngest.createFunction(
  {
    id: "backfill-garmin",
    triggers: [backfillRequested],
    concurrency: ONE_STEP_PER_ATHLETE,
    retries: MAX_RETRIES,
    onFailure: failOpenRuns,
  },
  async ({ event, step, attempt, runId }) => {
    const run = stepRunner(step, attempt, runId);
    const { athleteId, activityRunId, recoveryRunId } = readEvent(backfillRequested.schema, event.data);
    const work =
      activityRunId !== undefined && recoveryRunId !== undefined
        ? { activityRunId, recoveryRunId }
        : await run("open", () => openLeftBackfill(athleteId, "garmin", SYSTEM_SYNC_DEPS));
    if (work === null) return { status: "nothing_left", days_synced: 0, synced_new: 0, updated_existing: 0 };
    const parts = { syncActivities, syncRecovery };
    const done = await runBackfill({ athleteId, executorId: runId, ...work }, parts, run, SYSTEM_SYNC_DEPS);
    return {
      status: "success",
      days_synced: done.daysSynced,
      synced_new: done.createdCount,
      updated_existing: done.updatedCount,
    };
  },
);
