import { requireSyncRunAccess } from "@/lib/auth/access";
import { AppError } from "@/lib/errors";
import { syncReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";
import { findSyncRun } from "@/lib/sync/history";

/** GET /v1/syncs/{id} tells how a sync goes on. */
export const GET = route("GET /v1/syncs/{id}", async ({ viewer, input }) => {
  const { athleteId } = await requireSyncRunAccess(viewer, input.id);
  const run = await findSyncRun(athleteId, input.id);
  if (!run) throw new AppError("not_found", "There is no such sync.");
  return syncReply(run);
});
