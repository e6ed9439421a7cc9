/** A Garmin of a few canned answers over real HTTP, for tests. Unknown paths fail the test's request with 418. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Respond = (response: ServerResponse, request: IncomingMessage) => void;

export type FakeGarmin = {
  baseUrl: string;
  /** What was asked, in order. */
  requests: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  /** The newest answer for a path leads. The path is matched without its query. */
  answer: (pathname: string, respond: Respond) => void;
  reset: () => void;
  close: () => Promise<void>;
};

export async function startFakeGarmin(): Promise<FakeGarmin> {
  const answers = new Map<string, Respond>();
  const requests: FakeGarmin["requests"] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    requests.push({ method: request.method ?? "", url, headers: request.headers });
    const respond = answers.get(new URL(url, "http://fake").pathname);
    if (respond === undefined) response.writeHead(418).end(`no answer for ${url}`);
    else respond(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    answer: (pathname, respond) => answers.set(pathname, respond),
    reset: () => {
      answers.clear();
      requests.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(body: unknown, status = 200): Respond {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): Respond {
  return (response) => {
    response.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
  };
}

export const nothing: Respond = (response) => {
  response.writeHead(204).end();
};

/** Says how long the body is, sends less, and hangs up. */
export const cutBody: Respond = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('[{"activityId":');
  setTimeout(() => response.destroy(), 10);
};

export const hangUp: Respond = (_response, request) => {
  request.socket.destroy();
};
