import { readProgress } from "@/app/(athlete)/connections/model";
import { findSessionUser } from "@/lib/auth/session";

/** GET: the work at hand of the signed-in athlete, for the bar that follows it. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  const user = await findSessionUser();
  if (!user) return Response.json({ error: { code: "unauthenticated" } }, { status: 401, headers });
  if (user.athleteId === null)
    return Response.json({ error: { code: "not_found" } }, { status: 404, headers });
  return Response.json(await readProgress(user.athleteId, new Date()), { headers });
}
