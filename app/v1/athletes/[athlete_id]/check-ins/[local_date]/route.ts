import { requireAthleteAccess } from "@/lib/auth/access";
import { saveCheckIn } from "@/lib/check-ins/check-in";
import { route } from "@/lib/http/route";

/** PUT /v1/athletes/{athlete_id}/check-ins/{local_date} replaces what was said of a day. */
export const PUT = route(
  "PUT /v1/athletes/{athlete_id}/check-ins/{local_date}",
  async ({ viewer, input: { athlete_id, local_date, ...values } }) => {
    const { athleteId } = await requireAthleteAccess(viewer, athlete_id, "own_check_in");
    return saveCheckIn(athleteId, local_date, values);
  },
);
