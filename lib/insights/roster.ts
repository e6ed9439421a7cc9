/** What a coach sees of the linked athletes, ordered by who needs a word. */
import type { VisibleAthlete } from "@/lib/auth/access";
import { addDays, type LocalDate, localDateIn } from "@/lib/days";
import {
  type AthletePerson,
  type RecoveryDayRow,
  readAthletePersons,
  readLastNights,
  readRecoveryDaysOfMany,
} from "@/lib/db/read-recovery";
import { readLatestRuns, type WorkoutRow } from "@/lib/db/read-workouts";
import type { Finding, FindingState } from "@/lib/insights/finding";
import {
  buildRecoveryDays,
  onlyShown,
  type RecoveryDayView,
  type RecoveryShown,
} from "@/lib/insights/recovery-page";

const SPARKLINE_DAYS = 14;

export type RosterRow = {
  athleteId: string;
  name: string;
  /** The athlete's own date now. */
  today: LocalDate;
  shown: RecoveryShown & { runs: boolean };
  finding: Finding;
  sentence: string;
  days: RecoveryDayView[];
  latest: RecoveryDayView | null;
  lastNightDate: LocalDate | null;
  sleep7DaySeconds: number | null;
  lastRun: WorkoutRow | null;
};

export type RosterGroup = { state: FindingState; rows: RosterRow[] };

/** Silence comes right after trouble: it must not sink to the bottom. */
const GROUP_ORDER: readonly FindingState[] = ["strong", "watch", "nodata", "learning", "usual"];

/** @param athletes whom the coach may see, from the one access module */
export async function readRoster(athletes: readonly VisibleAthlete[], now: Date): Promise<RosterGroup[]> {
  const ids = athletes.map((athlete) => athlete.athleteId);
  // Somewhere on earth it is a day earlier or later than in UTC.
  const utcToday = localDateIn("UTC", now);
  const [persons, rows, lastNights, lastRuns] = await Promise.all([
    readAthletePersons(ids),
    readRecoveryDaysOfMany(ids, addDays(utcToday, -SPARKLINE_DAYS), addDays(utcToday, 1)),
    readLastNights(ids, addDays(utcToday, 1)),
    readLatestRuns(
      athletes.filter((athlete) => athlete.scopes.includes("runs")).map((athlete) => athlete.athleteId),
    ),
  ]);
  const rowsById = groupByAthlete(rows);
  const nightById = new Map(lastNights.map((night) => [night.athleteId, night.localDate]));
  const runById = new Map(lastRuns.map((run) => [run.athleteId, run]));
  return groupRoster(
    athletes.map((athlete) =>
      buildRosterRow(athlete, {
        now,
        person: persons.get(athlete.athleteId),
        rows: rowsById.get(athlete.athleteId) ?? [],
        lastNightDate: nightById.get(athlete.athleteId) ?? null,
        lastRun: runById.get(athlete.athleteId) ?? null,
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

type RosterInput = {
  now: Date;
  person: AthletePerson | undefined;
  rows: readonly RecoveryDayRow[];
  lastNightDate: LocalDate | null;
  lastRun: WorkoutRow | null;
};

function buildRosterRow(
  athlete: VisibleAthlete,
  { now, person, rows, lastNightDate, lastRun }: RosterInput,
): RosterRow {
  const today = localDateIn(person?.timeZone ?? "UTC", now);
  const from = addDays(today, 1 - SPARKLINE_DAYS);
  const shown = {
    recovery: athlete.scopes.includes("recovery"),
    sleep: athlete.scopes.includes("sleep"),
    load: athlete.scopes.includes("load"),
    checkIns: athlete.scopes.includes("check_ins"),
    runs: athlete.scopes.includes("runs"),
  };
  const visible = rows
    .filter((row) => row.localDate >= from && row.localDate <= today)
    .map((row) => onlyShown(row, shown));
  const { days, latest, finding, sentence, sleep7DaySeconds } = buildRecoveryDays(visible, today, "their");
  return {
    athleteId: athlete.athleteId,
    name: athlete.name,
    today,
    shown,
    finding,
    sentence,
    days,
    latest,
    lastNightDate: shown.recovery || shown.sleep ? lastNightDate : null,
    sleep7DaySeconds,
    lastRun,
  };
}

/** By state, inside of a state by the number of strong reasons, then by name. */
export function groupRoster(rows: readonly RosterRow[]): RosterGroup[] {
  const strongCount = (row: RosterRow) =>
    row.finding.reasons.filter((reason) => reason.tone === "strong").length;
  return GROUP_ORDER.map((state) => ({
    state,
    rows: rows
      .filter((row) => row.finding.state === state)
      .sort((a, b) => strongCount(b) - strongCount(a) || a.name.localeCompare(b.name, "en")),
  })).filter((group) => group.rows.length > 0);
}
