/**
 * A generated athlete's nights, days and workouts: pure, and the same for the same profile
 * and seed whatever the date. Days are counted, so the last one can be any "today"; a
 * reserve of days after it appears when a test moves the clock.
 */
import type { Profile } from "./cast";
import { type GeneratedWorkout, generateWorkouts, weekPosition } from "./generated-workouts";
import { randomStream } from "./random";

export type GeneratedNight = {
  dayIndex: number;
  /** Minutes of the wall clock before (negative) or after midnight of the wake-up date. */
  bedtimeMinutes: number;
  sleepSeconds: number;
  deepSeconds: number;
  lightSeconds: number;
  remSeconds: number;
  awakeSeconds: number;
  /** Overnight average; `null` = not measured. */
  hrvRmssdMs: number | null;
  overnightHeartRateBpm: number;
};

export type GeneratedDay = {
  dayIndex: number;
  /** `false` = the watch lay in a drawer: everything else is `null` or zero. */
  isWorn: boolean;
  restingHeartRateBpm: number | null;
  activeKilocalories: number | null;
  restingKilocalories: number | null;
  stepCount: number;
};

export type GeneratedSnapshot = {
  dayIndex: number;
  startMinutes: number;
  hrvRmssdMs: number;
  hrvSdrrMs: number;
  heartRateBpm: number;
};

export type GeneratedAthlete = {
  /** Index of the last day; later ones are the reserve. */
  lastDayIndex: number;
  nights: GeneratedNight[];
  days: GeneratedDay[];
  workouts: GeneratedWorkout[];
  snapshots: GeneratedSnapshot[];
};

export const RESERVE_DAYS = 14;
export const DEFAULT_DAYS = 180;

const AR1_COEFFICIENT = 0.2;
const AR1_SCALE = 0.11;
/** Depth of an illness on each of its nights. */
const ILLNESS = [0.15, 0.45, 0.8, 1, 1, 0.85, 0.6, 0.4];
const CYCLE_DAYS = 28;
const TRIP = { startsDaysAgo: 96, nights: 4 };
/** The states of the roster rest on the last nights, so no chance takes these away. */
const SURE_NIGHTS = 3;
/** Days before the first that is kept, so that the series doesn't start from rest. */
const LEAD_DAYS = 10;

type DayState = {
  daysAgo: number;
  illness: number;
  isOverreached: number;
  isLuteal: boolean;
  hasAlcohol: boolean;
  isWeekend: boolean;
  load: number;
  ar1: number;
};

export function generateAthlete(athlete: Profile, seed: number, dayCount = DEFAULT_DAYS): GeneratedAthlete {
  const lastDayIndex = dayCount - 1;
  const generated: GeneratedAthlete = { lastDayIndex, nights: [], days: [], workouts: [], snapshots: [] };
  let ar1 = 0;
  let loadOfDayBefore = 0;
  for (let dayIndex = -LEAD_DAYS; dayIndex <= lastDayIndex + RESERVE_DAYS; dayIndex++) {
    const daysAgo = lastDayIndex - dayIndex;
    const spread = Math.sqrt(1 - AR1_COEFFICIENT ** 2);
    ar1 = AR1_COEFFICIENT * ar1 + spread * randomStream(seed, `ar1/${daysAgo}`).normal();
    const state = describeDay(athlete, seed, daysAgo, ar1, loadOfDayBefore);
    const workouts = state.illness > 0 ? [] : generateWorkouts(athlete, seed, dayIndex, daysAgo);
    loadOfDayBefore = Math.min(1.8, workouts.reduce((sum, item) => sum + item.trimp, 0) / 120);
    if (dayIndex >= 0 && isInAccount(athlete, daysAgo)) {
      addDay(generated, athlete, seed, dayIndex, state, athlete.hasWorkouts ? workouts : []);
    }
  }
  return generated;
}

function isInAccount(athlete: Profile, daysAgo: number): boolean {
  if (athlete.accountDays !== null && daysAgo >= athlete.accountDays) return false;
  if (athlete.accountDays === 0) return false;
  return athlete.silentDays === 0 || daysAgo >= athlete.silentDays;
}

function describeDay(athlete: Profile, seed: number, daysAgo: number, ar1: number, load: number): DayState {
  const start = athlete.illnessStartsDaysAgo;
  const position = weekPosition(daysAgo);
  const isSaturdayNight = position === 6;
  return {
    daysAgo,
    illness: start === null ? 0 : (ILLNESS[start - daysAgo] ?? 0),
    isOverreached: athlete.overreachDays === 0 ? 0 : clamp((athlete.overreachDays - daysAgo) / 7, 0, 1),
    isLuteal: athlete.hasLutealPhase && ((daysAgo % CYCLE_DAYS) + CYCLE_DAYS) % CYCLE_DAYS >= CYCLE_DAYS / 2,
    hasAlcohol: isSaturdayNight && daysAgo > 7 && randomStream(seed, `evening/${daysAgo}`).uniform() < 0.12,
    isWeekend: position === 5 || position === 6,
    load,
    ar1,
  };
}

