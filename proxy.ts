/** Puts the security headers on every answer and a fresh nonce on every page; says so where /v1 serves nothing. */
import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { securityHeaders } from "@/lib/http/security-headers";
import { unservedResponse } from "@/lib/http/unserved";

export function proxy(request: NextRequest): Response {
  const nonce = randomBytes(16).toString("base64");
  const added = securityHeaders({
    nonce,
    isHttps: env().NEXTAUTH_URL.startsWith("https://"),
    isDevelopment: process.env.NODE_ENV === "development",
  });
  // Next reads the nonce for its own scripts out of the policy on the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", added["content-security-policy"] ?? "");
  headers.set("x-nonce", nonce);
  const response =
    unservedResponse(request.method, request.nextUrl.pathname) ?? NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(added)) response.headers.set(name, value);
  return response;
}

/**
 * Next holds the body of every request that passes here in memory, and cuts it at some
 * size: uploads go past, with their headers out of next.config.mjs.
 */
export const config = {
  matcher: ["/((?!v1/imports$|_next/static|_next/image|favicon\\.ico|icon|apple-icon|manifest).*)"],
};
