import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { type Connected, connectGarminByKey } from "@/lib/connections/connect";
import { connectGarminBySession, connectGarminByTicket } from "@/lib/connections/connect-session";
import { AppError } from "@/lib/errors";
import { connectReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";
import type { RouteInput } from "@/lib/http/routes";

type Input = RouteInput<"POST /v1/garmin/connect">;

/** POST /v1/garmin/connect connects Garmin by the way whose field was sent. */
export const POST = route("POST /v1/garmin/connect", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  return connectReply(athleteId, await connect(athleteId, input), input.days_back);
});

function connect(athleteId: string, input: Input): Promise<Connected> {
  const choices = { replace: input.replace, daysBack: input.days_back };
  if (input.api_key !== undefined) {
    const key = { apiKey: input.api_key, keyDays: input.api_key_days };
    return connectGarminByKey(athleteId, { ...key, ...choices });
  }
  if (input.session !== undefined) return connectGarminBySession(athleteId, [input.session], choices);
  if (input.service_ticket !== undefined) {
    return connectGarminByTicket(athleteId, input.service_ticket, choices);
  }
  if (input.username !== undefined || input.password !== undefined) {
    const message = "username: this way into Garmin is not on yet. Send api_key, session or service_ticket.";
    throw new AppError("invalid_input", message, { field: "username" });
  }
  const message = "api_key: send api_key (a Personal API key of Garmin Connect), session or service_ticket.";
  throw new AppError("invalid_input", message, { field: "api_key" });
}
