/**
 * The way in by a session that was made elsewhere. What was pasted or dropped is recognised
 * by its content: the files of python-garminconnect, garth, npm garmin-connect and
 * pirate-garmin, as JSON or as base64 of it. A secret of ours is kept as JSON.
 */
import { z } from "zod";
import { AppError } from "@/lib/errors";
import {
  type AskOptions,
  type DiSession,
  type DiTokens,
  refreshDiTokens,
} from "@/lib/providers/garmin/access/di-token";
import { readClaims } from "@/lib/providers/garmin/access/jwt";
import { exchangeOAuth1, type OAuth1Token } from "@/lib/providers/garmin/access/oauth1";

/** A session as it lies sealed in a row. */
export const SessionSecret = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("di"), refreshToken: z.string(), clientId: z.string() }),
  z.object({
    kind: z.literal("oauth1"),
    token: z.string(),
    tokenSecret: z.string(),
    mfaToken: z.string().nullable(),
    mfaExpiresAt: z.string().nullable(),
    /** Of the last exchange; kept for the day the session is handed over. */
    refreshToken: z.string().nullable(),
  }),
]);
export type SessionSecret = z.output<typeof SessionSecret>;

export type RenewedSession = DiTokens & { secret: string };

/** @throws ProviderError credential_refused when Garmin does not take the session (any more) */
export async function renewSession(secret: string, options: AskOptions = {}): Promise<RenewedSession> {
  const session = SessionSecret.parse(JSON.parse(secret));
  if (session.kind === "di") {
    const tokens = await refreshDiTokens(session, options);
    return { ...tokens, secret: secretOf(tokens.session) };
  }
  const tokens = await exchangeOAuth1(session, options);
  const { refreshToken } = tokens.session;
  return { ...tokens, secret: JSON.stringify({ ...session, refreshToken }) };
}

export function secretOf({ refreshToken, clientId }: DiSession): string {
  return JSON.stringify({ kind: "di", refreshToken, clientId } satisfies SessionSecret);
}

// ---------------------------------------------------------------- reading

/** Larger than any of the formats by far. */
export const MAX_SESSION_LENGTH = 200_000;

const DiFile = z.looseObject({
  di_token: z.string().min(1),
  di_refresh_token: z.string().min(1),
  di_client_id: z.string().min(1).nullish(),
});
const OAuth1File = z.looseObject({
  oauth_token: z.string().min(1),
  oauth_token_secret: z.string().min(1),
  mfa_token: z.string().nullish(),
  mfa_expiration_timestamp: z.string().nullish(),
  domain: z.string().nullish(),
});
const OAuth2File = z.looseObject({ access_token: z.string().min(1), refresh_token: z.string().min(1) });
const PirateFile = z.looseObject({
  di: z.looseObject({ clientId: z.string().min(1), token: OAuth2File }),
});

/**
 * Reads a session out of what was pasted, sent as JSON, or dropped as one or more files.
 *
 * @throws AppError invalid_input (field `session`) with what is missing or what it is instead
 */
export function recogniseSession(pieces: readonly unknown[]): SessionSecret {
  const values = pieces.flatMap((piece) => (typeof piece === "string" ? readText(piece) : [piece]));
  const found = find(values.flatMap(unfold));
  if (found === null) throw unknownSession(values);
  return found;
}

/** The parts of formats that hold several: a garth dump is a list, npm's has two keys. */
function unfold(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(unfold);
  const pair = z.looseObject({ oauth1: z.unknown(), oauth2: z.unknown().optional() }).safeParse(value);
  return pair.success ? [pair.data.oauth1, pair.data.oauth2] : [value];
}

function find(values: readonly unknown[]): SessionSecret | null {
  for (const value of values) {
    const di = DiFile.safeParse(value);
    if (di.success) return fromDi(di.data);
    const pirate = PirateFile.safeParse(value);
    if (pirate.success) {
      const { clientId, token } = pirate.data.di;
      return { kind: "di", refreshToken: token.refresh_token, clientId };
    }
  }
  const oauth1 = values.map((value) => OAuth1File.safeParse(value)).find(({ success }) => success)?.data;
  const oauth2 = values.map((value) => OAuth2File.safeParse(value)).find(({ success }) => success)?.data;
  return oauth1 === undefined ? null : fromOAuth1(oauth1, oauth2?.refresh_token ?? null);
}

function fromDi(file: z.output<typeof DiFile>): SessionSecret {
  const clientId = file.di_client_id ?? readClaims(file.di_token)?.clientId;
  if (clientId === undefined || clientId === null) {
    throw refuse("This session does not say which client it belongs to (di_client_id). Copy the whole file.");
  }
  return { kind: "di", refreshToken: file.di_refresh_token, clientId };
}

function fromOAuth1(file: z.output<typeof OAuth1File>, refreshToken: string | null): SessionSecret {
  if (file.domain !== undefined && file.domain !== null && file.domain !== "garmin.com") {
    throw refuse(`This session is of ${file.domain}. Nightrun reads accounts of garmin.com only.`);
  }
  const oauth1: OAuth1Token = {
    token: file.oauth_token,
    tokenSecret: file.oauth_token_secret,
    mfaToken: file.mfa_token ?? null,
    mfaExpiresAt: file.mfa_expiration_timestamp ?? null,
  };
  return { kind: "oauth1", ...oauth1, refreshToken };
}

