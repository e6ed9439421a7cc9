/** Whether a request is signed as OAuth 1.0 asks: HMAC-SHA1 over the real address, query and form. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { OAUTH_CONSUMER } from "./session-book";

export type SignedRequest = { method: string; path: string; query: URLSearchParams; form: URLSearchParams };

/** The parameters of an `Authorization: OAuth ...` header. */
export function readOAuthHeader(header: string): Record<string, string> {
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, decodeURIComponent(value)]));
}

export function isSigned(
  request: SignedRequest,
  oauth: Record<string, string>,
  tokenSecret: string,
): boolean {
  const { oauth_signature: signature = "", ...signed } = oauth;
  if (signed.oauth_consumer_key !== OAUTH_CONSUMER.consumer_key) return false;
  const all = [...Object.entries(signed), ...request.query.entries(), ...request.form.entries()];
  const pairs = all
    .filter(([name]) => name !== "realm")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const address = `https://connectapi.garmin.com${request.path}`;
  const base = `${request.method}&${encode(address)}&${encode(pairs.join("&"))}`;
  const key = `${encode(OAUTH_CONSUMER.consumer_secret)}&${encode(tokenSecret)}`;
  const expected = createHmac("sha1", key).update(base).digest();
  const given = Buffer.from(signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
