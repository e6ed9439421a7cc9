/** The one way to ask a provider: a body whose shape was checked, nothing, or a ProviderError. */
import { z } from "zod";
import { throughGate } from "@/lib/providers/call-gate";
import { ProviderError, type ProviderFailure, type ProviderId } from "@/lib/providers/errors";
import type { Fetch } from "@/lib/providers/provider";

/** How long to wait after a 429 that names no time. */
const DEFAULT_RETRY_AFTER_MS = 15 * 60_000;
/** No provider means longer than this; a larger figure is a fault of theirs. */
const MAX_RETRY_AFTER_MS = 7 * 86_400_000;

export type ProviderRequest = {
  provider: ProviderId;
  url: URL;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  /** Text as it goes out. */
  body?: string;
  timeoutMs?: number;
  fetch?: Fetch;
  /** Decides what `Retry-After` in seconds means. */
  now?: () => Date;
};

/** What a payload is, so that one of another shape can be kept and found again. */
export type PayloadLabel = { payloadKind: string; externalId: string };

/** A checked body beside the one that came, which is what gets kept. */
export type Answer<T> = { data: T; body: unknown };

/**
 * Asks a provider for JSON and checks its shape.
 *
 * @returns null when the provider says that there is nothing: 204, or 200 without a body
 * @throws ProviderError for every way this can fail; no failure becomes an empty result
 */
export async function requestProvider<Schema extends z.ZodType>(
  request: ProviderRequest & PayloadLabel & { schema: Schema },
): Promise<Answer<z.output<Schema>> | null> {
  const text = await requestText(request);
  if (text.trim() === "") return null;
  const body = parseJson(request.provider, text);
  return { data: checkShape(request, request.schema, body), body };
}

/**
 * Asks a provider for text.
 *
 * @returns the body, which may be empty
 * @throws ProviderError for every way this can fail
 */
export function requestText(request: ProviderRequest): Promise<string> {
  return throughGate(request.provider, () => askForText(request));
}

async function askForText(request: ProviderRequest): Promise<string> {
  const { provider } = request;
  const now = request.now ?? (() => new Date());
  const { response, body: text } = await exchange(request, (answer) => answer.text());
  if (!response.ok) throw new ProviderError(provider, classify(response, now()));
  if (isDisguised429(text))
    throw new ProviderError(provider, { kind: "rate_limited", retryAt: retryAt(response, now()) });
  if (/^\s*</.test(text)) throw unavailable(provider, "a web page in place of data");
  return text;
}

/**
 * Asks a provider for a file.
 *
 * @throws ProviderError for every way this can fail; `rejected` when it is larger than `maxBytes`
 */
export function requestBytes(request: ProviderRequest, maxBytes: number): Promise<Uint8Array> {
  return throughGate(request.provider, () => askForBytes(request, maxBytes));
}

async function askForBytes(request: ProviderRequest, maxBytes: number): Promise<Uint8Array> {
  const { provider } = request;
  const now = request.now ?? (() => new Date());
  const { response, body } = await exchange(request, (answer) => readBytes(answer, maxBytes));
  if (!response.ok) throw new ProviderError(provider, classify(response, now()));
  if (body === null) throw new ProviderError(provider, { kind: "rejected", httpStatus: 413 });
  const head = Buffer.from(body.subarray(0, 2000)).toString("utf8");
  if (isDisguised429(head))
    throw new ProviderError(provider, { kind: "rate_limited", retryAt: retryAt(response, now()) });
  return body;
}

/** `null` when it is too much; the rest is then not read. */
async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    size += piece.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      return null;
    }
    pieces.push(piece.value);
  }
  return Buffer.concat(pieces);
}

/** @throws ProviderError `unexpected_payload` with the body, when it has another shape */
export function checkShape<Schema extends z.ZodType>(
  label: PayloadLabel & { provider: ProviderId },
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unexpectedPayload(label, parsed.error, body);
}

/** `checkShape`, then our own reading of it, whose complaints are about the payload just as well. */
export function readPayload<Schema extends z.ZodType, T>(
  label: PayloadLabel & { provider: ProviderId },
  schema: Schema,
  body: unknown,
  read: (source: z.output<Schema>) => T,
): T {
  const source = checkShape(label, schema, body);
  try {
    return read(source);
  } catch (error) {
    if (error instanceof z.ZodError) throw unexpectedPayload(label, error, body);
    throw error;
  }
}

