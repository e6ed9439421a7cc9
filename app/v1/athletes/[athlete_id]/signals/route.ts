import { requireAthleteAccess } from "@/lib/auth/access";
import { shownInsights } from "@/lib/auth/shown-insights";
import { route } from "@/lib/http/route";
import { listSignals } from "@/lib/insights/api-insights";

/** GET /v1/athletes/{athlete_id}/signals lists what stands out on each day. */
export const GET = route("GET /v1/athletes/{athlete_id}/signals", async ({ viewer, input }) => {
  const wanted = ["recovery_insights", "sleep_insights", "load"] as const;
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, wanted);
  return listSignals(athleteId, input, shownInsights(kinds));
});
