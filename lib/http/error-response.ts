/** What a caller hears when something fails: `{error: {code, message, field?}}`. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    /** For a person. */
    message: z.string(),
    /** The field of the path, query or body that the message is about. */
    field: z.string().optional(),
    /** When to try again; the same as the Retry-After header. */
    retry_at: z.iso.datetime().optional(),
  }),
});

const HEADERS = { "cache-control": "no-store" };

/**
 * Never throws. What is not expected becomes 500 with a number that leads to the log line.
 *
 * @param routeKey which route it was, for the log
 */
export function errorResponse(
  error: unknown,
  routeKey = "a route of a page",
  now: Date = new Date(),
): Response {
  if (!(error instanceof AppError)) return unknownErrorResponse(error, routeKey);
  if (error.cause !== undefined)
    log.warn({ route: routeKey, errorCode: error.code, err: error.cause }, error.message);
  const headers = new Headers(HEADERS);
  if (error.retryAt) headers.set("retry-after", String(secondsUntil(error.retryAt, now)));
  if (error.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
  const body = {
    code: error.code,
    message: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.retryAt === undefined ? {} : { retry_at: error.retryAt.toISOString() }),
  };
  return Response.json({ error: body }, { status: error.httpStatus, headers });
}

function unknownErrorResponse(error: unknown, routeKey: string): Response {
  const errorId = randomUUID();
  log.error({ route: routeKey, errorId, err: error }, "a request failed");
  const message = `Something went wrong on our side. If it stays so, give the operator this number: ${errorId}`;
  return Response.json({ error: { code: "internal", message } }, { status: 500, headers: HEADERS });
}

function secondsUntil(instant: Date, now: Date): number {
  return Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / 1000));
}
