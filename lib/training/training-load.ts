/** Fitness, fatigue and form, and how even a week's load was. Pure. */
import { dayNumber, type LocalDate } from "@/lib/days";

/** Bump on any change to results. */
export const TRAINING_LOAD_VERSION = 1;

/** Time constants of the two-component impulse-response model, in days. */
export const FITNESS_TIME_CONSTANT_DAYS = 42;
export const FATIGUE_TIME_CONSTANT_DAYS = 7;

export type DailyLoad = { localDate: LocalDate; load: number };

export type TrainingLoadPoint = DailyLoad & {
  fitness: number;
  fatigue: number;
  /** Fitness minus fatigue as they stood the evening before, so today's work cannot lower it. */
  form: number;
};

/**
 * Exponentially weighted means of daily load, `x += (load - x) * (1 - exp(-1 / tau))`.
 *
 * @param days one entry for every consecutive day, oldest first; rest days are present
 *   with `load: 0`, because rest is what makes fatigue fall
 * @param initial values on the evening before the first day
 * @throws RangeError if a day is missing, repeated or out of order, or a load is negative
 *
 * Source: Banister et al. 1975; form of the weight as in GoldenCheetah. Tools that use
 * `1 / tau` in its place give every day slightly more weight; never mix the two.
 */
export function computeTrainingLoad(
  days: readonly DailyLoad[],
  initial: { fitness: number; fatigue: number } = { fitness: 0, fatigue: 0 },
): TrainingLoadPoint[] {
  assertConsecutive(days);
  const fitnessGain = 1 - Math.exp(-1 / FITNESS_TIME_CONSTANT_DAYS);
  const fatigueGain = 1 - Math.exp(-1 / FATIGUE_TIME_CONSTANT_DAYS);
  let { fitness, fatigue } = initial;
  return days.map(({ localDate, load }) => {
    const form = fitness - fatigue;
    fitness += (load - fitness) * fitnessGain;
    fatigue += (load - fatigue) * fatigueGain;
    return { localDate, load, fitness, fatigue, form };
  });
}

/**
 * Mean over sample SD of seven daily loads, and the week's load times it. `null` when
 * every day was the same, since the SD is then zero.
 *
 * Source: Foster 1998 (doi 10.1097/00005768-199807000-00023); sample SD is our choice.
 */
export function computeMonotony(dailyLoads: readonly number[]): { monotony: number; strain: number } | null {
  const total = dailyLoads.reduce((sum, load) => sum + load, 0);
  const mean = total / dailyLoads.length;
  const squares = dailyLoads.reduce((sum, load) => sum + (load - mean) ** 2, 0);
  const sd = Math.sqrt(squares / (dailyLoads.length - 1));
  return sd > 0 ? { monotony: mean / sd, strain: (total * mean) / sd } : null;
}

function assertConsecutive(days: readonly DailyLoad[]): void {
  let previous: number | null = null;
  for (const { localDate, load } of days) {
    if (!Number.isFinite(load) || load < 0) throw new RangeError(`load on ${localDate} is ${load}`);
    const day = dayNumber(localDate);
    if (previous !== null && day !== previous + 1) {
      throw new RangeError(`${localDate} does not follow the day before it`);
    }
    previous = day;
  }
}
