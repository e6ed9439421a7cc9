/** The way in by Personal API key: the key is exchanged for a bearer token that lives for about a day. */
import { env } from "@/lib/env";
import { ProviderError } from "@/lib/providers/errors";
import { readExpiry } from "@/lib/providers/garmin/access/jwt";
import { garminUrl, PERSONAL_KEY_TOKEN_PATH } from "@/lib/providers/garmin/client";
import { requestText } from "@/lib/providers/http";
import type { AccessToken, Fetch } from "@/lib/providers/provider";

/** What may stand in a header; anything else was never a key. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * Exchanges the key. There is no refresh token: when the bearer token ends, this is asked again.
 *
 * @throws ProviderError credential_refused when Garmin does not know the key (any more),
 *   unexpected_payload (without the answer, which may be a token) when it has no expiry,
 *   and whatever else a request can fail with
 */
export async function exchangePersonalKey(args: { apiKey: string; fetch?: Fetch }): Promise<AccessToken> {
  const apiKey = args.apiKey.trim();
  if (!PRINTABLE.test(apiKey)) throw new ProviderError("garmin", { kind: "credential_refused" });
  const accessToken = (await requestToken(apiKey, args.fetch)).trim();
  const accessTokenExpiresAt = readExpiry(accessToken);
  if (accessTokenExpiresAt === null) {
    throw new ProviderError("garmin", {
      kind: "unexpected_payload",
      issues: "the answer is no token with an expiry",
      raw: null,
      payloadKind: "personal-key-token",
      externalId: "personal-key-token",
    });
  }
  return { accessToken, accessTokenExpiresAt };
}

async function requestToken(apiKey: string, fetch: Fetch | undefined): Promise<string> {
  try {
    return await requestText({
      provider: "garmin",
      url: garminUrl(env().GARMIN_PERSONAL_API_BASE_URL, PERSONAL_KEY_TOKEN_PATH),
      method: "POST",
      headers: { authorization: `ApiKey ${apiKey}`, accept: "*/*" },
      ...(fetch === undefined ? {} : { fetch }),
    });
  } catch (error) {
    // Here a 401 is about the key itself.
    if (error instanceof ProviderError && error.failure.kind === "access_token_rejected") {
      throw new ProviderError("garmin", { kind: "credential_refused" });
    }
    throw error;
  }
}
