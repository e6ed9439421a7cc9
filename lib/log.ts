/** Structured log, one JSON line each, on stdout. Secrets are cut out by key name. */
import pino from "pino";

const SECRET_KEYS = [
  "password",
  "passwordHash",
  "apiKey",
  "api_key",
  "accessToken",
  "refreshToken",
  "token",
  "tokenHash",
  "secret",
  "sealedSecret",
  "sealedAccessToken",
  "authorization",
  "cookie",
  "session",
  "service_ticket",
  "code",
];

export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
    censor: "[redacted]",
  },
  serializers: { err: describeError },
});

/** An error for the log: no payload, no request, only what helps to find the cause. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name: error.name, message: error.message, stack: error.stack, cause };
}
