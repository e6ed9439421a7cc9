import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { connectGarminBySession } from "@/lib/connections/connect-session";
import { connectReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/session connects Garmin by a session that was made elsewhere. */
export const POST = route("POST /v1/garmin/session", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  const choices = { replace: input.replace, daysBack: input.days_back };
  const connected = await connectGarminBySession(athleteId, [input.session].flat(), choices);
  return connectReply(athleteId, connected, input.days_back);
});
