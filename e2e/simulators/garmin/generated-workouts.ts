/** The training of a generated athlete: five runs a week in blocks of four weeks, and now and then another sport. */
import type { Profile } from "./cast";
import { type Random, randomStream } from "./random";

export type WorkoutKind = "easy" | "intervals" | "tempo" | "long" | "treadmill" | "trail" | "ride" | "yoga";

export type GeneratedWorkout = {
  dayIndex: number;
  kind: WorkoutKind;
  /** Minutes after local midnight at the start. */
  startMinutes: number;
  /** `null` where a sport has no distance. */
  distanceMeters: number | null;
  timerSeconds: number;
  movingSeconds: number;
  elapsedSeconds: number;
  averageHeartRateBpm: number;
  maxHeartRateBpm: number;
  zoneSeconds: [number, number, number, number, number];
  averagePowerWatts: number | null;
  maxPowerWatts: number | null;
  normalizedPowerWatts: number | null;
  cadenceStepsPerMinute: number | null;
  elevationGainMeters: number | null;
  elevationLossMeters: number | null;
  totalKilocalories: number;
  restingKilocalories: number;
  sweatLossMilliliters: number;
  fluidIntakeMilliliters: number | null;
  aerobicTrainingEffect: number;
  anaerobicTrainingEffect: number;
  /** Banister's training impulse. */
  trimp: number;
  /** 0 to 100 in steps of 10; `null` = not rated. */
  ratedExertion: number | null;
  /** 0, 25, 50, 75 or 100; `null` = not rated. */
  feel: number | null;
};

type Session = {
  speedMetersPerSecond: number;
  /** Share of heart rate reserve. */
  effort: number;
  maxEffort: number;
  zoneShares: [number, number, number, number, number];
  aerobicEffect: number;
  anaerobicEffect: number;
  exertion: number;
};

const SESSIONS: Record<WorkoutKind, Session> = {
  easy: session(2.78, 0.64, 0.74, [0.22, 0.6, 0.17, 0.01, 0], 2.6, 0, 30),
  treadmill: session(2.8, 0.63, 0.72, [0.3, 0.58, 0.12, 0, 0], 2.4, 0, 30),
  trail: session(2.45, 0.7, 0.87, [0.14, 0.42, 0.34, 0.1, 0], 3.2, 0.3, 50),
  long: session(2.72, 0.68, 0.8, [0.1, 0.5, 0.37, 0.03, 0], 3.6, 0.1, 50),
  tempo: session(3.28, 0.8, 0.91, [0.08, 0.2, 0.3, 0.38, 0.04], 3.7, 0.7, 60),
  intervals: session(3.18, 0.78, 0.97, [0.12, 0.24, 0.22, 0.26, 0.16], 3.5, 2.4, 70),
  ride: session(7.4, 0.55, 0.75, [0.4, 0.46, 0.13, 0.01, 0], 2.1, 0, 30),
  yoga: session(0, 0.2, 0.34, [0.06, 0, 0, 0, 0], 0.2, 0, 10),
};

/** What the week holds; the last generated day is a rest day, so a run "today" is one that a test adds. */
const WEEK: readonly (WorkoutKind | null)[] = [null, "intervals", "easy", "tempo", null, "easy", "long"];
const SHARE_OF_WEEK: Partial<Record<WorkoutKind, number>> = {
  intervals: 0.17,
  tempo: 0.17,
  easy: 0.14,
  long: 0.38,
};
const BLOCK = [0.85, 1, 1.12, 0.7];
const RUNNER_KILOGRAMS = 68;
const RESTING_KILOCALORIES_PER_SECOND = 0.0247;
const DAYS_PER_WEEK = 7;

function session(
  speedMetersPerSecond: number,
  effort: number,
  maxEffort: number,
  zoneShares: Session["zoneShares"],
  aerobicEffect: number,
  anaerobicEffect: number,
  exertion: number,
): Session {
  return { speedMetersPerSecond, effort, maxEffort, zoneShares, aerobicEffect, anaerobicEffect, exertion };
}

