import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { listMatchReviews } from "@/lib/insights/match-reviews";

/** GET /v1/athletes/{athlete_id}/match-reviews gives the pairs of recordings that may be one run. */
export const GET = route("GET /v1/athletes/{athlete_id}/match-reviews", async ({ viewer, input }) => {
  const { athleteId } = await requireAthleteAccess(viewer, input.athlete_id, "match_reviews");
  return listMatchReviews(athleteId);
});
