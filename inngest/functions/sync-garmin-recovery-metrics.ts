import { inngest } from "@/inngest/client";
import { DEFAULT_DAYS_BACK, recoverySyncRequested } from "@/inngest/events";
import { failOpenRuns, ONE_STEP_PER_ATHLETE, readEvent } from "@/inngest/functions/shared";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { eventFor } from "@/inngest/work-events";
import { SYSTEM_SYNC_DEPS } from "@/lib/sync/deps";
import { openSingleRun } from "@/lib/sync/request";
import { syncRecovery } from "@/lib/sync/sync-recovery";

/** Brings an athlete's nights and days up to date: one metric a step, so that one failure does not hide the others. */
export const syncGarminRecoveryMetrics = inngest.createFunction(
  {
    id: "sync-garmin-recovery-metrics",
    triggers: [recoverySyncRequested],
    concurrency: ONE_STEP_PER_ATHLETE,
    retries: MAX_RETRIES,
    onFailure: failOpenRuns,
  },
  async ({ event, step, attempt, runId }) => {
    const run = stepRunner(step, attempt, runId);
    const { athleteId, syncRunId: given, daysBack } = readEvent(recoverySyncRequested.schema, event.data);
    const request = { kind: "recovery", daysBack: daysBack ?? DEFAULT_DAYS_BACK } as const;
    const syncRunId = given ?? (await run("open", () => openSingleRun(athleteId, "garmin", request)));
    const synced = await syncRecovery({ athleteId, syncRunId, executorId: runId }, run, SYSTEM_SYNC_DEPS);
    if (synced.next.length > 0) await step.sendEvent("request-next", synced.next.map(eventFor));
    return { status: synced.status, days_synced: synced.daysSynced };
  },
);
