import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { disconnectGarmin } from "@/lib/connections/connect";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/disconnect forgets the credential and keeps the data. */
export const POST = route("POST /v1/garmin/disconnect", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  await disconnectGarmin(athleteId);
  return {
    status: "success" as const,
    message: "Garmin is disconnected and the key is forgotten. Runs and nights that were fetched are kept.",
  };
});
