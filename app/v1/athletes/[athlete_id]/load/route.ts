import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { listLoad } from "@/lib/insights/api-insights";

/** GET /v1/athletes/{athlete_id}/load lists the load of each day and what it makes of fitness and fatigue. */
export const GET = route("GET /v1/athletes/{athlete_id}/load", async ({ viewer, input }) => {
  const { athleteId } = await requireAthleteAccess(viewer, input.athlete_id, "load");
  return listLoad(athleteId, input);
});
