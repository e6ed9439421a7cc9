/**
 * Who is signed in. The only file that knows next-auth besides its route.
 *
 * The session is an encrypted cookie with the user's id and token version. The version is
 * compared with the row on every request, so "sign out everywhere" holds at once.
 */
import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { NextAuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { cache } from "react";
import { z } from "zod";
import { signIn } from "@/lib/accounts/sign-in";
import type { Role, Theme, Units } from "@/lib/auth/roles";
import { waitCode } from "@/lib/auth/sign-in-error";
import { findSessionRow } from "@/lib/db/users";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { clientAddress } from "@/lib/http/client-address";

export type SessionUser = {
  userId: string;
  email: string;
  name: string;
  roles: Role[];
  timeZone: string;
  units: Units;
  theme: Theme;
  /** `null` for an account that is no athlete. */
  athleteId: string | null;
};

const SESSION_MAX_AGE_SECONDS = 30 * 86_400;

/** The signed-in person, or `null`. Read once a request, however many components ask. */
export const findSessionUser = cache(async (): Promise<SessionUser | null> => {
  const jar = await cookies();
  return findUserOfCookies((name) => jar.get(name)?.value);
});

/** For pages: sends everybody else to the sign-in page. */
export async function requirePageUser(): Promise<SessionUser> {
  return (await findSessionUser()) ?? redirect("/sign-in");
}

/** For route handlers, which hold the request itself. */
export function findUserOfRequest(request: Request): Promise<SessionUser | null> {
  const sent = readCookies(request.headers.get("cookie") ?? "");
  return findUserOfCookies((name) => sent.get(name));
}

/** Signs this browser in, from a server action: after sign-in, sign-up, or a new password. */
export async function startSession(userId: string): Promise<void> {
  const jar = await cookies();
  jar.set(cookieName(), await makeSessionCookie(userId), {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: isHttps(),
    maxAge: SESSION_MAX_AGE_SECONDS,
  });
}

/** Signs this browser out, from a server action. */
export async function endSession(): Promise<void> {
  (await cookies()).delete({ name: cookieName(), path: "/", secure: isHttps() });
}

/** The value of a session cookie. @throws AppError not_found */
export async function makeSessionCookie(userId: string): Promise<string> {
  const row = await findSessionRow(userId);
  if (!row) throw new AppError("not_found", "This account is not there any more.");
  return encode({
    token: { sub: userId, userId, name: row.name, email: row.email, tokenVersion: row.tokenVersion },
    secret: env().NEXTAUTH_SECRET,
    maxAge: SESSION_MAX_AGE_SECONDS,
  });
}

/** By next-auth's own rule, so that its routes and ours read the same cookie. */
export function cookieName(): string {
  return `${isHttps() ? "__Secure-" : ""}next-auth.session-token`;
}

/** What next-auth's own routes need (/api/auth/callback/credentials, /session, /signout). */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) =>
          authorize(credentials, new Headers(headerPairs(request.headers))),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user ? { ...token, userId: user.id, tokenVersion: user.tokenVersion } : token,
    },
  };
}

/** next-auth shows a thrown message as `?error=`, and `null` as CredentialsSignin. */
async function authorize(credentials: unknown, headers: Headers) {
  const parsed = z.object({ email: z.string(), password: z.string() }).safeParse(credentials);
  if (!parsed.success) return null;
  try {
    const address = clientAddress(headers, env().TRUSTED_PROXY_COUNT);
    const { userId } = await signIn(parsed.data, { clientAddress: address, now: new Date() });
    const row = await findSessionRow(userId);
    return row && { id: userId, email: row.email, name: row.name, tokenVersion: row.tokenVersion };
  } catch (error) {
    if (error instanceof AppError && error.retryAt) throw new Error(waitCode(error.retryAt));
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function findUserOfCookies(read: (name: string) => string | undefined): Promise<SessionUser | null> {
  const claims = await openSession(readChunks(read));
  if (!claims) return null;
  const row = await findSessionRow(claims.userId);
  if (!row || row.tokenVersion !== claims.tokenVersion) return null;
  const { tokenVersion: _, ...user } = row;
  return user;
}

const Claims = z.object({ userId: z.uuid(), tokenVersion: z.number().int() });

/** `null` for a cookie that is forged, expired, or of another secret. */
async function openSession(cookie: string): Promise<z.infer<typeof Claims> | null> {
  if (cookie === "") return null;
  const token = await decode({ token: cookie, secret: env().NEXTAUTH_SECRET }).catch(() => null);
  return Claims.safeParse(token).data ?? null;
}

/** next-auth splits a long cookie into `name.0`, `name.1` and so on. */
function readChunks(read: (name: string) => string | undefined): string {
  const whole = read(cookieName());
  if (whole !== undefined) return whole;
  let joined = "";
  for (let index = 0; ; index += 1) {
    const chunk = read(`${cookieName()}.${index}`);
    if (chunk === undefined) return joined;
    joined += chunk;
  }
}

function readCookies(header: string): Map<string, string> {
  const pairs = header.split(";").map((pair): [string, string] => {
    const [name = "", ...value] = pair.split("=");
    return [name.trim(), value.join("=").trim()];
  });
  return new Map(pairs);
}

function isHttps(): boolean {
  return env().NEXTAUTH_URL.startsWith("https://");
}

function headerPairs(headers: Record<string, unknown> | undefined): [string, string][] {
  return Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]);
}
