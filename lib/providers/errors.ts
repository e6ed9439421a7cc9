/** What can go wrong at a provider, in the only terms that our code acts on. */
export type ProviderId = "garmin" | "strava";

export type ProviderFailure =
  /** Asked to wait; `retryAt` is what the provider said, or our own guess. */
  | { kind: "rate_limited"; retryAt: Date }
  /** Our own limit on calls is used up; the provider was not asked. */
  | { kind: "own_limit"; retryAt: Date }
  /** The bearer token was refused: get a new one, then try again. */
  | { kind: "access_token_rejected" }
  /** The key, session or grant itself was refused: only the athlete can mend it. */
  | { kind: "credential_refused" }
  /** Network, time-out, 5xx, a body cut short, HTML in place of JSON. */
  | { kind: "unavailable"; detail: string }
  /** The provider has no such thing, or does not serve it. */
  | { kind: "not_found" }
  /** A body of another shape than known; `raw` is kept so that it can be looked at. */
  | { kind: "unexpected_payload"; issues: string; raw: unknown; payloadKind: string; externalId: string }
  | { kind: "rejected"; httpStatus: number };

export class ProviderError extends Error {
  override readonly name = "ProviderError";

  constructor(
    readonly provider: ProviderId,
    readonly failure: ProviderFailure,
    options: { cause?: unknown } = {},
  ) {
    super(`${provider}: ${failure.kind}`, options);
  }
}
