/**
 * The Garmin simulator: Garmin's Personal API and its unofficial data host over real HTTP on
 * this machine only, with a control address for tests.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AccountBook } from "./account-book";
import { createControlHost, type SimulatorClock } from "./control";
import { FaultList } from "./faults";
import { createLoginHost, createProviderHost, type Simulator } from "./provider-host";
import { RequestLog } from "./request-log";

export type GarminSimulator = {
  /** The same as `personalUrl`: what GARMIN_PERSONAL_API_BASE_URL is set to. */
  baseUrl: string;
  personalUrl: string;
  connectapiUrl: string;
  controlUrl: string;
  /** Log-ins (sso), tokens (diauth) and the OAuth1 consumer. */
  loginUrl: string;
  close(): Promise<void>;
};

export type GarminSimulatorOptions = {
  /** First of four ports in a row (personal, connectapi, control, login); free ones when absent. */
  port?: number | undefined;
  /** Replaces the seeds of the cast, which are chosen to show one state each. */
  seed?: number | undefined;
  now?: (() => Date) | undefined;
  maxInFlight?: number | undefined;
  latencyMs?: number | undefined;
  /** Of the accounts that are made later, so that those of several simulators are not the same. */
  firstAccountNumber?: number | undefined;
};

const DEFAULT_MAX_IN_FLIGHT = 2;
const DEFAULT_LATENCY_MS = 4;

/** @throws Error (EADDRINUSE) when a port is taken; nothing is left listening then */
export async function startGarminSimulator(options: GarminSimulatorOptions = {}): Promise<GarminSimulator> {
  const clock = createClock(options.now ?? (() => new Date()));
  const simulator: Simulator = {
    book: new AccountBook(clock.now, options.seed, options.firstAccountNumber),
    faults: new FaultList(),
    log: new RequestLog(),
    limits: {
      maxInFlight: options.maxInFlight ?? DEFAULT_MAX_IN_FLIGHT,
      latencyMs: options.latencyMs ?? DEFAULT_LATENCY_MS,
    },
  };
  const handlers = [
    createProviderHost(simulator, "personal"),
    createProviderHost(simulator, "connectapi"),
    createControlHost(simulator, clock),
    createLoginHost(simulator),
  ];
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(closeServer));
  };
  try {
    const urls: string[] = [];
    for (const [index, handler] of handlers.entries()) {
      const server = createServer((request, response) => void guard(handler, request, response));
      servers.push(server);
      urls.push(await listen(server, options.port ? options.port + index : 0));
    }
    const [personalUrl = "", connectapiUrl = "", controlUrl = "", loginUrl = ""] = urls;
    return { baseUrl: personalUrl, personalUrl, connectapiUrl, controlUrl, loginUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A mistake of the simulator itself is a 500 with its words, never a hung client. */
async function guard(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handler(request, response);
  } catch (error) {
    if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
    response.end(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function createClock(base: () => Date): SimulatorClock {
  let shiftMs = 0;
  return {
    now: () => new Date(base().getTime() + shiftMs),
    set: (now) => {
      shiftMs = now.getTime() - base().getTime();
    },
    advance: (seconds) => {
      shiftMs += seconds * 1000;
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : port}`);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The variables that point an app at the simulator. */
export function simulatorEnvironment(
  urls: Pick<GarminSimulator, "personalUrl" | "connectapiUrl" | "loginUrl">,
): Record<string, string> {
  return {
    GARMIN_PERSONAL_API_BASE_URL: urls.personalUrl,
    GARMIN_CONNECTAPI_BASE_URL: urls.connectapiUrl,
    GARMIN_DIAUTH_BASE_URL: urls.loginUrl,
    GARMIN_SSO_BASE_URL: urls.loginUrl,
    GARMIN_OAUTH_CONSUMER_URL: `${urls.loginUrl}/oauth_consumer.json`,
    // The simulator is nobody that has to be spared.
    GARMIN_CALLS_PER_MINUTE: "100000",
  };
}
