/**
 * Load day by day: what the day was, what it makes of fitness and fatigue, and how the week
 * compares with the weeks before. Pure. A day that nobody knows of is `null`, never 0.
 */
import { addDays, daysBetween, type LocalDate } from "@/lib/days";
import { computeMonotony, computeTrainingLoad } from "@/lib/training/training-load";

/** Bump on any change to results. */
export const LOAD_DAYS_VERSION = 1;

const WEEK_DAYS = 7;
/** 7-day sums of eight weeks that end before this week begins make what is usual. */
const USUAL_DAYS = 56;
const MIN_USUAL_SUMS = 28;
/** How many days before a day its week and what is usual for it reach back to. */
export const LOAD_LOOK_BACK_DAYS = WEEK_DAYS + USUAL_DAYS + WEEK_DAYS - 2;
/** After so many unknown days in a row fitness begins anew. */
const MAX_UNKNOWN_DAYS = 28;
/** Fitness that rests on fewer days than this is not shown. */
export const MIN_FITNESS_DAYS = 28;

/** One workout that counts: parents of a multisport event do not, their legs do. */
export type DayWorkout = { localDate: LocalDate; trainingLoad: number | null };

/** The state on the evening of the last known day before. */
export type LoadState = { localDate: LocalDate; fitness: number; fatigue: number; loadDayCount: number };

export type LoadDay = {
  localDate: LocalDate;
  trainingLoad: number | null;
  workoutCount: number;
  unknownLoadCount: number;
  loadDayCount: number;
  fitness: number | null;
  fatigue: number | null;
  form: number | null;
  load7Day: number | null;
  load7DayUsualLow: number | null;
  load7DayUsualHigh: number | null;
  monotony: number | null;
  strain: number | null;
};

export type LoadDaysInput = {
  dates: readonly LocalDate[];
  workouts: readonly DayWorkout[];
  /** Days of which something is known: without a workout they were days of rest. */
  knownDates: ReadonlySet<LocalDate>;
  /** Loads of the days before the first, `null` for unknown ones. */
  loadsBefore: ReadonlyMap<LocalDate, number | null>;
  stateBefore: LoadState | null;
};

/** One entry for every date; the dates follow one another. */
export function computeLoadDays(input: LoadDaysInput): LoadDay[] {
  const first = input.dates[0];
  if (first === undefined) return [];
  const totals = totalsByDate(input.workouts);
  const before = Array.from(
    { length: LOAD_LOOK_BACK_DAYS },
    (_, index) => input.loadsBefore.get(addDays(first, index - LOAD_LOOK_BACK_DAYS)) ?? null,
  );
  const own = input.dates.map((date) => loadOf(totals.get(date), input.knownDates.has(date)));
  const loads = [...before, ...own];
  const weeks = loads.map((_, index) => weekOf(loads, index));
  const sums = weeks.map((week) => (week === null ? null : total(week)));
  let state = input.stateBefore;
  return input.dates.map((localDate, index) => {
    const trainingLoad = own[index] ?? null;
    const before = state !== null && isTooOld(state, localDate) ? null : state;
    state = trainingLoad === null ? before : nextState(before, localDate, trainingLoad);
    return {
      localDate,
      trainingLoad,
      workoutCount: totals.get(localDate)?.count ?? 0,
      unknownLoadCount: totals.get(localDate)?.unknownCount ?? 0,
      loadDayCount: state?.loadDayCount ?? 0,
      fitness: trainingLoad === null ? null : (state?.fitness ?? null),
      fatigue: trainingLoad === null ? null : (state?.fatigue ?? null),
      form: before === null ? null : before.fitness - before.fatigue,
      ...describeWeek(weeks, sums, index + LOAD_LOOK_BACK_DAYS),
    };
  });
}

type Total = { count: number; unknownCount: number; known: number };

function totalsByDate(workouts: readonly DayWorkout[]): Map<LocalDate, Total> {
  const totals = new Map<LocalDate, Total>();
  for (const { localDate, trainingLoad } of workouts) {
    const total = totals.get(localDate) ?? { count: 0, unknownCount: 0, known: 0 };
    total.count += 1;
    total.known += trainingLoad ?? 0;
    if (trainingLoad === null) total.unknownCount += 1;
    totals.set(localDate, total);
  }
  return totals;
}

/** Workouts without a load beside ones that have one leave the day known; alone they do not. */
function loadOf(total: Total | undefined, isKnownDay: boolean): number | null {
  if (total === undefined) return isKnownDay ? 0 : null;
  return total.unknownCount === total.count ? null : total.known;
}

function isTooOld(state: LoadState, localDate: LocalDate): boolean {
  return daysBetween(state.localDate, localDate) - 1 > MAX_UNKNOWN_DAYS;
}

/** Unknown days between leave fitness and fatigue where they were: nobody knows whether they were rest. */
function nextState(before: LoadState | null, localDate: LocalDate, load: number): LoadState {
  const [point] = computeTrainingLoad([{ localDate, load }], before ?? undefined);
  if (!point) throw new RangeError("no load for the day");
  const { fitness, fatigue } = point;
  return { localDate, fitness, fatigue, loadDayCount: (before?.loadDayCount ?? 0) + 1 };
}

/** The seven loads that end on a day; `null` unless all are known. */
function weekOf(loads: readonly (number | null)[], index: number): number[] | null {
  const week: number[] = [];
  for (let day = index - WEEK_DAYS + 1; day <= index; day += 1) {
    const load = loads[day] ?? null;
    if (load === null) return null;
    week.push(load);
  }
  return week;
}

function describeWeek(weeks: readonly (number[] | null)[], sums: readonly (number | null)[], index: number) {
  const week = weeks[index] ?? null;
  const usual = usualWeek(sums, index);
  const evenness = week === null ? null : computeMonotony(week);
  return {
    load7Day: week === null ? null : total(week),
    load7DayUsualLow: usual?.low ?? null,
    load7DayUsualHigh: usual?.high ?? null,
    monotony: evenness?.monotony ?? null,
    strain: evenness?.strain ?? null,
  };
}

/** The middle half of the 7-day sums that end before this week begins. */
function usualWeek(
  weekSums: readonly (number | null)[],
  index: number,
): { low: number; high: number } | null {
  const first = Math.max(0, index - WEEK_DAYS - USUAL_DAYS + 1);
  const known = weekSums.slice(first, index - WEEK_DAYS + 1).filter((sum) => sum !== null);
  if (known.length < MIN_USUAL_SUMS) return null;
  const sorted = Float64Array.from(known).sort();
  return { low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Between neighbours in a straight line. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
