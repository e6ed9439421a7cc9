/** What Garmin's bearer tokens say of themselves. The signature is Garmin's business and is not checked. */
import { z } from "zod";

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

const Claims = z.object({
  /** Seconds since 1970, within what a Date can hold. */
  exp: z.number().positive().max(8_640_000_000_000).optional(),
  client_id: z.string().min(1).optional(),
});

export type TokenClaims = { expiresAt: Date | null; clientId: string | null };

/** @returns `null` for what is no JWT */
export function readClaims(token: string): TokenClaims | null {
  const payload = JWT.exec(token)?.[1];
  if (payload === undefined) return null;
  try {
    const claims = Claims.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    if (!claims.success) return null;
    const { exp, client_id: clientId } = claims.data;
    return { expiresAt: exp === undefined ? null : new Date(exp * 1000), clientId: clientId ?? null };
  } catch {
    return null;
  }
}

/** When a JWT ends by its own word. */
export function readExpiry(token: string): Date | null {
  return readClaims(token)?.expiresAt ?? null;
}