/** Sorts a failed response by what we do next, which is all that callers need. */
export function classify(response: Response, now: Date): ProviderFailure {
  const { status } = response;
  if (status === 429) return { kind: "rate_limited", retryAt: retryAt(response, now) };
  if (status === 401) return { kind: "access_token_rejected" };
  if (status === 404) return { kind: "not_found" };
  if (status === 408 || status >= 500) return { kind: "unavailable", detail: `HTTP ${status}` };
  return { kind: "rejected", httpStatus: status };
}

/** `Retry-After` is seconds or a date; without it, or unreadable, a quarter of an hour from now. */
export function retryAt(response: Response, now: Date): Date {
  const header = response.headers.get("retry-after")?.trim() ?? "";
  const isSeconds = /^\d+(\.\d+)?$/.test(header);
  const delayMs = isSeconds ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  const chosenMs = Number.isNaN(delayMs) ? DEFAULT_RETRY_AFTER_MS : delayMs;
  return new Date(now.getTime() + Math.min(Math.max(chosenMs, 0), MAX_RETRY_AFTER_MS));
}

/** Read without lib/env, so that an adapter can be used where nothing else is set. */
function defaultTimeoutMs(): number {
  const seconds = Number(process.env.PROVIDER_TIMEOUT_SECONDS);
  return (seconds > 0 ? seconds : 30) * 1000;
}

/**
 * Asks for an answer whose failures mean something to the caller: log-ins and token requests
 * say in the body of a 400 or 401 what is wrong.
 *
 * @throws ProviderError when there is no answer, or one that asks to wait or comes of a fault
 */
export async function requestAnswer(
  request: ProviderRequest,
): Promise<{ status: number; text: string; headers: Headers }> {
  const now = request.now ?? (() => new Date());
  const { response, body: text } = await exchange(request, (answer) => answer.text());
  const failure = classify(response, now());
  if (!response.ok && (failure.kind === "rate_limited" || failure.kind === "unavailable")) {
    throw new ProviderError(request.provider, failure);
  }
  if (isDisguised429(text)) {
    throw new ProviderError(request.provider, { kind: "rate_limited", retryAt: retryAt(response, now()) });
  }
  return { status: response.status, text, headers: response.headers };
}

/** One request with its whole body, within one time limit. */
async function exchange<Body>(
  request: ProviderRequest,
  read: (response: Response) => Promise<Body>,
): Promise<{ response: Response; body: Body }> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs();
  try {
    const response = await (request.fetch ?? fetch)(request.url, {
      method: request.method ?? "GET",
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      signal: AbortSignal.timeout(timeoutMs),
      cache: "no-store",
    });
    return { response, body: await read(response) };
  } catch (cause) {
    // The cause is left out on purpose: its message can hold a header, so a token.
    throw unavailable(request.provider, describeNetworkFault(cause, timeoutMs));
  }
}

function describeNetworkFault(fault: unknown, timeoutMs: number): string {
  if (!(fault instanceof Error)) return "the request failed";
  if (fault.name === "TimeoutError" || fault.name === "AbortError") return `no answer within ${timeoutMs} ms`;
  const code = errorCode(fault) ?? errorCode(fault.cause);
  return code === undefined ? "the connection failed" : `the connection failed (${code})`;
}

function errorCode(fault: unknown): string | undefined {
  if (typeof fault !== "object" || fault === null || !("code" in fault)) return undefined;
  return typeof fault.code === "string" ? fault.code : undefined;
}

/** Garmin also says "too many requests" in the body of a 200. */
const Disguised429 = z.object({ error: z.object({ "status-code": z.coerce.number().pipe(z.literal(429)) }) });

function isDisguised429(text: string): boolean {
  // Such a body is short; a long one is data and is not parsed twice.
  if (text.length > 2000 || !text.includes("status-code")) return false;
  try {
    return Disguised429.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

function parseJson(provider: ProviderId, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unavailable(provider, "a body that is cut short or no JSON");
  }
}

function unexpectedPayload(
  label: PayloadLabel & { provider: ProviderId },
  error: z.ZodError,
  body: unknown,
): ProviderError {
  return new ProviderError(label.provider, {
    kind: "unexpected_payload",
    issues: z.prettifyError(error),
    raw: body,
    payloadKind: label.payloadKind,
    externalId: label.externalId,
  });
}

function unavailable(provider: ProviderId, detail: string): ProviderError {
  return new ProviderError(provider, { kind: "unavailable", detail });
}
