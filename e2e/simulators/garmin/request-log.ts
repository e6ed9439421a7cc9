/** What clients asked, to assert on. Never holds a key, a token or a body. */
import type { IncomingMessage } from "node:http";
import type { Host } from "./routes";

export type LoggedRequest = {
  at: string;
  host: Host;
  method: string;
  path: string;
  query: Record<string, string>;
  /** `null` while no answer went out: under way, hung or reset. */
  status: number | null;
  /** Whose account, where a key or token tells it. */
  externalUserId: string | null;
  /** `ApiKey`, `Bearer`, `Basic`, `OAuth` or `null`. */
  authorizationScheme: string | null;
  headerNames: string[];
  contentLength: number | null;
  /** Requests of the same account that were under way, this one included. */
  inFlight: number;
  hadFault: boolean;
};

const MOST_ENTRIES = 20_000;

export class RequestLog {
  private entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): LoggedRequest {
    this.entries.push(entry);
    if (this.entries.length > MOST_ENTRIES) this.entries.shift();
    return entry;
  }

  list(externalUserId: string | null): LoggedRequest[] {
    return externalUserId === null
      ? this.entries
      : this.entries.filter((entry) => entry.externalUserId === externalUserId);
  }

  clear(): void {
    this.entries = [];
  }
}

export function describeRequest(host: Host, request: IncomingMessage, url: URL): LoggedRequest {
  const authorization = request.headers.authorization ?? "";
  const length = request.headers["content-length"];
  return {
    at: new Date().toISOString(),
    host,
    method: request.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    status: null,
    externalUserId: null,
    authorizationScheme: /^(ApiKey|Bearer|Basic|OAuth) /.exec(authorization)?.[1] ?? null,
    headerNames: Object.keys(request.headers),
    contentLength: length === undefined ? null : Number(length),
    inFlight: 0,
    hadFault: false,
  };
}
