import { checkOwnPassword } from "@/lib/accounts";
import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { handOverSession } from "@/lib/connections/hand-over";
import { route } from "@/lib/http/route";

/** POST /v1/garmin/session/export hands the session over; Nightrun stops using it. */
export const POST = route("POST /v1/garmin/session/export", async ({ viewer, input, callerAddress }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  await checkOwnPassword(viewer.userId, input.password, {
    clientAddress: callerAddress(),
    field: "password",
  });
  const { format, fileName, text } = await handOverSession(athleteId);
  return {
    status: "success" as const,
    message: "The session is yours. Nightrun does not use it any more; import it to give it back.",
    format,
    file_name: fileName,
    session: text,
  };
});
