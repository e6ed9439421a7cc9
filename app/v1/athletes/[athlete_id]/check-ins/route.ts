import { requireAthleteAccess } from "@/lib/auth/access";
import { listCheckInsOf } from "@/lib/check-ins/check-in";
import { route } from "@/lib/http/route";

/** GET /v1/athletes/{athlete_id}/check-ins lists what the athlete said, newest first. */
export const GET = route("GET /v1/athletes/{athlete_id}/check-ins", async ({ viewer, input }) => {
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, "check_ins");
  return listCheckInsOf(athleteId, input, { mayShowNotes: kinds.has("notes") });
});
