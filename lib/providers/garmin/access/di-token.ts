/**
 * Garmin's DI tokens, which its own apps use: a service ticket of a log-in becomes a pair of
 * tokens, and the refresh token becomes the next pair. The refresh token rotates: each is
 * good for one use, so whoever asks has to keep the new one before anything else.
 */
import { z } from "zod";
import { env } from "@/lib/env";
import { ProviderError } from "@/lib/providers/errors";
import { readClaims } from "@/lib/providers/garmin/access/jwt";
import { garminUrl } from "@/lib/providers/garmin/client";
import { NATIVE_HEADERS } from "@/lib/providers/garmin/native-headers";
import { requestAnswer } from "@/lib/providers/http";
import type { AccessToken, Fetch } from "@/lib/providers/provider";

const TOKEN_PATH = "/di-oauth2-service/oauth/token";
const TICKET_GRANT = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";

/** Tried in this order; a refused ticket is still good for the next. */
export const DI_CLIENT_IDS = [
  "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2",
  "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4",
  "GARMIN_CONNECT_MOBILE_ANDROID_DI",
  "GARMIN_CONNECT_MOBILE_IOS_DI",
] as const;

/** Seen in every recorded answer. */
const REFRESH_TOKEN_SECONDS = 30 * 86_400 - 1;
/** For a token that does not say when it ends; the shortest seen was 18 hours. */
const ACCESS_TOKEN_SECONDS = 3600;

/** What goes on: the refresh token, and the client that it was given to. */
export type DiSession = { refreshToken: string; clientId: string };

export type DiTokens = AccessToken & { session: DiSession; sessionExpiresAt: Date };

export type AskOptions = { fetch?: Fetch | undefined; now?: (() => Date) | undefined };

const Tokens = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive().nullish(),
  refresh_token_expires_in: z.number().positive().nullish(),
});

/**
 * @param serviceUrl exactly the address for which the ticket was given
 * @throws ProviderError credential_refused when no client may use the ticket: used, too old
 *   (about a minute), or given for another address
 */
export async function exchangeTicket(
  { ticket, serviceUrl }: { ticket: string; serviceUrl: string },
  options: AskOptions = {},
): Promise<DiTokens> {
  for (const clientId of DI_CLIENT_IDS) {
    const form = {
      client_id: clientId,
      service_ticket: ticket,
      grant_type: TICKET_GRANT,
      service_url: serviceUrl,
    };
    const tokens = await askForTokens(clientId, form, options);
    if (tokens !== null) return tokens;
  }
  throw new ProviderError("garmin", { kind: "credential_refused" });
}

/**
 * The next pair. The refresh token that was sent is worth nothing afterwards.
 *
 * @throws ProviderError credential_refused when Garmin does not take it (`invalid_grant`): never try again
 */
export async function refreshDiTokens(
  { refreshToken, clientId }: DiSession,
  options: AskOptions = {},
): Promise<DiTokens> {
  const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken };
  const tokens = await askForTokens(clientId, form, options);
  if (tokens === null) throw new ProviderError("garmin", { kind: "credential_refused" });
  return tokens;
}

/** @returns `null` when Garmin refused what was sent */
async function askForTokens(
  clientId: string,
  form: Record<string, string>,
  { fetch, now = () => new Date() }: AskOptions,
): Promise<DiTokens | null> {
  const { status, text } = await requestAnswer({
    provider: "garmin",
    url: garminUrl(env().GARMIN_DIAUTH_BASE_URL, TOKEN_PATH),
    method: "POST",
    headers: {
      ...NATIVE_HEADERS,
      authorization: `Basic ${Buffer.from(`${clientId}:`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
      "cache-control": "no-cache",
    },
    body: new URLSearchParams(form).toString(),
    now,
    ...(fetch === undefined ? {} : { fetch }),
  });
  if (status === 400 || status === 401) return null;
  if (status !== 200) throw new ProviderError("garmin", { kind: "rejected", httpStatus: status });
  return readTokens(text, clientId, now());
}

/** @throws ProviderError unexpected_payload without the body, which may hold a token */
export function readTokens(text: string, askedClientId: string, now: Date): DiTokens {
  const parsed = Tokens.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ProviderError("garmin", {
      kind: "unexpected_payload",
      issues: "the answer holds no pair of tokens",
      raw: null,
      payloadKind: "di-token",
      externalId: "di-token",
    });
  }
  const { access_token: accessToken, refresh_token: refreshToken } = parsed.data;
  const claims = readClaims(accessToken);
  const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  return {
    accessToken,
    accessTokenExpiresAt: claims?.expiresAt ?? inSeconds(parsed.data.expires_in ?? ACCESS_TOKEN_SECONDS),
    session: { refreshToken, clientId: claims?.clientId ?? askedClientId },
    sessionExpiresAt: inSeconds(parsed.data.refresh_token_expires_in ?? REFRESH_TOKEN_SECONDS),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
