/** What the simulator says to one request, before faults are put on it. */
import { daysBetween, LocalDate } from "../../../lib/days";
import type { AccountView } from "./account";
import type { Json } from "./json";

export type Answer = {
  status: number;
  headers: Record<string, string>;
  /** Text or bytes as they go out; empty = no body. */
  body: string | Uint8Array;
};

export type Route = {
  pattern: RegExp;
  /** `parts` are the groups of the pattern. */
  answer: (view: AccountView, parts: string[], query: URLSearchParams) => Answer;
};

export function json(body: Json, status = 200): Answer {
  return {
    status,
    headers: { "content-type": "application/json;charset=UTF-8" },
    body: JSON.stringify(body),
  };
}

export function text(body: string, contentType = "text/plain;charset=UTF-8", status = 200): Answer {
  return { status, headers: { "content-type": contentType }, body };
}

export function bytes(body: Uint8Array, contentType: string): Answer {
  return { status: 200, headers: { "content-type": contentType }, body };
}

export const NOTHING: Answer = { status: 204, headers: {}, body: "" };

/** Garmin's error bodies, as recorded for 404. */
export function refusal(status: 400 | 401 | 403 | 404 | 405 | 429, retryAfterSeconds?: number): Answer {
  const names = {
    400: ["Bad Request", "BadRequestException"],
    401: ["Unauthorized", "NotAuthorizedException"],
    403: ["Forbidden", "ForbiddenException"],
    404: ["Not Found", "NotFoundException"],
    405: ["Method Not Allowed", "NotAllowedException"],
    429: ["Too Many Requests", "TooManyRequestsException"],
  } as const;
  const [words, error] = names[status];
  const answer = json({ message: `HTTP ${status} ${words}`, error }, status);
  if (retryAfterSeconds !== undefined) answer.headers["retry-after"] = String(retryAfterSeconds);
  return answer;
}

export type DateRange = { from: LocalDate; to: LocalDate };

/** `null` when the dates are none, stand the wrong way round, or are more than the cap allows. */
export function readRange(from: unknown, to: unknown, capDays: number): DateRange | null {
  const first = LocalDate.safeParse(from);
  const last = LocalDate.safeParse(to);
  if (!first.success || !last.success) return null;
  const dayCount = daysBetween(first.data, last.data) + 1;
  return dayCount >= 1 && dayCount <= capDays ? { from: first.data, to: last.data } : null;
}

export function isWithin(range: DateRange, localDate: LocalDate): boolean {
  return localDate >= range.from && localDate <= range.to;
}

/** Runs a range call, or refuses the dates. */
export function withRange(
  from: unknown,
  to: unknown,
  capDays: number,
  answer: (range: DateRange) => Answer,
): Answer {
  const range = readRange(from, to, capDays);
  return range ? answer(range) : refusal(400);
}

export function withDate(date: unknown, answer: (localDate: LocalDate) => Answer): Answer {
  const parsed = LocalDate.safeParse(date);
  return parsed.success ? answer(parsed.data) : refusal(400);
}