/** Day of the training week, 0 to 6, by distance from the last day: the pattern moves with "today". */
export function weekPosition(daysAgo: number): number {
  return ((-daysAgo % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK;
}

/**
 * The workouts of one day.
 *
 * @param daysAgo days before the last day; below zero after it
 */
export function generateWorkouts(
  athlete: Profile,
  seed: number,
  dayIndex: number,
  daysAgo: number,
): GeneratedWorkout[] {
  const random = randomStream(seed, `workout/${daysAgo}`);
  const kind = chooseKind(daysAgo, random);
  if (!kind) return [];
  if (kind !== "yoga" && kind !== "ride" && random.uniform() < 0.03) return [];
  const block = BLOCK[((-Math.ceil(daysAgo / DAYS_PER_WEEK) % 4) + 4) % 4] ?? 1;
  const overload = daysAgo >= 0 && daysAgo < athlete.overreachDays ? 1.35 : 1;
  const weekMeters = athlete.weeklyDistanceKilometers * 1000 * block * overload;
  return [generateWorkout(athlete, dayIndex, kind, weekMeters, random)];
}

function chooseKind(daysAgo: number, random: Random): WorkoutKind | null {
  const planned = WEEK[weekPosition(daysAgo)] ?? null;
  const chance = random.uniform();
  if (planned === "easy") return chance < 0.12 ? "treadmill" : "easy";
  if (planned === "long") return chance < 0.2 ? "trail" : "long";
  if (planned) return planned;
  if (weekPosition(daysAgo) !== 4) return null;
  if (chance < 0.22) return "ride";
  return chance < 0.4 ? "yoga" : null;
}

function generateWorkout(
  athlete: Profile,
  dayIndex: number,
  kind: WorkoutKind,
  weekMeters: number,
  random: Random,
): GeneratedWorkout {
  const plan = SESSIONS[kind];
  const share =
    kind === "treadmill" ? SHARE_OF_WEEK.easy : kind === "trail" ? SHARE_OF_WEEK.long : SHARE_OF_WEEK[kind];
  const speed = plan.speedMetersPerSecond * (1 + 0.03 * random.normal());
  const distanceMeters = distanceOf(kind, weekMeters * (share ?? 0), random);
  const timerSeconds = distanceMeters === null ? random.integer(1500, 3300) : distanceMeters / speed;
  const reserve = athlete.maxHeartRateBpm - athlete.restingHeartRateBaseBpm;
  const effort = plan.effort + 0.015 * random.normal();
  const pulse = (part: number) => Math.round(athlete.restingHeartRateBaseBpm + part * reserve);
  const restingKilocalories = Math.round(timerSeconds * RESTING_KILOCALORIES_PER_SECOND);
  const distanceKilometers = (distanceMeters ?? 0) / 1000;
  const work =
    kind === "ride"
      ? distanceKilometers * 22
      : kind === "yoga"
        ? 60
        : distanceKilometers * RUNNER_KILOGRAMS * 0.98;
  const isRated = random.uniform() < 0.72;
  return {
    dayIndex,
    kind,
    startMinutes: kind === "long" || kind === "trail" ? random.integer(480, 560) : random.integer(1020, 1110),
    distanceMeters: distanceMeters === null ? null : round(distanceMeters, 2),
    timerSeconds: round(timerSeconds, 3),
    movingSeconds: round(timerSeconds * (1 - 0.01 * random.uniform()), 3),
    elapsedSeconds: round(timerSeconds + random.integer(0, 180), 3),
    averageHeartRateBpm: pulse(effort),
    maxHeartRateBpm: pulse(Math.min(1, plan.maxEffort + 0.015 * random.normal())),
    zoneSeconds: zonesOf(plan, timerSeconds),
    ...powerOf(kind, speed, random),
    ...climbOf(kind, distanceKilometers, random),
    totalKilocalories: restingKilocalories + Math.round(work),
    restingKilocalories,
    sweatLossMilliliters: Math.round((timerSeconds / 3600) * (350 + 750 * effort)),
    fluidIntakeMilliliters: kind === "long" && random.uniform() < 0.6 ? random.integer(5, 16) * 50 : null,
    aerobicTrainingEffect: round(clamp(plan.aerobicEffect + 0.25 * random.normal(), 0, 5), 1),
    anaerobicTrainingEffect: round(clamp(plan.anaerobicEffect + 0.15 * random.normal(), 0, 5), 1),
    trimp: (timerSeconds / 60) * effort * 0.64 * Math.exp(1.92 * effort),
    ratedExertion: isRated ? clamp(plan.exertion + 10 * random.integer(-1, 1), 10, 100) : null,
    feel: isRated ? random.integer(1, 4) * 25 : null,
  };
}

function distanceOf(kind: WorkoutKind, shareMeters: number, random: Random): number | null {
  if (kind === "yoga") return null;
  if (kind === "ride") return random.integer(18_000, 42_000) + random.uniform();
  return Math.max(3000, shareMeters * (1 + 0.06 * random.normal()));
}

function zonesOf(plan: Session, timerSeconds: number): GeneratedWorkout["zoneSeconds"] {
  const [first, second, third, fourth, fifth] = plan.zoneShares.map((share) =>
    round(share * timerSeconds * 0.985, 3),
  );
  return [first ?? 0, second ?? 0, third ?? 0, fourth ?? 0, fifth ?? 0];
}

function powerOf(kind: WorkoutKind, speed: number, random: Random) {
  if (kind === "yoga" || kind === "ride") {
    return {
      averagePowerWatts: null,
      maxPowerWatts: null,
      normalizedPowerWatts: null,
      cadenceStepsPerMinute: null,
    };
  }
  const averagePowerWatts = Math.round(speed * RUNNER_KILOGRAMS * 1.28);
  return {
    averagePowerWatts,
    maxPowerWatts: Math.round(averagePowerWatts * (1.4 + 0.3 * random.uniform())),
    normalizedPowerWatts: Math.round(averagePowerWatts * (kind === "intervals" ? 1.09 : 1.02)),
    cadenceStepsPerMinute: round(150 + speed * 7 + random.normal() * 1.5, 6),
  };
}

function climbOf(kind: WorkoutKind, distanceKilometers: number, random: Random) {
  if (kind === "yoga" || kind === "treadmill")
    return { elevationGainMeters: null, elevationLossMeters: null };
  const perKilometer = kind === "trail" ? 26 : 6;
  const elevationGainMeters = Math.round(distanceKilometers * perKilometer * (0.7 + 0.6 * random.uniform()));
  return {
    elevationGainMeters,
    elevationLossMeters: Math.max(0, elevationGainMeters + random.integer(-4, 4)),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
