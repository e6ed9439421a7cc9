/** What the Training page shows: load day by day, what it makes of fitness and fatigue, weeks, intensity. */

import { addDays, eachDate, type LocalDate, localDateIn } from "@/lib/days";
import { readTrainingDays, readWorkoutMeanings, type TrainingDayRow } from "@/lib/db/read-training";
import { findMissingNumbers, type MissingNumber } from "@/lib/insights/missing-numbers";
import type { RecoveryRangeDays } from "@/lib/insights/recovery-page";
import { countedSeconds, weekStart } from "@/lib/insights/runs";
import { MIN_FITNESS_DAYS } from "@/lib/training/load-days";

export const WEEKS_SHOWN = 12;
const INTENSITY_DAYS = 28;

export type TrainingWeek = {
  startDate: LocalDate;
  endDate: LocalDate;
  workoutCount: number;
  seconds: number;
  /** Of runs; `null` when none has a distance. */
  runMeters: number | null;
  /** `null` when a day so far is not known. */
  load: number | null;
  /** Workouts without a load. */
  unknownLoadCount: number;
  intensity: Intensity | null;
};

/** Seconds in zones 1 and 2, 3, 4 and 5. */
export type Intensity = { easySeconds: number; moderateSeconds: number; hardSeconds: number };

export type TrainingPage = {
  today: LocalDate;
  rangeDays: RecoveryRangeDays;
  /** One a calendar day of the range; fitness, fatigue and form only once they rest on enough days. */
  days: TrainingDayRow[];
  /** Of today; `null` when nothing is computed for it. */
  now: TrainingDayRow | null;
  isFitnessKnown: boolean;
  /** Days until fitness is shown; 0 once it is. */
  daysUntilFitness: number;
  /** Newest first. */
  weeks: TrainingWeek[];
  intensity: Intensity | null;
  missingNumbers: MissingNumber[];
  hasAny: boolean;
};

/** @param firstWeekday 1 Monday to 7 Sunday */
export async function readTrainingPage(
  athleteId: string,
  {
    rangeDays,
    timeZone,
    now,
    firstWeekday,
  }: { rangeDays: RecoveryRangeDays; timeZone: string; now: Date; firstWeekday: number },
): Promise<TrainingPage> {
  const today = localDateIn(timeZone, now);
  const rangeFrom = addDays(today, 1 - rangeDays);
  const weeksFrom = addDays(weekStart(today, firstWeekday), -7 * (WEEKS_SHOWN - 1));
  const from = rangeFrom < weeksFrom ? rangeFrom : weeksFrom;
  const [rows, workouts, missingNumbers] = await Promise.all([
    readTrainingDays(athleteId, from, today),
    readWorkoutMeanings(athleteId, weeksFrom, today),
    findMissingNumbers(athleteId, today),
  ]);
  const byDate = new Map(rows.map((row) => [row.localDate, onlyKnown(row)]));
  const last = byDate.get(today) ?? null;
  const count = last?.loadDayCount ?? 0;
  return {
    today,
    rangeDays,
    days: eachDate(rangeFrom, today).map((date) => byDate.get(date) ?? emptyDay(date)),
    now: last,
    isFitnessKnown: count >= MIN_FITNESS_DAYS,
    daysUntilFitness: Math.max(0, MIN_FITNESS_DAYS - count),
    weeks: weeksOf(weeksFrom, today, byDate, workouts),
    intensity: intensityOf(rows.filter((row) => row.localDate > addDays(today, -INTENSITY_DAYS))),
    missingNumbers,
    hasAny: rows.some((row) => row.workoutCount > 0),
  };
}

function onlyKnown(row: TrainingDayRow): TrainingDayRow {
  if (row.loadDayCount >= MIN_FITNESS_DAYS) return row;
  return { ...row, fitness: null, fatigue: null, form: null };
}

function emptyDay(localDate: LocalDate): TrainingDayRow {
  return {
    localDate,
    trainingLoad: null,
    workoutCount: 0,
    unknownLoadCount: 0,
    loadDayCount: 0,
    fitness: null,
    fatigue: null,
    form: null,
    load7Day: null,
    load7DayUsualLow: null,
    load7DayUsualHigh: null,
    monotony: null,
    strain: null,
    easySeconds: null,
    moderateSeconds: null,
    hardSeconds: null,
  };
}

type Workouts = Awaited<ReturnType<typeof readWorkoutMeanings>>;

function weeksOf(
  from: LocalDate,
  today: LocalDate,
  byDate: ReadonlyMap<LocalDate, TrainingDayRow>,
  workouts: Workouts,
): TrainingWeek[] {
  const weeks: TrainingWeek[] = [];
  for (let startDate = from; startDate <= today; startDate = addDays(startDate, 7)) {
    const endDate = addDays(startDate, 6);
    const dates = eachDate(startDate, endDate < today ? endDate : today);
    const rows = dates.flatMap((date) => byDate.get(date) ?? []);
    const loads = dates.map((date) => byDate.get(date)?.trainingLoad ?? null).filter((load) => load !== null);
    const own = workouts.filter(({ localDate }) => localDate >= startDate && localDate <= endDate);
    const meters = own.flatMap(({ sport, distanceMeters }) =>
      sport === "run" ? (distanceMeters ?? []) : [],
    );
    weeks.unshift({
      startDate,
      endDate,
      workoutCount: own.length,
      seconds: own.reduce((sum, workout) => sum + countedSeconds(workout), 0),
      runMeters: meters.length === 0 ? null : meters.reduce((sum, one) => sum + one, 0),
      load: loads.length < dates.length ? null : loads.reduce((sum, load) => sum + load, 0),
      unknownLoadCount: rows.reduce((sum, row) => sum + row.unknownLoadCount, 0),
      intensity: intensityOf(rows),
    });
  }
  return weeks;
}

/** `null` when no workout of these days has zones. */
export function intensityOf(
  rows: readonly Pick<TrainingDayRow, "easySeconds" | "moderateSeconds" | "hardSeconds">[],
): Intensity | null {
  const known = rows.filter((row) => row.easySeconds !== null);
  if (known.length === 0) return null;
  const sum = (read: (row: (typeof known)[number]) => number | null) =>
    known.reduce((total, row) => total + (read(row) ?? 0), 0);
  return {
    easySeconds: sum((row) => row.easySeconds),
    moderateSeconds: sum((row) => row.moderateSeconds),
    hardSeconds: sum((row) => row.hardSeconds),
  };
}
