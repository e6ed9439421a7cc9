import type { NextRequest } from "next/server";
import { requireAthleteAccess } from "@/lib/auth/access";
import { findUserOfRequest } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/error-response";
import { recoveryCsv } from "@/lib/insights/recovery-csv";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

type Context = { params: Promise<{ athleteId: string }> };

/** GET /athletes/{athleteId}/csv?days=90: the rows of the coach's page, without what is not shared. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  try {
    const user = await findUserOfRequest(request);
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    const { athleteId } = await params;
    const { kinds } = await requireAthleteAccess(user, athleteId, ["recovery", "sleep"]);
    const shown = { recovery: kinds.has("recovery"), sleep: kinds.has("sleep") };
    const rangeDays = parseRangeDays(request.nextUrl.searchParams.get("days") ?? undefined);
    const page = await readRecoveryPage(athleteId, rangeDays, new Date(), { shown, whose: "their" });
    return new Response(recoveryCsv(page.days), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="nightrun-recovery-${page.today}-${rangeDays}-days.csv"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return errorResponse(error, "GET /athletes/{athleteId}/csv");
  }
}
