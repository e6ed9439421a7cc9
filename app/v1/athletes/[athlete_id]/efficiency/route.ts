import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { listEfficiency } from "@/lib/insights/api-insights";

/** GET /v1/athletes/{athlete_id}/efficiency lists what each workout says. */
export const GET = route("GET /v1/athletes/{athlete_id}/efficiency", async ({ viewer, input }) => {
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, "efficiency");
  return listEfficiency(athleteId, input, { mayShowLoad: kinds.has("load") });
});
