/** Garmin's hosts: tokens, log-ins and data, with limits and faults put on. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account";
import type { AccountBook } from "./account-book";
import { type Answer, refusal, text } from "./answer";
import { applyFault, type Fault, type FaultList } from "./faults";
import { describeRequest, type LoggedRequest, type RequestLog } from "./request-log";
import { answerGet, type DataHost, type Host } from "./routes";
import { answerSso } from "./sso-routes";
import { answerConsumer, answerDiToken, answerOAuth1, DI_TOKEN_PATH, type TokenReply } from "./token-routes";

const TOKEN_PATH = "/personalapitoken-service/personal-api/personal-api-key/token";
export const CONSUMER_PATH = "/oauth_consumer.json";
const TOO_MANY_RETRY_AFTER_SECONDS = 14;

export type Simulator = {
  book: AccountBook;
  faults: FaultList;
  log: RequestLog;
  limits: {
    /** Calls of one account that may be under way at once. */
    maxInFlight: number;
    /** What every answer takes, so that calls overlap as they do in the world. */
    latencyMs: number;
  };
};

type Asked = { request: IncomingMessage; url: URL; body: string; entry: LoggedRequest };

/** The request handler of one data host. */
export function createProviderHost(simulator: Simulator, host: DataHost) {
  const inFlight = new Map<string, number>();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const caller = identify(simulator.book, host, request.headers.authorization ?? "");
    const id = caller.owner?.externalUserId ?? null;
    if (id !== null) inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    try {
      await serve(simulator, host, { request, response, id }, (asked) => {
        asked.entry.inFlight = id === null ? 0 : (inFlight.get(id) ?? 0);
        return { answer: answerRequest(simulator, host, asked, caller), externalUserId: id };
      });
    } finally {
      if (id !== null) inFlight.set(id, (inFlight.get(id) ?? 1) - 1);
    }
  };
}

/** The request handler of the address for log-ins and tokens, which stands for several hosts. */
export function createLoginHost(simulator: Simulator) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://garmin.invalid").pathname;
    const host = path === DI_TOKEN_PATH ? "diauth" : path === CONSUMER_PATH ? "consumer" : "sso";
    await serve(simulator, host, { request, response, id: null }, (asked) =>
      answerLogin(simulator.book, host, asked),
    );
  };
}

function answerLogin(book: AccountBook, host: Host, { request, url, body, entry }: Asked): TokenReply {
  const asked = { method: entry.method, path: url.pathname, query: url.searchParams, body };
  if (host === "consumer") return { answer: answerConsumer(), externalUserId: null };
  if (host === "diauth") {
    return answerDiToken(book.sessions, { ...asked, authorization: request.headers.authorization ?? "" });
  }
  return answerSso(book, { ...asked, headers: request.headers });
}

/** One request from log entry to answer. */
async function serve(
  simulator: Simulator,
  host: Host,
  { request, response, id }: { request: IncomingMessage; response: ServerResponse; id: string | null },
  answer: (asked: Asked) => TokenReply,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://garmin.invalid");
  const entry = simulator.log.add(describeRequest(host, request, url));
  entry.externalUserId = id;
  const body = await readBody(request);
  const fault = simulator.faults.take({
    host,
    method: entry.method,
    place: url.pathname + url.search,
    externalUserId: id,
  });
  entry.hadFault = fault !== null;
  await sleep(simulator.limits.latencyMs + (fault?.delayMs ?? 0));
  if (fault?.hang) await new Promise((resolve) => response.once("close", resolve));
  if (fault?.hang || fault?.reset) {
    response.destroy();
    return;
  }
  const reply = answer({ request, url, body, entry });
  entry.externalUserId = reply.externalUserId;
  send(response, entry, fault ? applyFault(fault, reply.answer) : reply.answer, fault);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

type Caller = { apiKey: string | null; account: Account | null; owner: Account | null };

/** Who is asking: by key for the exchange, by token for data. A token is good for its own host. */
function identify(book: AccountBook, host: DataHost, authorization: string): Caller {
  const [scheme, credential = ""] = authorization.split(" ");
  if (scheme === "ApiKey") {
    return { apiKey: credential, account: null, owner: book.findAccount(credential) };
  }
  if (scheme === "Bearer") {
    const tokens = host === "personal" ? book : book.sessions;
    const owner = tokens.findOwner(credential);
    return { apiKey: null, account: tokens.findByBearer(credential), owner };
  }
  return { apiKey: null, account: null, owner: null };
}

function answerRequest(
  simulator: Simulator,
  host: DataHost,
  { request, url, body, entry }: Asked,
  caller: Caller,
): Answer {
  const { book, limits } = simulator;
  if (host === "personal" && url.pathname === TOKEN_PATH) {
    if (entry.method !== "POST") return refusal(405);
    const token = caller.apiKey === null ? null : book.exchange(caller.apiKey);
    return token === null ? refusal(401) : text(token);
  }
  if (host === "connectapi") {
    const authorization = request.headers.authorization ?? "";
    const asked = { method: entry.method, path: url.pathname, query: url.searchParams, authorization, body };
    const reply = answerOAuth1(book.sessions, asked);
    if (reply !== null) return reply.answer;
  }
  if (!caller.account) return refusal(401);
  if (host === "connectapi" && book.sessions.inactiveAccounts.has(caller.account.externalUserId)) {
    return notActive();
  }
  if (entry.inFlight > limits.maxInFlight) return refusal(429, TOO_MANY_RETRY_AFTER_SECONDS);
  if (entry.method !== "GET") return refusal(405);
  return answerGet(host, book.view(caller.account), url.pathname, url.searchParams);
}

/** Some accounts are given tokens that their own host then refuses. */
function notActive(): Answer {
  const answer = refusal(401);
  answer.headers["www-authenticate"] =
    'Bearer error="invalid_token", error_description="Token is not active"';
  return answer;
}

function send(response: ServerResponse, entry: LoggedRequest, answer: Answer, fault: Fault | null): void {
  const whole = Buffer.from(answer.body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const body = fault?.cut === "body" ? half : whole;
  entry.status = answer.status;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { "content-length": body.length }),
  });
  if (fault?.cut === "connection") response.write(half, () => response.destroy());
  else response.end(body);
}
