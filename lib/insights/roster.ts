/** What a coach sees of the linked athletes, ordered by who needs a word. */
import type { VisibleAthlete } from "@/lib/auth/access";
import { daysBetween, type LocalDate, localDateIn } from "@/lib/days";
import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import {
  type NightHistoryRow,
  type RosterConnectionRow,
  type RunSummaryRow,
  readConnectionsOfMany,
  readDaysUpToToday,
  readNightHistories,
  readRunSummaries,
} from "@/lib/db/roster";
import type { Finding } from "@/lib/insights/finding";
import { buildRecoveryDays, onlyShown, type RecoveryShown } from "@/lib/insights/recovery-page";
import { pickConnection, type RosterConnection } from "@/lib/insights/roster-connection";
import { orderByNeed, type RosterRow, type RosterState, STATE_MARKS } from "@/lib/insights/roster-row";
import { buildSparkline, SPARKLINE_DAYS } from "@/lib/insights/roster-sparkline";

/** Last night may come a day late; older ones are not judged. */
const JUDGED_DAYS = 2;
const SEEN_FOR_MS = 7 * 86_400_000;

/**
 * Four statements, whatever the number of athletes.
 *
 * @param athletes whom the coach may see, from the one access module
 */
export async function readRoster(athletes: readonly VisibleAthlete[], now: Date): Promise<RosterRow[]> {
  const all = athletes.map((athlete) => ({ ...athlete, today: localDateIn(athlete.timeZone, now) }));
  const nightly = all.filter(({ scopes }) => scopes.includes("recovery") || scopes.includes("sleep"));
  const running = all.filter(({ scopes }) => scopes.includes("runs") || scopes.includes("load"));
  const [days, histories, runs, connections] = await Promise.all([
    readDaysUpToToday(nightly, JUDGED_DAYS - 1),
    readNightHistories(nightly, SPARKLINE_DAYS),
    readRunSummaries(running),
    readConnectionsOfMany(all),
  ]);
  const daysById = groupByAthlete(days);
  const historyById = new Map(histories.map((row) => [row.athleteId, row]));
  const runsById = new Map(runs.map((row) => [row.athleteId, row]));
  const connectionsById = groupByAthlete(connections);
  return orderByNeed(
    all.map((athlete) =>
      buildRosterRow(athlete, {
        now,
        today: athlete.today,
        days: daysById.get(athlete.athleteId) ?? [],
        history: historyById.get(athlete.athleteId) ?? null,
        runs: runsById.get(athlete.athleteId) ?? null,
        connections: connectionsById.get(athlete.athleteId) ?? [],
      }),
    ),
  );
}

function groupByAthlete<Row extends { athleteId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.athleteId);
    if (group) group.push(row);
    else groups.set(row.athleteId, [row]);
  }
  return groups;
}

export type RosterInput = {
  now: Date;
  today: LocalDate;
  /** The last days up to today, every one, oldest first. */
  days: readonly RecoveryDayRow[];
  history: NightHistoryRow | null;
  runs: RunSummaryRow | null;
  connections: readonly RosterConnectionRow[];
};

/** The pure part, for one athlete. */
export function buildRosterRow(athlete: VisibleAthlete, input: RosterInput): RosterRow {
  const { now, today, history, runs } = input;
  const { athleteId, name, groups, scopes } = athlete;
  const shown = {
    recovery: scopes.includes("recovery"),
    sleep: scopes.includes("sleep"),
    runs: scopes.includes("runs"),
    load: scopes.includes("load"),
    checkIns: scopes.includes("check_ins"),
  };
  const visible = input.days.map((row) => onlyShown(row, shown));
  const recovery = buildRecoveryDays(visible, today, "their");
  const connection = pickConnection(input.connections, now);
  const lastNightDate = shown.recovery || shown.sleep ? (history?.lastNightDate ?? null) : null;
  const state = stateOf(recovery.finding, shown, connection);
  const raised = raisedReasons(state, recovery.finding, connection);
  return {
    athleteId,
    name,
    groups,
    today,
    shown,
    state,
    ...STATE_MARKS[state],
    isLowConfidence: state === "usual" && recovery.finding.isLowConfidence,
    sentence: sayState(state, { today, lastNightDate, connection, sentence: recovery.sentence }),
    raised,
    nightsKnown: recovery.finding.nightsKnown,
    latest: recovery.latest,
    sparkline: shown.recovery ? buildSparkline(history?.days ?? [], today) : [],
    lastNightDate,
    sleep7DaySeconds: recovery.sleep7DaySeconds,
    lastRun: shown.runs ? (runs?.lastRun ?? null) : null,
    week:
      shown.load && runs !== null
        ? { distanceMeters: runs.week.distanceMeters, usualMeters: runs.usualWeekMeters }
        : null,
    connection,
    ...seenOf(athlete, raised, now),
  };
}

/** A connection that is broken matters as a state once nights are missing because of it. */
function stateOf(finding: Finding, shown: RecoveryShown, connection: RosterConnection): RosterState {
  if (!shown.recovery && !shown.sleep) return "unshared";
  if (finding.state !== "nodata") return finding.state;
  return connection.isWorking ? "stale" : "broken";
}

function raisedReasons(state: RosterState, finding: Finding, connection: RosterConnection): string[] {
  if (state === "broken") return [`connection:${connection.state}`];
  if (state === "stale") return ["nights:missing"];
  return finding.reasons
    .filter(({ tone }) => tone === "watch" || tone === "strong")
    .map(({ signal, tone }) => `${signal}:${tone}`)
    .sort();
}

function sayState(
  state: RosterState,
  known: {
    today: LocalDate;
    lastNightDate: LocalDate | null;
    connection: RosterConnection;
    sentence: string;
  },
): string {
  const { today, lastNightDate, connection, sentence } = known;
  if (state === "unshared") return "Recovery and sleep are not shared with you.";
  // Thirty rows of "their" say nothing.
  if (state !== "stale" && state !== "broken") return sentence.replaceAll("their usual", "usual");
  const missing =
    lastNightDate === null
      ? "No night has arrived yet."
      : `No night for ${sayDays(daysBetween(lastNightDate, today))}.`;
  return `${missing} ${state === "stale" ? "The connection works: the watch has not synced." : connection.why}`;
}

function sayDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

/** Seen holds for a week at most, and only for the reasons that stood then. */
function seenOf(
  { seenAt, seenReasons, seenNote }: VisibleAthlete,
  raised: readonly string[],
  now: Date,
): Pick<RosterRow, "isSeen" | "seenAt" | "seenNote"> {
  const isRecent = seenAt !== null && now.getTime() - seenAt.getTime() < SEEN_FOR_MS;
  const isSeen = isRecent && raised.length > 0 && raised.every((reason) => seenReasons.includes(reason));
  return { isSeen, seenAt, seenNote };
}
