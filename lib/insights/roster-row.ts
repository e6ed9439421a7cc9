/** One athlete on the roster, the states they may be in, and the order of need. Pure. */
import type { LocalDate } from "@/lib/days";
import type { WorkoutRow } from "@/lib/db/read-workouts";
import type { Tone } from "@/lib/insights/finding";
import type { RecoveryDayView, RecoveryShown } from "@/lib/insights/recovery-page";
import type { RosterConnection } from "@/lib/insights/roster-connection";
import type { SparklinePoint } from "@/lib/insights/roster-sparkline";

/** strong, watch and usual are judged; the others say why nothing could be, each for itself. */
export const ROSTER_STATES = ["strong", "watch", "broken", "stale", "learning", "usual", "unshared"] as const;
export type RosterState = (typeof ROSTER_STATES)[number];

export const STATE_MARKS: Record<RosterState, { tone: Tone; word: string }> = {
  strong: { tone: "strong", word: "Strong signal" },
  watch: { tone: "watch", word: "Watch" },
  broken: { tone: "nodata", word: "Connection broken" },
  stale: { tone: "nodata", word: "Not synced" },
  learning: { tone: "nodata", word: "Learning" },
  usual: { tone: "usual", word: "Usual" },
  unshared: { tone: "nodata", word: "Not shared" },
};

export type RosterRow = {
  athleteId: string;
  name: string;
  groups: string[];
  /** The athlete's own date now. */
  today: LocalDate;
  shown: RecoveryShown & { runs: boolean; load: boolean };
  state: RosterState;
  tone: Tone;
  word: string;
  /** Judged on few nights: half-filled mark. */
  isLowConfidence: boolean;
  /** Why, in words. */
  sentence: string;
  /** What is raised, as "signal:tone"; a reason that is not in what was seen opens the case again. */
  raised: string[];
  /** HRV nights towards the first usual range, while learning. */
  nightsKnown: number;
  /** Values of last night, or of the one before when it is not in yet. */
  latest: RecoveryDayView | null;
  sparkline: SparklinePoint[];
  lastNightDate: LocalDate | null;
  sleep7DaySeconds: number | null;
  lastRun: WorkoutRow | null;
  /** Distance of the last 7 days against the mean of the 4 weeks before. */
  week: { distanceMeters: number; usualMeters: number | null } | null;
  connection: RosterConnection;
  /** The coach has seen to it, and nothing new came since. */
  isSeen: boolean;
  seenAt: Date | null;
  seenNote: string | null;
};

/** By state, those that were seen to after everybody else of need, then by how much is raised, then by name. */
export function orderByNeed(rows: readonly RosterRow[]): RosterRow[] {
  const strongCount = (row: RosterRow) => row.raised.filter((reason) => reason.endsWith(":strong")).length;
  return rows.toSorted(
    (a, b) =>
      ROSTER_GROUPS.indexOf(groupOf(a)) - ROSTER_GROUPS.indexOf(groupOf(b)) ||
      strongCount(b) - strongCount(a) ||
      b.raised.length - a.raised.length ||
      a.name.localeCompare(b.name, "en") ||
      a.athleteId.localeCompare(b.athleteId),
  );
}

/** Silence comes right after trouble: it must not sink to the bottom. */
export const ROSTER_GROUPS = [
  "strong",
  "watch",
  "broken",
  "stale",
  "learning",
  "seen",
  "usual",
  "unshared",
] as const;
export type RosterGroupName = (typeof ROSTER_GROUPS)[number];

export function groupOf({ state, isSeen }: Pick<RosterRow, "state" | "isSeen">): RosterGroupName {
  return isSeen ? "seen" : state;
}