function addDay(
  generated: GeneratedAthlete,
  athlete: Profile,
  seed: number,
  dayIndex: number,
  state: DayState,
  workouts: GeneratedWorkout[],
): void {
  const away = isAway(athlete, state.daysAgo);
  const night = away || !athlete.hasNights ? null : generateNight(athlete, seed, dayIndex, state);
  if (night && isNightWorn(athlete, seed, state.daysAgo)) generated.nights.push(night);
  generated.workouts.push(...(away ? [] : workouts));
  if (!athlete.hasNights) return;
  generated.days.push(generateDay(athlete, seed, dayIndex, state, away, workouts));
  const random = randomStream(seed, `snapshot/${state.daysAgo}`);
  if (night?.hrvRmssdMs && isNightWorn(athlete, seed, state.daysAgo) && random.uniform() < 0.2) {
    const hrvRmssdMs = Math.round(night.hrvRmssdMs * (0.85 + 0.2 * random.uniform()));
    generated.snapshots.push({
      dayIndex,
      startMinutes: random.integer(400, 460),
      hrvRmssdMs,
      hrvSdrrMs: Math.round(hrvRmssdMs * (1.15 + 0.25 * random.uniform())),
      heartRateBpm: Math.round(night.overnightHeartRateBpm + 4 + 3 * random.uniform()),
    });
  }
}

/** A trip without the watch: no nights, no days, no runs. */
function isAway(athlete: Profile, daysAgo: number): boolean {
  return (
    athlete.accountDays === null &&
    daysAgo <= TRIP.startsDaysAgo &&
    daysAgo > TRIP.startsDaysAgo - TRIP.nights
  );
}

/** Missing: a few nights by chance, two in a row every month, and whatever the wearer is known for. */
function isNightWorn(athlete: Profile, seed: number, daysAgo: number): boolean {
  const chance = randomStream(seed, `worn/${daysAgo}`).uniform();
  if (athlete.wornFraction < 1) return daysAgo <= 1 || chance < athlete.wornFraction;
  if (daysAgo <= SURE_NIGHTS) return true;
  const month = Math.floor(daysAgo / 30);
  const gapStart = month * 30 + randomStream(seed, `gap/${month}`).integer(12, 26);
  return chance >= 0.035 && daysAgo !== gapStart && daysAgo !== gapStart + 1;
}

/** ln rMSSD = ln(base) + AR(1) - training of the day before + cycle, evening, illness, overreaching. */
function generateNight(athlete: Profile, seed: number, dayIndex: number, state: DayState): GeneratedNight {
  const random = randomStream(seed, `night/${state.daysAgo}`);
  const drift = 0.03 * Math.sin((2 * Math.PI * state.daysAgo) / 150);
  const lnRmssd =
    Math.log(athlete.hrvBaseMs) +
    AR1_SCALE * state.ar1 -
    0.05 * state.load +
    drift -
    (state.isLuteal ? 0.032 : 0) -
    (state.hasAlcohol ? 0.12 : 0) -
    0.36 * state.illness -
    0.3 * state.isOverreached;
  const sleepMinutes = clamp(
    athlete.sleepBaseMinutes +
      30 * random.normal() +
      (state.isWeekend ? 22 : 0) -
      (state.hasAlcohol ? 25 : 0) +
      30 * state.illness -
      20 * state.isOverreached,
    190,
    640,
  );
  const sleepSeconds = Math.round(sleepMinutes) * 60;
  const deepSeconds = Math.round((sleepSeconds * (0.2 + 0.02 * random.normal())) / 60) * 60;
  const remSeconds = Math.round((sleepSeconds * (0.23 + 0.02 * random.normal())) / 60) * 60;
  // A patchy wearer's strap sits loose: the last nights come without HRV.
  const isStrapLoose = athlete.wornFraction < 1 && Math.abs(state.daysAgo) <= SURE_NIGHTS;
  const isHrvLost = isStrapLoose || (state.daysAgo > SURE_NIGHTS && random.uniform() < 0.02);
  return {
    dayIndex,
    bedtimeMinutes: Math.round(-70 + (state.isWeekend ? 35 : 0) + 22 * random.normal()),
    sleepSeconds,
    deepSeconds,
    remSeconds,
    lightSeconds: sleepSeconds - deepSeconds - remSeconds,
    awakeSeconds: 60 * Math.max(0, Math.round(14 + 9 * random.normal())),
    hrvRmssdMs: isHrvLost ? null : Math.round(Math.exp(lnRmssd)),
    overnightHeartRateBpm: Math.round(
      restingHeartRate(athlete, seed, state) + 5.5 + 0.8 * random.normal() + 2 * state.illness,
    ),
  };
}

function restingHeartRate(athlete: Profile, seed: number, state: DayState): number {
  const noise = randomStream(seed, `resting/${state.daysAgo}`).normal();
  return (
    athlete.restingHeartRateBaseBpm +
    0.9 * noise -
    0.66 * state.ar1 +
    0.9 * state.load +
    (state.isLuteal ? 0.7 : 0) +
    (state.hasAlcohol ? 3 : 0) +
    6.5 * state.illness +
    5 * state.isOverreached
  );
}

function generateDay(
  athlete: Profile,
  seed: number,
  dayIndex: number,
  state: DayState,
  away: boolean,
  workouts: GeneratedWorkout[],
): GeneratedDay {
  const random = randomStream(seed, `day/${state.daysAgo}`);
  if (away) {
    return {
      dayIndex,
      isWorn: false,
      restingHeartRateBpm: null,
      activeKilocalories: null,
      restingKilocalories: null,
      stepCount: 0,
    };
  }
  const training = workouts.reduce((sum, item) => sum + item.totalKilocalories - item.restingKilocalories, 0);
  const hasNight = isNightWorn(athlete, seed, state.daysAgo);
  return {
    dayIndex,
    isWorn: true,
    restingHeartRateBpm: hasNight ? Math.round(restingHeartRate(athlete, seed, state)) : null,
    activeKilocalories: Math.round(training + 260 + 60 * random.uniform()),
    restingKilocalories: Math.round(1730 + 25 * random.uniform()),
    stepCount: Math.round(5200 + 2600 * random.uniform() + training * 13),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
