import { requireAthleteAccess } from "@/lib/auth/access";
import { shownInsights } from "@/lib/auth/shown-insights";
import { route } from "@/lib/http/route";
import { listReadiness } from "@/lib/insights/api-insights";

/** GET /v1/athletes/{athlete_id}/readiness lists the flag of each day with its reasons. */
export const GET = route("GET /v1/athletes/{athlete_id}/readiness", async ({ viewer, input }) => {
  const wanted = ["recovery_insights", "sleep_insights"] as const;
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, wanted);
  return listReadiness(athleteId, input, shownInsights(kinds));
});
