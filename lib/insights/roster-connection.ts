/** A connection as a coach hears of it: whether it works, and in which words; never what the athlete typed. */
import { type ConnectionState, statusOf } from "@/lib/connections/state";
import type { RosterConnectionRow } from "@/lib/db/roster";
import type { Tone } from "@/lib/insights/finding";

export type RosterConnection = {
  state: ConnectionState;
  /** Never strong: trouble with a connection is no trouble of the athlete. */
  tone: Extract<Tone, "usual" | "watch" | "nodata">;
  word: string;
  /** Whether nights should be arriving. */
  isWorking: boolean;
  /** Whose trouble it is that nothing arrives; null while all is well. */
  fault: "athlete" | "provider" | null;
  /** A sentence for the coach. */
  why: string;
  lastArrivedAt: Date | null;
  keyExpiresAt: Date | null;
};

type Words = Pick<RosterConnection, "tone" | "word" | "isWorking" | "fault" | "why">;

const WORDS: Record<ConnectionState, Words> = {
  connected: { tone: "usual", word: "Connected", isWorking: true, fault: null, why: "The connection works." },
  waiting: {
    tone: "watch",
    word: "Waiting",
    isWorking: true,
    fault: "provider",
    why: "The provider asked to wait; it goes on by itself.",
  },
  unavailable: {
    tone: "watch",
    word: "Not reachable",
    isWorking: false,
    fault: "provider",
    why: "The provider does not answer; it is tried again.",
  },
  payload_changed: {
    tone: "watch",
    word: "Partly readable",
    isWorking: false,
    fault: "provider",
    why: "The provider sends something new; the operator knows.",
  },
  needs_reconnect: {
    tone: "watch",
    word: "Needs reconnecting",
    isWorking: false,
    fault: "athlete",
    why: "The athlete has to connect again.",
  },
  degraded: {
    tone: "watch",
    word: "By another way",
    isWorking: true,
    fault: null,
    why: "One way in does not work; another one is used meanwhile.",
  },
  key_expiring: {
    tone: "watch",
    word: "Key ends soon",
    isWorking: true,
    fault: null,
    why: "The athlete's key ends soon; a new one is needed then.",
  },
  handed_over: {
    tone: "nodata",
    word: "Handed over",
    isWorking: false,
    fault: "athlete",
    why: "The athlete took the session to another tool.",
  },
  paused: {
    tone: "nodata",
    word: "Paused",
    isWorking: false,
    fault: "athlete",
    why: "The athlete switched syncing off.",
  },
  disconnected: {
    tone: "nodata",
    word: "Disconnected",
    isWorking: false,
    fault: "athlete",
    why: "The athlete disconnected.",
  },
  not_connected: {
    tone: "nodata",
    word: "Not connected",
    isWorking: false,
    fault: "athlete",
    why: "Nothing is connected yet.",
  },
};

const NONE: RosterConnection = {
  state: "not_connected",
  ...WORDS.not_connected,
  lastArrivedAt: null,
  keyExpiresAt: null,
};

/** Of several connections the one that works; Garmin's before others, since nights come from there. */
export function pickConnection(rows: readonly RosterConnectionRow[], now: Date): RosterConnection {
  const all = rows.map((row) => ({ provider: row.connection.provider, ...describe(row, now) }));
  const garmin = all.find(({ provider }) => provider === "garmin");
  const { provider: _, ...chosen } =
    garmin ?? all.find(({ isWorking }) => isWorking) ?? all[0] ?? withProvider(NONE);
  return chosen;
}

function withProvider(connection: RosterConnection) {
  return { provider: null, ...connection };
}

function describe(row: RosterConnectionRow, now: Date): RosterConnection {
  const { state, keyExpiresAt } = statusOf({ ...row, now });
  return { state, ...WORDS[state], lastArrivedAt: row.lastArrivedAt, keyExpiresAt };
}
