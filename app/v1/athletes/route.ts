import { listVisibleAthletes } from "@/lib/auth/access";
import { route } from "@/lib/http/route";

/** GET /v1/athletes lists whom the caller may see. */
export const GET = route("GET /v1/athletes", async ({ viewer }) => {
  const athletes = await listVisibleAthletes(viewer.userId);
  return {
    data: athletes.map(({ athleteId, name, isOwner, scopes }) => ({
      athlete_id: athleteId,
      name,
      is_self: isOwner,
      scopes,
    })),
  };
});
