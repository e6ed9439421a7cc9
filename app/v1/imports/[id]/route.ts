import { requireImportAccess } from "@/lib/auth/access";
import { importReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";
import { undoImport } from "@/lib/imports/undo";
import { readImport } from "@/lib/imports/view";

/** GET /v1/imports/{id} tells how an import goes on. */
export const GET = route("GET /v1/imports/{id}", async ({ viewer, input }) => {
  const { athleteId } = await requireImportAccess(viewer, input.id);
  return importReply(await readImport(athleteId, input.id));
});

/** DELETE /v1/imports/{id} takes back what it brought. */
export const DELETE = route("DELETE /v1/imports/{id}", async ({ viewer, input }) => {
  const { athleteId } = await requireImportAccess(viewer, input.id);
  await undoImport(athleteId, input.id);
  return importReply(await readImport(athleteId, input.id));
});
