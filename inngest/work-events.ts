import {
  activitiesSyncRequested,
  backfillRequested,
  importRequested,
  recoverySyncRequested,
} from "@/inngest/events";
import type { SyncWork } from "@/lib/sync/dispatch";

/** The event that asks for a piece of work. */
export function eventFor(work: SyncWork) {
  switch (work.kind) {
    case "activities":
      return activitiesSyncRequested.create({ athleteId: work.athleteId, syncRunId: work.syncRunId });
    case "recovery":
      return recoverySyncRequested.create({ athleteId: work.athleteId, syncRunId: work.syncRunId });
    case "import":
      return importRequested.create({ athleteId: work.athleteId, importId: work.importId });
    case "backfill": {
      const { athleteId, activityRunId, recoveryRunId } = work;
      return backfillRequested.create({ athleteId, activityRunId, recoveryRunId });
    }
  }
}
