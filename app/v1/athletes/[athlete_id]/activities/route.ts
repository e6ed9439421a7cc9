import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { listActivities } from "@/lib/insights/api-activities";

/** GET /v1/athletes/{athlete_id}/activities lists workouts, newest first. */
export const GET = route("GET /v1/athletes/{athlete_id}/activities", async ({ viewer, input }) => {
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, "runs");
  return listActivities(athleteId, input, { mayShowHeartRate: kinds.has("heart_rate") });
});