/** JSON, base64 of JSON, or several JSON texts one after the other, as when two files are pasted. */
function readText(text: string): unknown[] {
  const trimmed = text.trim().replace(/^\uFEFF/, "");
  if (trimmed === "") return [];
  if (trimmed.length > MAX_SESSION_LENGTH) {
    throw refuse("This is too long for a session. Paste the session file alone.");
  }
  const whole = parseJson(trimmed);
  // A dump that was copied with its quotes is a text inside JSON.
  if (typeof whole === "string") return readText(whole);
  if (whole !== undefined) return [whole];
  const parts = trimmed.split(/(?<=\})\s*(?=\{)/).map(parseJson);
  if (parts.length > 1 && parts.every((part) => part !== undefined)) return parts;
  const decoded = decodeBase64(trimmed);
  return decoded === undefined ? [trimmed] : [decoded];
}

function decodeBase64(text: string): unknown {
  const compact = text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
  return parseJson(Buffer.from(compact, "base64").toString("utf8"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(message: string): AppError {
  return new AppError("invalid_input", message, { field: "session" });
}

/** Says what it looks like, since half a session is the usual mistake. */
function unknownSession(values: readonly unknown[]): AppError {
  const isText = values.every((value) => typeof value === "string");
  if (values.length === 0) return refuse("Paste a session, or choose its file.");
  if (values.some((value) => OAuth2File.safeParse(value).success)) {
    return refuse(
      "This is half a session: oauth2_token.json. Nightrun needs oauth1_token.json too; choose both files.",
    );
  }
  if (isText && values.some((value) => typeof value === "string" && /^GCDC_/.test(value))) {
    return refuse("This is a key, not a session. Paste it in the field for the key.");
  }
  if (isText && values.some((value) => typeof value === "string" && /^ST-[\w-]+$/.test(value))) {
    return refuse("This is a ticket, not a session. Paste it in the field for the ticket.");
  }
  return refuse(
    "This is no session that Nightrun knows. It takes garmin_tokens.json of python-garminconnect, a garth dump or its two files, the token of npm garmin-connect, and native-oauth2.json of pirate-garmin.",
  );
}

// ---------------------------------------------------------------- writing

/** Seconds since 1970. */
const epochSeconds = (instant: Date) => Math.floor(instant.getTime() / 1000);

export type SessionExport = { format: "garth" | "garmin_tokens"; fileName: string; text: string };

/** The form in which other programs take the session: a garth dump when it came as OAuth1. */
export function exportSession(
  session: SessionSecret,
  { accessToken, accessTokenExpiresAt }: { accessToken: string; accessTokenExpiresAt: Date },
  now: Date,
): SessionExport {
  if (session.kind === "di") {
    const file = {
      di_token: accessToken,
      di_refresh_token: session.refreshToken,
      di_client_id: session.clientId,
    };
    return { format: "garmin_tokens", fileName: "garmin_tokens.json", text: JSON.stringify(file, null, 2) };
  }
  const oauth1 = {
    oauth_token: session.token,
    oauth_token_secret: session.tokenSecret,
    mfa_token: session.mfaToken,
    mfa_expiration_timestamp: session.mfaExpiresAt,
    domain: "garmin.com",
  };
  const expiresIn = Math.max(0, epochSeconds(accessTokenExpiresAt) - epochSeconds(now));
  const oauth2 = {
    scope: "CONNECT_READ CONNECT_WRITE",
    jti: "00000000-0000-0000-0000-000000000000",
    token_type: "Bearer",
    access_token: accessToken,
    // garth insists on one and never uses it.
    refresh_token: session.refreshToken ?? "none",
    expires_in: expiresIn,
    expires_at: epochSeconds(accessTokenExpiresAt),
    refresh_token_expires_in: expiresIn,
    refresh_token_expires_at: epochSeconds(accessTokenExpiresAt),
  };
  const text = Buffer.from(JSON.stringify([oauth1, oauth2])).toString("base64");
  return { format: "garth", fileName: "garth-session.txt", text };
}

// ---------------------------------------------------------------- tickets

/** The service that the guided way signs in to. */
export const TICKET_SERVICE_URL = "https://mobile.integration.garmin.com/gcm/android";

/** Takes the ticket alone, or the answer of the log-in that it stands in. @throws AppError invalid_input */
export function readTicket(text: string): string {
  const trimmed = text.trim();
  const ticket = /(?:^|["=\s])(ST-[\w-]+)(?:$|["&\s,])/.exec(trimmed)?.[1];
  if (ticket !== undefined) return ticket;
  const message =
    trimmed === ""
      ? "Paste the ticket. It begins with ST-."
      : "This is no ticket. Copy the value of serviceTicketId; it begins with ST-.";
  throw new AppError("invalid_input", message, { field: "service_ticket" });
}
