import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { connectGarminByKey } from "@/lib/connections/connect";
import { connectGarminByPassword, type PasswordOutcome } from "@/lib/connections/connect-password";
import { connectGarminBySession, connectGarminByTicket } from "@/lib/connections/connect-session";
import { AppError } from "@/lib/errors";
import { connectReply } from "@/lib/http/replies";
import { Accepted, route } from "@/lib/http/route";
import type { RouteInput } from "@/lib/http/routes";

type Input = RouteInput<"POST /v1/garmin/connect">;

/** POST /v1/garmin/connect connects Garmin by the way whose field was sent. */
export const POST = route("POST /v1/garmin/connect", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  const outcome = await connect(athleteId, input);
  if (outcome.status === "connected") return connectReply(athleteId, outcome, input.days_back);
  return new Accepted({
    status: "mfa_required" as const,
    message:
      "Garmin sent a code. Send it to /v1/garmin/connect/mfa with the challenge_id, within 10 minutes.",
    challenge_id: outcome.challengeId,
    expires_at: outcome.expiresAt.toISOString(),
  });
});

async function connect(athleteId: string, input: Input): Promise<PasswordOutcome> {
  const { username, password } = input;
  if (username !== undefined || password !== undefined) return connectByPassword(athleteId, input);
  return { status: "connected", ...(await connectOtherwise(athleteId, input)) };
}

function connectByPassword(athleteId: string, input: Input): Promise<PasswordOutcome> {
  if (input.username === undefined) throw missing("username", "is needed beside the password");
  if (input.password === undefined) throw missing("password", "is needed beside the username");
  return connectGarminByPassword(athleteId, {
    username: input.username,
    password: input.password,
    staySignedIn: input.stay_signed_in,
    replace: input.replace,
    daysBack: input.days_back,
  });
}

function connectOtherwise(athleteId: string, input: Input) {
  const choices = { replace: input.replace, daysBack: input.days_back };
  if (input.api_key !== undefined) {
    const key = { apiKey: input.api_key, keyDays: input.api_key_days };
    return connectGarminByKey(athleteId, { ...key, ...choices });
  }
  if (input.session !== undefined) return connectGarminBySession(athleteId, [input.session], choices);
  if (input.service_ticket !== undefined) {
    return connectGarminByTicket(athleteId, input.service_ticket, choices);
  }
  throw missing("api_key", "send api_key, session, service_ticket, or username and password");
}

function missing(field: string, words: string): AppError {
  return new AppError("invalid_input", `${field}: ${words}.`, { field });
}
