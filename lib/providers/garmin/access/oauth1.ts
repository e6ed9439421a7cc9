/**
 * Older sessions (garth, npm garmin-connect): an OAuth1 token of about a year, exchanged for
 * a bearer token whenever one is needed. Garmin answers this for some accounts and refuses
 * it for others; nothing can be done about a refusal.
 */
import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/env";
import { ProviderError } from "@/lib/providers/errors";
import { type AskOptions, type DiTokens, readTokens } from "@/lib/providers/garmin/access/di-token";
import { garminUrl } from "@/lib/providers/garmin/client";
import { requestAnswer, requestProvider } from "@/lib/providers/http";

const EXCHANGE_PATH = "/oauth-service/oauth/exchange/user/2.0";
/** What is signed is Garmin's own address, whatever host answers for it. */
const SIGNED_ADDRESS = `https://connectapi.garmin.com${EXCHANGE_PATH}`;
/** For a body that says nothing of its client. */
const AUDIENCE = "GARMIN_CONNECT_MOBILE_ANDROID_DI";

export type OAuth1Token = {
  token: string;
  tokenSecret: string;
  mfaToken: string | null;
  mfaExpiresAt: string | null;
};

type Consumer = { consumer_key: string; consumer_secret: string };

/** @throws ProviderError credential_refused when Garmin does not exchange this token (any more) */
export async function exchangeOAuth1(oauth1: OAuth1Token, options: AskOptions = {}): Promise<DiTokens> {
  const now = options.now ?? (() => new Date());
  const consumer = await readConsumer(options);
  const form: Record<string, string> = oauth1.mfaToken === null ? {} : { mfa_token: oauth1.mfaToken };
  const { status, text } = await requestAnswer({
    provider: "garmin",
    url: garminUrl(env().GARMIN_CONNECTAPI_BASE_URL, EXCHANGE_PATH),
    method: "POST",
    headers: {
      authorization: signedHeader(consumer, oauth1, form, {
        nonce: randomBytes(16).toString("hex"),
        timestamp: Math.floor(now().getTime() / 1000),
      }),
      "user-agent": "com.garmin.android.apps.connectmobile",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form).toString(),
    now,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  if (status >= 400) throw new ProviderError("garmin", { kind: "credential_refused" });
  return readTokens(text, AUDIENCE, now());
}

async function readConsumer({ fetch, now }: AskOptions): Promise<Consumer> {
  const answer = await requestProvider({
    provider: "garmin",
    url: new URL(env().GARMIN_OAUTH_CONSUMER_URL),
    headers: { accept: "application/json" },
    schema: z.object({ consumer_key: z.string(), consumer_secret: z.string() }),
    payloadKind: "oauth-consumer",
    externalId: "oauth-consumer",
    ...(fetch === undefined ? {} : { fetch }),
    ...(now === undefined ? {} : { now }),
  });
  if (answer === null) throw new ProviderError("garmin", { kind: "unavailable", detail: "no consumer" });
  return answer.data;
}

/** OAuth 1.0 with HMAC-SHA1 (RFC 5849, section 3.4): the form belongs to what is signed. */
export function signedHeader(
  consumer: Consumer,
  { token, tokenSecret }: Pick<OAuth1Token, "token" | "tokenSecret">,
  form: Record<string, string>,
  { nonce, timestamp }: { nonce: string; timestamp: number },
): string {
  const oauth = {
    oauth_consumer_key: consumer.consumer_key,
    oauth_nonce: nonce,
    oauth_signature_method: "HMAC-SHA1",
    oauth_timestamp: String(timestamp),
    oauth_token: token,
    oauth_version: "1.0",
  };
  const pairs = Object.entries({ ...oauth, ...form }).map(
    ([name, value]) => `${encode(name)}=${encode(value)}`,
  );
  const base = `POST&${encode(SIGNED_ADDRESS)}&${encode(pairs.sort().join("&"))}`;
  const key = `${encode(consumer.consumer_secret)}&${encode(tokenSecret)}`;
  const signature = createHmac("sha1", key).update(base).digest("base64");
  const listed = Object.entries({ ...oauth, oauth_signature: signature });
  return `OAuth ${listed.map(([name, value]) => `${name}="${encode(value)}"`).join(", ")}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
