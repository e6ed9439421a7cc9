import { athleteIdOrOwn, requireAthleteAccess, type Viewer } from "@/lib/auth/access";
import { AppError } from "@/lib/errors";
import { importReply } from "@/lib/http/replies";
import { route } from "@/lib/http/route";
import { receiveImport } from "@/lib/imports/receive";
import { readImport, readImports } from "@/lib/imports/view";

/** POST /v1/imports takes files in and answers while they are still to be read. */
export const POST = route("POST /v1/imports", async ({ viewer, input, request }) => {
  const athleteId = await ownAthlete(viewer, input.athlete_id);
  if (request.body === null) {
    throw new AppError("invalid_input", "There is no file in this upload.", { field: "body" });
  }
  const importId = await receiveImport(athleteId, {
    body: request.body,
    contentType: request.headers.get("content-type"),
    fileName: input.file_name ?? null,
  });
  return importReply(await readImport(athleteId, importId));
});

/** GET /v1/imports lists the last ones. */
export const GET = route("GET /v1/imports", async ({ viewer, input }) => {
  const views = await readImports(await ownAthlete(viewer, input.athlete_id));
  return { data: views.map(importReply) };
});

async function ownAthlete(viewer: Viewer, named: string | undefined): Promise<string> {
  const chosen = await athleteIdOrOwn(viewer, named);
  const { athleteId } = await requireAthleteAccess(viewer, chosen, "imports");
  return athleteId;
}
