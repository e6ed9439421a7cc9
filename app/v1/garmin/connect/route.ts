import { athleteIdOrOwn, requireAthleteAccess } from "@/lib/auth/access";
import { connectGarminByKey } from "@/lib/connections/connect";
import { AppError } from "@/lib/errors";
import { route } from "@/lib/http/route";

/** Ways into Garmin that have their place in the body and are not served yet. */
const LATER_WAYS = ["username", "password", "session", "service_ticket"] as const;

/** POST /v1/garmin/connect connects Garmin by a Personal API key. */
export const POST = route("POST /v1/garmin/connect", async ({ viewer, input }) => {
  const chosen = await athleteIdOrOwn(viewer, input.athlete_id);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "connection");
  if (input.api_key === undefined) throw missingKey(LATER_WAYS.find((way) => input[way] !== undefined));
  const connected = await connectGarminByKey(athleteId, {
    apiKey: input.api_key,
    replace: input.replace,
    daysBack: input.days_back,
  });
  return {
    status: "success" as const,
    message: connected.syncTriggered
      ? `Garmin is connected. The last ${input.days_back} days are being fetched.`
      : "Garmin is connected.",
    athlete_id: athleteId,
    initial_sync_triggered: connected.syncTriggered,
  };
});

function missingKey(way: (typeof LATER_WAYS)[number] | undefined): AppError {
  const message = way
    ? `${way}: this way into Garmin is not on yet. Send api_key, a Personal API key of Garmin Connect.`
    : "api_key: send a Personal API key of Garmin Connect.";
  return new AppError("invalid_input", message, { field: way ?? "api_key" });
}
