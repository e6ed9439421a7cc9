import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { sayOfPair } from "@/lib/workouts/combine";

/** POST /v1/athletes/{athlete_id}/match-reviews/{id} keeps the athlete's word on a pair. */
export const POST = route("POST /v1/athletes/{athlete_id}/match-reviews/{id}", async ({ viewer, input }) => {
  const { athleteId } = await requireAthleteAccess(viewer, input.athlete_id, "connection");
  await sayOfPair(athleteId, input.id, input.verdict);
  return { status: "success" as const, message: "Runs and totals follow at once." };
});
