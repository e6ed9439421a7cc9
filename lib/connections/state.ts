/** The state of a connection in words: what it is, why, and what to do next. */
import { CAUSES, causeOf, timeOfDay } from "@/lib/connections/causes";
import { type AccessWay, isUsable, usableInOrder, WAYS, wayOf } from "@/lib/connections/ways";
import {
  type AccessFacts,
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
  needs_reconnect: { word: "Connect again", tone: "strong" },
  handed_over: { word: "Handed over", tone: "nodata" },
  degraded: { word: "Goes on by another way", tone: "watch" },
  key_expiring: { word: "Key ends soon", tone: "watch" },
  unavailable: { word: "Not reachable", tone: "watch" },
  payload_changed: { word: "Partly readable", tone: "watch" },
  paused: { word: "Paused", tone: "nodata" },
  disconnected: { word: "Disconnected", tone: "nodata" },
  not_connected: { word: "Not connected", tone: "nodata" },
} as const satisfies Record<string, { word: string; tone: "usual" | "watch" | "strong" | "nodata" }>;

export type ConnectionState = keyof typeof CONNECTION_STATES;

/** One way in, beside the others. */
export type WayStatus = {
  way: AccessWay;
  title: string;
  state: "ready" | "waiting" | "needs_reconnect" | "unavailable" | "handed_over" | "key_expiring";
  word: string;
  tone: "usual" | "watch" | "strong" | "nodata";
  cause: string | null;
  since: Date;
  nextStep: string | null;
  expiresAt: Date | null;
  /** Whether it is the one that is asked now. */
  isInUse: boolean;
};

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
  /** The ways that are set up, best first. */
  ways: WayStatus[];
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
  return statusOf({ connection, accesses, metrics, now });
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
    ways: [],
  };
}

/** Of the rows, what the state is made from. */
export type ConnectionFacts = {
  connection: Pick<
    ConnectionRow,
    "username" | "syncEnabled" | "connectedAt" | "disconnectedAt" | "nextSyncAt" | "waitUntil" | "timeZone"
  >;
  /** Best first. */
  accesses: readonly AccessFacts[];
  metrics: readonly Pick<MetricRow, "lastSucceededAt" | "failedSince" | "cause">[];
  now: Date;
};

/** Pure, so that each state can be tested without a database. */
export function statusOf(known: ConnectionFacts): ConnectionStatus {
  const { connection, accesses, metrics } = known;
  const told = tell(known);
  const isConnected = connection.disconnectedAt === null && accesses.length > 0;
  const runsByItself = isConnected && connection.syncEnabled && accesses.some(isUsable);
  return {
    connected: isConnected,
    syncEnabled: connection.syncEnabled,
    lastSyncAt: latest(metrics.map(({ lastSucceededAt }) => lastSucceededAt)),
    username: connection.username,
    ...told,
    ...CONNECTION_STATES[told.state],
    nextSyncAt: runsByItself ? connection.nextSyncAt : null,
    keyExpiresAt: accesses.find(({ way }) => way === "personal_key")?.secretExpiresAt ?? null,
    ways: waysOf(known),
  };
}

function tell(known: ConnectionFacts): Told {
  const { connection, accesses, now } = known;
  if (connection.disconnectedAt !== null)
    return told("disconnected", "disconnected", connection.disconnectedAt);
  const [best] = accesses;
  if (best === undefined) return told("needs_reconnect", "no_credential", null);
  if (!accesses.some(isUsable)) return tellUnusable(accesses, best);
  if (connection.waitUntil !== null && connection.waitUntil > now) {
    const until = timeOfDay(connection.waitUntil, connection.timeZone);
    const waiting = accesses.find(({ state }) => state === "waiting");
    return {
      ...told("waiting", "rate_limited", waiting?.stateSince ?? null),
      cause: `Garmin asks us to wait until ${until}.`,
    };
  }
  return tellWays(known) ?? tellData(known) ?? tellSwitch(known) ?? allIsWell(known);
}

