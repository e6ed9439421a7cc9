import type { NextRequest } from "next/server";
import { findUserOfRequest } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/error-response";
import type { RouteKey } from "@/lib/http/routes";

type Asked = { athleteId: string; timeZone: string; query: URLSearchParams };

/** The handler of a CSV file of the signed-in athlete's own rows. */
export function csvOfOwn(
  key: RouteKey,
  make: (asked: Asked) => Promise<{ csv: string; fileName: string }>,
): (request: NextRequest) => Promise<Response> {
  return async (request) => {
    try {
      const user = await findUserOfRequest(request);
      if (!user) throw new AppError("unauthenticated", "Sign in first.");
      if (user.athleteId === null) throw new AppError("not_found", "This account has no data of its own.");
      const { csv, fileName } = await make({
        athleteId: user.athleteId,
        timeZone: user.timeZone,
        query: request.nextUrl.searchParams,
      });
      return new Response(csv, {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="${fileName}"`,
          "cache-control": "private, no-store",
        },
      });
    } catch (error) {
      return errorResponse(error, key);
    }
  };
}
