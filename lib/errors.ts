/** Every failure a caller may be told about, with the HTTP status it becomes. */
export const HTTP_STATUS_BY_CODE = {
  invalid_input: 400,
  unauthenticated: 401,
  /** The person is known, the token lacks the scope for what it asked. */
  missing_scope: 403,
  bad_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  other_garmin_account: 409,
  /** Another athlete has this Garmin account. */
  garmin_account_in_use: 409,
  reconnect_required: 409,
  too_large: 413,
  credential_refused: 422,
  /** Garmin did not take the username and password, or the code. */
  garmin_credentials_refused: 422,
  /** Nightrun holds back from log-ins at Garmin for a while. */
  login_guard: 423,
  rate_limited: 429,
  internal: 500,
  provider_unavailable: 502,
  /** Garmin blocks log-ins from this server. */
  blocked_by_garmin: 502,
  provider_changed: 502,
} as const;

export type AppErrorCode = keyof typeof HTTP_STATUS_BY_CODE;

/**
 * A failure that was expected and can be explained.
 *
 * `message` is shown to the person, so it never holds tokens, SQL or a provider's
 * own words; those go in `cause`, which is only logged. Somebody else's row is
 * `not_found`: ids must not be probeable.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  /** The form field or body key that the message is about. */
  readonly field: string | undefined;
  /** When it makes sense to try again. */
  readonly retryAt: Date | undefined;

  constructor(
    readonly code: AppErrorCode,
    message: string,
    options: { cause?: unknown; field?: string; retryAt?: Date } = {},
  ) {
    super(message, { cause: options.cause });
    this.field = options.field;
    this.retryAt = options.retryAt;
  }

  get httpStatus(): number {
    return HTTP_STATUS_BY_CODE[this.code];
  }
}
