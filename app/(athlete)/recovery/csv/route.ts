import type { NextRequest } from "next/server";
import { findUserOfRequest } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/error-response";
import { recoveryCsv } from "@/lib/insights/recovery-csv";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

/** GET /recovery/csv?days=90: the rows of the page, as a file. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const user = await findUserOfRequest(request);
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    if (user.athleteId === null) throw new AppError("not_found", "This account has no nights of its own.");
    const rangeDays = parseRangeDays(request.nextUrl.searchParams.get("days") ?? undefined);
    const page = await readRecoveryPage(user.athleteId, rangeDays, new Date());
    return new Response(recoveryCsv(page.days), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="nightrun-recovery-${page.today}-${rangeDays}-days.csv"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return errorResponse(error, "GET /recovery/csv");
  }
}
