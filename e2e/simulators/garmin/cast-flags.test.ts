import { expect, test } from "vitest";
import { addDays } from "@/lib/days";
import type { InsightWorkout } from "@/lib/db/insight-inputs";
import { computeRows } from "@/lib/insights/compute-rows";
import { CAST, type Profile } from "./cast";
import { generateAthlete } from "./generated-athlete";

const FIRST = "2026-01-01";
const on = (dayIndex: number) => addDays(FIRST, dayIndex);

/** The rows of a generated athlete up to the last day, as if each day had been synced. */
function rowsOf(profile: Profile) {
  const made = generateAthlete(profile, profile.seed);
  const nights = made.nights.filter((night) => night.dayIndex <= made.lastDayIndex);
  const days = made.days.filter((day) => day.dayIndex <= made.lastDayIndex && day.isWorn);
  const nightOf = new Map(nights.map((night) => [night.dayIndex, night]));
  const workouts = made.workouts.filter((workout) => workout.dayIndex <= made.lastDayIndex);
  return computeRows({
    first: FIRST,
    last: on(made.lastDayIndex),
    nightsFrom: addDays(FIRST, -2),
    nights: days.map((day) => {
      const night = nightOf.get(day.dayIndex);
      return {
        localDate: on(day.dayIndex),
        hrvRmssdMs: night?.hrvRmssdMs ?? null,
        restingHeartRateBpm: day.restingHeartRateBpm,
        overnightAverageHeartRateBpm: night?.overnightHeartRateBpm ?? null,
        sleepSeconds: night?.sleepSeconds ?? null,
        napSeconds: null,
        sources: {},
      };
    }),
    exclusionsBefore: new Map(),
    daysBelowBefore: 0,
    workouts: workouts.map(
      (workout, index): InsightWorkout => ({
        workoutId: String(index),
        localDate: on(workout.dayIndex),
        sport: workout.kind === "ride" ? "ride" : workout.kind === "yoga" ? "other" : "run",
        sportDetail: workout.kind,
        elapsedSeconds: workout.elapsedSeconds,
        timerSeconds: workout.timerSeconds,
        movingSeconds: workout.movingSeconds,
        distanceMeters: workout.distanceMeters,
        elevationGainMeters: workout.elevationGainMeters,
        averageHeartRateBpm: workout.averageHeartRateBpm,
        heartRateZoneSeconds: workout.zoneSeconds,
        rpe: null,
        heartRateSeconds: null,
        gradedSpeedMetersPerSecond: null,
        decouplingPercent: null,
      }),
    ),
    knownDates: new Set(days.map((day) => on(day.dayIndex))),
    loadsBefore: new Map(),
    loadStateBefore: null,
    settings: [
      {
        validFrom: FIRST,
        maxHeartRateBpm: profile.maxHeartRateBpm,
        restingHeartRateBpm: null,
        thresholdHeartRateBpm: null,
        sleepNeedSeconds: null,
      },
    ],
    sex: null,
    sickDates: [],
  }).days;
}

test.each([
  ["steady", "usual", "high"],
  ["overreach", "strong", "high"],
  ["recent_illness", "usual", "high"],
  ["ill_now", "strong", "high"],
  ["stale", "no_data", "none"],
  ["new_user", "no_data", "none"],
  ["short_sleeper", "usual", "high"],
  ["patchy", "usual", "low"],
] as const)("%s ends the last day as %s, confidence %s", (name, flag, confidence) => {
  const profile = CAST.find((one) => one.name === name);
  if (!profile) throw new Error(`no ${name} in the cast`);
  expect(rowsOf(profile).at(-1)).toMatchObject({ readinessFlag: flag, readinessConfidence: confidence });
});

test("overreach ends on a trend below and a raised heart rate, short_sleeper on a note about sleep alone", () => {
  const levelsOf = (name: string) => {
    const profile = CAST.find((one) => one.name === name);
    return profile ? rowsOf(profile).at(-1)?.readinessSignals : undefined;
  };
  expect(levelsOf("overreach")?.hrvTrend).toBeGreaterThanOrEqual(1);
  expect(levelsOf("overreach")?.heartRate).toBeGreaterThanOrEqual(1);
  expect(levelsOf("short_sleeper")).toMatchObject({ hrvTrend: 0, heartRate: 0, sleep: 1 });
});

test("the illness of recent_illness shows while it lasted, and a usual day is the rule elsewhere", () => {
  const shareOf = (name: string, flag: string, from = 75) => {
    const profile = CAST.find((one) => one.name === name);
    const rows = profile ? rowsOf(profile).slice(from) : [];
    const judged = rows.filter((row) => row.readinessFlag !== "no_data");
    return judged.filter((row) => row.readinessFlag === flag).length / judged.length;
  };
  expect(shareOf("recent_illness", "strong")).toBeGreaterThan(0.02);
  expect(shareOf("steady", "usual")).toBeGreaterThan(0.85);
  expect(shareOf("steady", "strong")).toBeLessThan(0.06);
});
