/** The state of a connection in words: what it is, why, and what to do next. */
import { CAUSES, causeOf, timeOfDay } from "@/lib/connections/causes";
import {
  type AccessRow,
  type ConnectionRow,
  findConnection,
  listAccesses,
  listMetrics,
  type MetricRow,
} from "@/lib/db/connections";
import type { ProviderId } from "@/lib/providers/errors";

/** Each state with its word and the tone in which it is shown. */
export const CONNECTION_STATES = {
  connected: { word: "Connected", tone: "usual" },
  waiting: { word: "Waiting", tone: "watch" },
  needs_reconnect: { word: "Needs a new key", tone: "strong" },
  unavailable: { word: "Not reachable", tone: "watch" },
  payload_changed: { word: "Partly readable", tone: "watch" },
  paused: { word: "Paused", tone: "nodata" },
  disconnected: { word: "Disconnected", tone: "nodata" },
  not_connected: { word: "Not connected", tone: "nodata" },
} as const satisfies Record<string, { word: string; tone: "usual" | "watch" | "strong" | "nodata" }>;

export type ConnectionState = keyof typeof CONNECTION_STATES;

export type ConnectionStatus = {
  connected: boolean;
  syncEnabled: boolean;
  lastSyncAt: Date | null;
  username: string | null;
  state: ConnectionState;
  word: string;
  /** A sentence; `null` while there is nothing to explain. */
  cause: string | null;
  since: Date | null;
  /** A sentence; `null` while there is nothing to do. */
  nextStep: string | null;
  nextSyncAt: Date | null;
  keyExpiresAt: Date | null;
  tone: "usual" | "watch" | "strong" | "nodata";
};

type Told = { state: ConnectionState; cause: string | null; since: Date | null; nextStep: string | null };

export async function describeConnection(
  athleteId: string,
  provider: ProviderId,
  now: Date = new Date(),
): Promise<ConnectionStatus> {
  const connection = await findConnection(athleteId, provider);
  if (connection === null) return neverConnected();
  const [accesses, metrics] = await Promise.all([
    listAccesses(connection.connectionId),
    listMetrics(connection.connectionId),
  ]);
  return statusOf({ connection, access: accesses[0] ?? null, metrics, now });
}

function neverConnected(): ConnectionStatus {
  return {
    connected: false,
    syncEnabled: false,
    lastSyncAt: null,
    username: null,
    state: "not_connected",
    ...CONNECTION_STATES.not_connected,
    cause: null,
    since: null,
    nextStep: CAUSES.no_credential.nextStep,
    nextSyncAt: null,
    keyExpiresAt: null,
  };
}

/** Of the rows, what the state is made from. */
export type ConnectionFacts = {
  connection: Pick<
    ConnectionRow,
    "username" | "syncEnabled" | "connectedAt" | "disconnectedAt" | "nextSyncAt" | "waitUntil" | "timeZone"
  >;
  /** The best way in. */
  access: Pick<AccessRow, "state" | "cause" | "stateSince" | "secretExpiresAt"> | null;
  metrics: readonly Pick<MetricRow, "lastSucceededAt" | "failedSince" | "cause">[];
  now: Date;
};

/** Pure, so that each state can be tested without a database. */
export function statusOf(known: ConnectionFacts): ConnectionStatus {
  const { connection, access, metrics } = known;
  const told = tell(known);
  const isConnected = connection.disconnectedAt === null && access !== null;
  const runsByItself = isConnected && connection.syncEnabled && told.state !== "needs_reconnect";
  return {
    connected: isConnected,
    syncEnabled: connection.syncEnabled,
    lastSyncAt: latest(metrics.map(({ lastSucceededAt }) => lastSucceededAt)),
    username: connection.username,
    ...told,
    ...CONNECTION_STATES[told.state],
    nextSyncAt: runsByItself ? connection.nextSyncAt : null,
    keyExpiresAt: access?.secretExpiresAt ?? null,
  };
}

function tell({ connection, access, metrics, now }: Parameters<typeof statusOf>[0]): Told {
  if (connection.disconnectedAt !== null)
    return told("disconnected", "disconnected", connection.disconnectedAt);
  if (access === null) return told("needs_reconnect", "no_credential", null);
  if (access.state === "needs_reconnect") {
    return told("needs_reconnect", access.cause ?? "key_refused", access.stateSince);
  }
  if (connection.waitUntil !== null && connection.waitUntil > now) {
    const until = timeOfDay(connection.waitUntil, connection.timeZone);
    return {
      ...told("waiting", "rate_limited", access.state === "waiting" ? access.stateSince : null),
      cause: `Garmin asks us to wait until ${until}.`,
    };
  }
  if (access.state === "unavailable")
    return told("unavailable", access.cause ?? "unavailable", access.stateSince);
  const changed = metrics.filter(
    ({ failedSince, cause }) => failedSince !== null && cause === "payload_changed",
  );
  if (changed.length > 0) {
    return told(
      "payload_changed",
      "payload_changed",
      earliest(changed.map(({ failedSince }) => failedSince)),
    );
  }
  if (!connection.syncEnabled) {
    return {
      state: "paused",
      cause: "Nothing is synced by itself, because you switched it off.",
      since: null,
      nextStep: "Switch it on again, or sync now.",
    };
  }
  return { state: "connected", cause: null, since: connection.connectedAt, nextStep: null };
}

function told(state: ConnectionState, code: string, since: Date | null): Told {
  const { sentence, nextStep } = causeOf(code);
  return { state, cause: sentence, since, nextStep };
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null);
}

function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at < best) ? at : best), null);
}
