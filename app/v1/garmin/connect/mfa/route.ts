import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { finishGarminLogin } from "@/lib/connections/connect-password";
import { connectReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/connect/mfa finishes a log-in with the code that Garmin sent. */
export const POST = route("POST /v1/garmin/connect/mfa", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  const connected = await finishGarminLogin(athleteId, {
    challengeId: input.challenge_id,
    code: input.code,
    replace: input.replace,
  });
  return connectReply(athleteId, connected);
});
