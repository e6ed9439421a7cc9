import { requireAthleteAccess } from "@/lib/auth/access";
import { setSyncEnabled } from "@/lib/connections/connect";
import { describeConnection } from "@/lib/connections/state";
import { garminStatusReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";

/** GET /v1/garmin/status/{athlete_id} tells how the connection stands. */
export const GET = route("GET /v1/garmin/status/{athlete_id}", async ({ viewer, input }) => {
  const { athleteId, isOwner } = await requireAthleteAccess(viewer, input.athlete_id, "connection_state");
  return garminStatusReply(await describeConnection(athleteId, "garmin"), isOwner);
});

/** PATCH /v1/garmin/status/{athlete_id} switches syncing by itself on or off. */
export const PATCH = route("PATCH /v1/garmin/status/{athlete_id}", async ({ viewer, input }) => {
  const { athleteId, isOwner } = await requireAthleteAccess(viewer, input.athlete_id, "connection");
  await setSyncEnabled(athleteId, "garmin", input.sync_enabled);
  return garminStatusReply(await describeConnection(athleteId, "garmin"), isOwner);
});
