/** What the Runs page shows: whole weeks, newest first, each with its totals. */

import { addDays, dayNumber, LocalDate, localDateOfDayNumber } from "@/lib/days";
import {
  findNthLocalDate,
  hasAnyWorkout,
  readWorkouts,
  type WorkoutFilter,
  type WorkoutRow,
} from "@/lib/db/read-workouts";
import { SPORTS, Sport } from "@/lib/records/recording";
import { countedSeconds } from "@/lib/training/moving-time";

export { countedSeconds, type WorkoutRow };

/** A page ends with the week that holds this many-th workout. */
const WORKOUTS_A_PAGE = 60;
const MAX_SEARCH_LETTERS = 100;

export type Week = {
  /** First day of the week. */
  startDate: LocalDate;
  endDate: LocalDate;
  workouts: WorkoutRow[];
  count: number;
  /** Sum of what was measured; `null` when no workout has a distance. */
  distanceMeters: number | null;
  /** Moving time, elapsed where that is not known. */
  seconds: number;
};

export type RunsPage = {
  weeks: Week[];
  filter: WorkoutFilter;
  /** The `before` of the next older page; `null` when this is the last one. */
  nextBefore: LocalDate | null;
  /** Whether the athlete has anything at all, whatever the filter. */
  hasAny: boolean;
};

export type RunsQuery = WorkoutFilter & { before: LocalDate | null };

/** Runs only, unless the address asks for more; what it holds of nonsense is left out. */
export function parseRunsQuery(query: { sport?: string; q?: string; before?: string }): RunsQuery {
  const sport = Sport.safeParse(query.sport);
  const before = LocalDate.safeParse(query.before);
  return {
    sport: sport.success ? sport.data : query.sport === "all" ? null : "run",
    search: (query.q ?? "").replaceAll("\0", "").trim().slice(0, MAX_SEARCH_LETTERS),
    before: before.success ? before.data : null,
  };
}

export const SPORT_FILTERS = ["run", "all", ...SPORTS.filter((sport) => sport !== "run")] as const;

/** @param firstWeekday 1 Monday to 7 Sunday */
export async function readRunsPage(
  athleteId: string,
  query: RunsQuery,
  firstWeekday: number,
): Promise<RunsPage> {
  const { before, ...filter } = query;
  const oldest = await findNthLocalDate(athleteId, filter, before, WORKOUTS_A_PAGE);
  if (oldest === null) return { weeks: [], filter, nextBefore: null, hasAny: await hasAnyWorkout(athleteId) };
  const from = weekStart(oldest, firstWeekday);
  const [workouts, older] = await Promise.all([
    readWorkouts(athleteId, filter, from, before),
    findNthLocalDate(athleteId, filter, from, 1),
  ]);
  return {
    weeks: groupByWeek(workouts, firstWeekday),
    filter,
    nextBefore: older === null ? null : from,
    hasAny: true,
  };
}

/** The first day of the week that holds `localDate`. 1970-01-01 was a Thursday. */
export function weekStart(localDate: LocalDate, firstWeekday: number): LocalDate {
  const number = dayNumber(localDate);
  const isoWeekday = ((((number + 3) % 7) + 7) % 7) + 1;
  return localDateOfDayNumber(number - ((isoWeekday - firstWeekday + 7) % 7));
}

/** Weeks with workouts, in the order of the workouts; the day is the athlete's own, not UTC's. */
export function groupByWeek(workouts: readonly WorkoutRow[], firstWeekday: number): Week[] {
  const byStart = new Map<LocalDate, WorkoutRow[]>();
  for (const workout of workouts) {
    const start = weekStart(workout.localDate, firstWeekday);
    byStart.set(start, [...(byStart.get(start) ?? []), workout]);
  }
  return [...byStart]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([startDate, items]) => weekOf(startDate, items));
}

/** A multisport parent is listed, its legs count. */
export function weekOf(startDate: LocalDate, workouts: WorkoutRow[]): Week {
  const counted = workouts.filter((workout) => !workout.isMultisportParent);
  const distances = counted.map((workout) => workout.distanceMeters).filter((meters) => meters !== null);
  return {
    startDate,
    endDate: addDays(startDate, 6),
    workouts,
    count: counted.length,
    distanceMeters: distances.length === 0 ? null : distances.reduce((sum, meters) => sum + meters, 0),
    seconds: counted.reduce((sum, workout) => sum + countedSeconds(workout), 0),
  };
}
