import { type NextRequest, NextResponse } from "next/server";
import { errorResponse } from "@/lib/http/error-response";
import { unsubscribe } from "@/lib/mail/unsubscribe";

/** POST /mail/unsubscribe?user=..&kind=..&sign=..: one click in a mail program; the signature is the credential. */
export async function POST(request: NextRequest): Promise<Response> {
  try {
    await unsubscribe(Object.fromEntries(request.nextUrl.searchParams));
    return new NextResponse("Done.", { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error, "POST /mail/unsubscribe");
  }
}