/** A way that Garmin refused says more than one that was taken elsewhere. */
function tellUnusable(accesses: readonly AccessFacts[], best: AccessFacts): Told {
  const refused = accesses.find(({ state }) => state === "needs_reconnect");
  if (refused !== undefined) {
    return told("needs_reconnect", refused.cause ?? "no_credential", refused.stateSince);
  }
  if (best.state === "handed_over") return told("handed_over", "handed_over", best.stateSince);
  return told("needs_reconnect", "no_credential", null);
}

/** What of the ways does not work; `null` when all that matter do. */
function tellWays({ accesses, now }: ConnectionFacts): Told | null {
  const [inUse] = usableInOrder(accesses, now);
  if (inUse === undefined) return null;
  if (inUse.state === "unavailable") {
    return told("unavailable", inUse.cause ?? "unavailable", inUse.stateSince);
  }
  const failed = accesses.find(
    ({ state, way }) => way !== inUse.way && (state === "needs_reconnect" || state === "unavailable"),
  );
  if (failed === undefined) return null;
  const { sentence, nextStep } = causeOf(failed.cause ?? "unavailable");
  return {
    state: "degraded",
    cause: `${WAYS[wayOf(failed)].title}: ${sentence} Runs and nights still come in: ${lowerFirst(WAYS[wayOf(inUse)].title)} is used meanwhile.`,
    since: failed.stateSince,
    nextStep,
  };
}

function tellData({ metrics }: ConnectionFacts): Told | null {
  const changed = metrics.filter(
    ({ failedSince, cause }) => failedSince !== null && cause === "payload_changed",
  );
  if (changed.length === 0) return null;
  const since = earliest(changed.map(({ failedSince }) => failedSince));
  return told("payload_changed", "payload_changed", since);
}

function tellSwitch({ connection }: ConnectionFacts): Told | null {
  if (connection.syncEnabled) return null;
  return {
    state: "paused",
    cause: "Nothing is synced by itself, because you switched it off.",
    since: null,
    nextStep: "Switch it on again, or sync now.",
  };
}

/** For so long before its end a key is told to end soon. */
export const KEY_WARNING_DAYS = 14;

function isEndingSoon({ way, secretExpiresAt, state }: AccessFacts, now: Date): boolean {
  if (way !== "personal_key" || secretExpiresAt === null || state === "needs_reconnect") return false;
  return secretExpiresAt.getTime() - now.getTime() <= KEY_WARNING_DAYS * 86_400_000;
}

function allIsWell({ connection, accesses, now }: ConnectionFacts): Told {
  const ending = accesses.find((access) => isEndingSoon(access, now));
  if (ending?.secretExpiresAt) {
    return {
      state: "key_expiring",
      cause: `The key from Garmin ends on ${dayIn(connection.timeZone, ending.secretExpiresAt)}.`,
      since: null,
      nextStep: CAUSES.key_refused.nextStep,
    };
  }
  return { state: "connected", cause: null, since: connection.connectedAt, nextStep: null };
}

/** Such as `24 March 2026`. */
export function dayIn(timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "long" }).format(instant);
}

const WAY_STATES = {
  ready: { word: "Works", tone: "usual" },
  waiting: { word: "Waiting", tone: "watch" },
  needs_reconnect: { word: "Refused", tone: "strong" },
  unavailable: { word: "Not reachable", tone: "watch" },
  handed_over: { word: "Handed over", tone: "nodata" },
  key_expiring: { word: "Ends soon", tone: "watch" },
} as const satisfies Record<WayStatus["state"], { word: string; tone: WayStatus["tone"] }>;

function waysOf({ connection, accesses, now }: ConnectionFacts): WayStatus[] {
  if (connection.disconnectedAt !== null) return [];
  const inUse = usableInOrder(accesses, now)[0]?.way;
  return accesses.map((access): WayStatus => {
    const way = wayOf(access);
    const rowState = access.state === "payload_changed" ? "ready" : access.state;
    const state = rowState === "ready" && isEndingSoon(access, now) ? "key_expiring" : rowState;
    const told = access.cause === null ? null : causeOf(access.cause);
    return {
      way,
      title: WAYS[way].title,
      state,
      ...WAY_STATES[state],
      cause: told?.sentence ?? null,
      since: access.stateSince,
      nextStep: told?.nextStep ?? null,
      expiresAt: access.secretExpiresAt,
      isInUse: access.way === inUse,
    };
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
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
