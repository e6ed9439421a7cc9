import { requireAthleteAccess } from "@/lib/auth/access";
import { route } from "@/lib/http/route";
import { partRecording } from "@/lib/workouts/combine";

/** POST /v1/athletes/{athlete_id}/recordings/{id}/unlink makes a recording a run of its own. */
export const POST = route(
  "POST /v1/athletes/{athlete_id}/recordings/{id}/unlink",
  async ({ viewer, input }) => {
    const { athleteId } = await requireAthleteAccess(viewer, input.athlete_id, "connection");
    await partRecording(athleteId, input.id);
    return { status: "success" as const, message: "The recording is a run of its own now." };
  },
);
