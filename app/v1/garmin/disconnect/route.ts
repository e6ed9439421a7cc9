import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { disconnectGarmin } from "@/lib/connections/disconnect";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/disconnect forgets the credentials, and the data where that is asked. */
export const POST = route("POST /v1/garmin/disconnect", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  await disconnectGarmin(athleteId, { deletesData: input.delete_data });
  const data = input.delete_data ? "were deleted" : "are kept";
  return {
    status: "success" as const,
    message: `Garmin is disconnected and its secrets are forgotten. Runs and nights that were fetched ${data}.`,
  };
});
