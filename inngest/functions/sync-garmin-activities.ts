import { inngest } from "@/inngest/client";
import { activitiesSyncRequested } from "@/inngest/events";
import { failOpenRuns, ONE_STEP_PER_ATHLETE, readEvent } from "@/inngest/functions/shared";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { eventFor } from "@/inngest/work-events";
import { SYSTEM_SYNC_DEPS } from "@/lib/sync/deps";
import { openSingleRun } from "@/lib/sync/request";
import { syncActivities } from "@/lib/sync/sync-activities";

/** Brings an athlete's runs up to date: the list a page a step, then the details. */
export const syncGarminActivities = inngest.createFunction(
  {
    id: "sync-garmin-activities",
    triggers: [activitiesSyncRequested],
    concurrency: ONE_STEP_PER_ATHLETE,
    retries: MAX_RETRIES,
    onFailure: failOpenRuns,
  },
  async ({ event, step, attempt, runId }) => {
    const run = stepRunner(step, attempt, runId);
    const { athleteId, syncRunId: given } = readEvent(activitiesSyncRequested.schema, event.data);
    const syncRunId =
      given ?? (await run("open", () => openSingleRun(athleteId, "garmin", { kind: "activities" })));
    const synced = await syncActivities({ athleteId, syncRunId, executorId: runId }, run, SYSTEM_SYNC_DEPS);
    if (synced.next.length > 0) await step.sendEvent("request-next", synced.next.map(eventFor));
    return { status: synced.status, synced_new: synced.createdCount, updated_existing: synced.updatedCount };
  },
);
