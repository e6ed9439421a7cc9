import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { connectGarminByTicket } from "@/lib/connections/connect-session";
import { connectReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/service_ticket connects Garmin by the ticket of a log-in. */
export const POST = route("POST /v1/garmin/service_ticket", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  const choices = { replace: input.replace, daysBack: input.days_back };
  const connected = await connectGarminByTicket(athleteId, input.service_ticket, choices);
  return connectReply(athleteId, connected, input.days_back);
});
