import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { requestSync } from "@/lib/sync/request";

/** POST /v1/garmin/sync asks Garmin now, for the usual days or for a range. */
export const POST = route("POST /v1/garmin/sync", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "sync");
  const { from, to } = input;
  const runs = await requestSync(athleteId, "garmin", {
    trigger: "api",
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  return {
    status: "success" as const,
    message: "Garmin is being asked. GET /v1/syncs/{id} tells how it goes on.",
    activity_sync_task_id: runs.activityRunId,
    recovery_sync_task_id: runs.recoveryRunId,
  };
});
