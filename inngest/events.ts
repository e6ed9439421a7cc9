/** What can be asked for. Ids only: no token, no payload, no value of health. */
import { eventType } from "inngest";
import { z } from "zod";

const athleteId = z.uuid();

/** Runs of an athlete, brought up to date; without a run id a new one is opened for the recent days. */
export const activitiesSyncRequested = eventType("garmin/activities.sync.requested", {
  schema: z.object({ athleteId, syncRunId: z.uuid().optional() }),
});

export const DEFAULT_DAYS_BACK = 30;

/** Nights of an athlete; without a run id a new one is opened for the last `daysBack` days. */
export const recoverySyncRequested = eventType("garmin/recovery.sync.requested", {
  schema: z.object({
    athleteId,
    daysBack: z.number().int().min(1).max(120).optional(),
    syncRunId: z.uuid().optional(),
  }),
});

/** Files that were uploaded. */
export const importRequested = eventType("import/files.requested", {
  schema: z.object({ athleteId, importId: z.uuid() }),
});

/** The history before the first sync; without run ids they are opened, if anything is left. */
export const backfillRequested = eventType("garmin/backfill.requested", {
  schema: z.object({ athleteId, activityRunId: z.uuid().optional(), recoveryRunId: z.uuid().optional() }),
});
