/** One of Garmin's hosts: token exchange and data, with limits and faults put on. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account";
import type { AccountBook } from "./account-book";
import { type Answer, refusal, text } from "./answer";
import { applyFault, type Fault, type FaultList } from "./faults";
import { describeRequest, type LoggedRequest, type RequestLog } from "./request-log";
import { answerGet, type Host } from "./routes";

const TOKEN_PATH = "/personalapitoken-service/personal-api/personal-api-key/token";
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

/** The request handler of one host. */
export function createProviderHost(simulator: Simulator, host: Host) {
  const inFlight = new Map<string, number>();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    request.resume();
    const url = new URL(request.url ?? "/", "http://garmin.invalid");
    const entry = simulator.log.add(describeRequest(host, request, url));
    const caller = identify(simulator.book, request.headers.authorization ?? "");
    const id = caller.owner?.externalUserId ?? null;
    entry.externalUserId = id;
    if (id !== null) inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    entry.inFlight = id === null ? 0 : (inFlight.get(id) ?? 0);
    try {
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
      const right = answerRequest(simulator, host, entry, url, caller);
      send(response, entry, fault ? applyFault(fault, right) : right, fault);
    } finally {
      if (id !== null) inFlight.set(id, (inFlight.get(id) ?? 1) - 1);
    }
  };
}

type Caller = { apiKey: string | null; account: Account | null; owner: Account | null };

/** Who is asking: by key for the exchange, by token for data. */
function identify(book: AccountBook, authorization: string): Caller {
  const [scheme, credential = ""] = authorization.split(" ");
  if (scheme === "ApiKey") {
    return { apiKey: credential, account: null, owner: book.findAccount(credential) };
  }
  if (scheme === "Bearer") {
    return { apiKey: null, account: book.findByBearer(credential), owner: book.findOwner(credential) };
  }
  return { apiKey: null, account: null, owner: null };
}

function answerRequest(
  simulator: Simulator,
  host: Host,
  entry: LoggedRequest,
  url: URL,
  caller: Caller,
): Answer {
  if (host === "personal" && url.pathname === TOKEN_PATH) {
    if (entry.method !== "POST") return refusal(405);
    const token = caller.apiKey === null ? null : simulator.book.exchange(caller.apiKey);
    return token === null ? refusal(401) : text(token);
  }
  if (!caller.account) return refusal(401);
  if (entry.inFlight > simulator.limits.maxInFlight) return refusal(429, TOO_MANY_RETRY_AFTER_SECONDS);
  if (entry.method !== "GET") return refusal(405);
  return answerGet(host, simulator.book.view(caller.account), url.pathname, url.searchParams);
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
