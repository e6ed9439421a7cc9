import { requireWorkoutAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { readActivity } from "@/lib/insights/api-activities";

/** GET /v1/activities/{id} gives one workout with its copies. */
export const GET = route("GET /v1/activities/{id}", async ({ viewer, input }) => {
  const { athleteId, kinds } = await requireWorkoutAccess(viewer, input.id, "runs");
  return readActivity(athleteId, input.id, { mayShowHeartRate: kinds.has("heart_rate") });
});
