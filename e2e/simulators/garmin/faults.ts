/** Faults to order: what goes wrong, where, and how often. */
import { z } from "zod";
import type { Answer } from "./answer";
import { isList, isObject, type Json, type JsonObject } from "./json";

const Fault = z.strictObject({
  /** Answer with this status in place of the right one. */
  status: z.number().int().min(100).max(599).optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  /** Answer with a page where JSON belongs; `true` for a usual one. */
  html: z.union([z.literal(true), z.string()]).optional(),
  /** Answer with this body; text goes out as it is. */
  body: z.json().optional(),
  delayMs: z.number().int().nonnegative().optional(),
  /** Never answer. */
  hang: z.literal(true).optional(),
  /** Break the connection without an answer. */
  reset: z.literal(true).optional(),
  /** Half the body: `body` as a whole answer that isn't JSON, `connection` breaking off inside it. */
  cut: z.enum(["body", "connection"]).optional(),
  /** Another type for every field of this name, below `path` (`data`, `0.values`) or anywhere. */
  retype: z
    .strictObject({ path: z.string().optional(), key: z.string(), value: z.json().optional() })
    .optional(),
});
export type Fault = z.infer<typeof Fault>;

export const FaultOrder = z.strictObject({
  match: z
    .strictObject({
      /** Regular expression on path and query. */
      path: z.string().refine(isRegExp, "is no regular expression").optional(),
      method: z.string().optional(),
      host: z.enum(["personal", "connectapi", "diauth", "sso", "consumer"]).optional(),
      externalUserId: z.string().optional(),
    })
    .default({}),
  /** Requests that the fault meets; -1 = until faults are cleared. */
  times: z.number().int().min(-1).default(1),
  fault: Fault,
});
export type FaultOrder = z.infer<typeof FaultOrder>;

export type FaultTarget = { host: string; method: string; place: string; externalUserId: string | null };

export class FaultList {
  private orders: FaultOrder[] = [];

  add(orders: readonly FaultOrder[]): void {
    this.orders.push(...orders.map((order) => ({ ...order })));
  }

  list(): FaultOrder[] {
    return this.orders;
  }

  clear(): void {
    this.orders = [];
  }

  /** The first fault in order that meets the request; it is used up by one. */
  take(target: FaultTarget): Fault | null {
    const order = this.orders.find((item) => item.times !== 0 && isMet(item.match, target));
    if (!order) return null;
    if (order.times > 0) order.times--;
    return order.fault;
  }
}

function isMet(match: FaultOrder["match"], target: FaultTarget): boolean {
  return (
    (match.path === undefined || new RegExp(match.path).test(target.place)) &&
    (match.method === undefined || match.method.toUpperCase() === target.method) &&
    (match.host === undefined || match.host === target.host) &&
    (match.externalUserId === undefined || match.externalUserId === target.externalUserId)
  );
}

const HTML_PAGE =
  "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

/** The answer that a fault makes of the right one. Cutting, delay and silence are the server's part. */
export function applyFault(fault: Fault, right: Answer): Answer {
  const replaced = replaceAnswer(fault, right);
  const answer = fault.retype ? { ...replaced, body: retypeBody(replaced.body, fault.retype) } : replaced;
  const headers =
    fault.retryAfterSeconds === undefined
      ? answer.headers
      : { ...answer.headers, "retry-after": String(fault.retryAfterSeconds) };
  return { ...answer, headers };
}

function replaceAnswer(fault: Fault, right: Answer): Answer {
  const status = fault.status ?? right.status;
  if (fault.html !== undefined) {
    const body = fault.html === true ? HTML_PAGE : fault.html;
    return { status, headers: { "content-type": "text/html;charset=UTF-8" }, body };
  }
  if (fault.body !== undefined) {
    const body = typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body);
    return { status, headers: { "content-type": "application/json;charset=UTF-8" }, body };
  }
  if (fault.status === undefined) return right;
  const body = JSON.stringify({ message: `HTTP ${status}`, error: "SimulatedFault" });
  return { status, headers: { "content-type": "application/json;charset=UTF-8" }, body };
}

function retypeBody(body: Answer["body"], retype: NonNullable<Fault["retype"]>): Answer["body"] {
  if (typeof body !== "string" || body === "") return body;
  const parsed: Json = JSON.parse(body);
  const place = (retype.path ?? "").split(".").filter(Boolean).reduce(stepInto, parsed);
  retypeBelow(place, retype.key, retype.value);
  return JSON.stringify(parsed);
}

function stepInto(place: Json, step: string): Json {
  if (isList(place)) return place[Number(step)] ?? null;
  return isObject(place) ? (place[step] ?? null) : null;
}

function retypeBelow(place: Json, key: string, value: Json | undefined): void {
  if (isList(place)) {
    for (const item of place) retypeBelow(item, key, value);
    return;
  }
  if (!isObject(place)) return;
  retypeField(place, key, value);
  for (const item of Object.values(place)) retypeBelow(item, key, value);
}

function retypeField(holder: JsonObject, key: string, value: Json | undefined): void {
  const old = holder[key];
  if (old === undefined) return;
  if (value !== undefined) holder[key] = value;
  else holder[key] = typeof old === "number" ? `${old} units` : typeof old === "string" ? 7 : "changed";
}

function isRegExp(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
