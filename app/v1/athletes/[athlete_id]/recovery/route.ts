import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { listRecoveryDays } from "@/lib/insights/api-recovery";

/** GET /v1/athletes/{athlete_id}/recovery lists nights and days, newest first. */
export const GET = route("GET /v1/athletes/{athlete_id}/recovery", async ({ viewer, input }) => {
  const { athleteId, kinds } = await requireAthleteAccess(viewer, input.athlete_id, ["recovery", "sleep"]);
  return listRecoveryDays(athleteId, input, {
    mayShowRecovery: kinds.has("recovery"),
    mayShowSleep: kinds.has("sleep"),
  });
});
