import { describe, expect, test } from "vitest";
import { compareRun } from "@/lib/training/comparable";
import {
  type AthleteNumbers,
  computeWorkoutLoad,
  hourAtThresholdLoad,
  type LoadWorkout,
} from "@/lib/training/workout-load";

const run: LoadWorkout = {
  sport: "run",
  elapsedSeconds: 3700,
  timerSeconds: 3600,
  movingSeconds: 3600,
  distanceMeters: 12_000,
  averageHeartRateBpm: 155,
  heartRateSeconds: null,
  gradedSpeedMetersPerSecond: null,
  rpe: 5,
};
const man: AthleteNumbers = {
  sex: "male",
  maxHeartRateBpm: 190,
  restingHeartRateBpm: 55,
  thresholdHeartRateBpm: 168,
  thresholdSpeedMetersPerSecond: 4,
};

function seconds(entries: Record<number, number>): Uint16Array {
  const all = new Uint16Array(256);
  for (const [bpm, count] of Object.entries(entries)) all[Number(bpm)] = count;
  return all;
}

describe("the best way that the values allow", () => {
  test("averages give the published value of an hour at 155 bpm", () => {
    const { trainingLoad, loadMethod } = computeWorkoutLoad(run, man);
    expect(loadMethod).toBe("averages");
    expect(trainingLoad).toBeCloseTo(117.94, 3);
  });

  test("samples come first, and say more than their average where the effort varied", () => {
    const heartRateSeconds = seconds({ 125: 1800, 185: 1800 });
    const { trainingLoad, loadMethod } = computeWorkoutLoad({ ...run, heartRateSeconds }, man);
    expect(loadMethod).toBe("samples");
    expect(trainingLoad).toBeGreaterThan(118);
  });

  test("samples that cover too little of the run are left alone", () => {
    const heartRateSeconds = seconds({ 180: 1000 });
    expect(computeWorkoutLoad({ ...run, heartRateSeconds }, man).loadMethod).toBe("averages");
  });

  test("without heart rate a run has its pace, then its rating, then nothing", () => {
    const silent = { ...run, averageHeartRateBpm: null };
    expect(computeWorkoutLoad(silent, man).loadMethod).toBe("pace");
    expect(computeWorkoutLoad({ ...silent, sport: "ride" }, man).loadMethod).toBe("rating");
    expect(computeWorkoutLoad(silent, { ...man, thresholdSpeedMetersPerSecond: null }).loadMethod).toBe(
      "rating",
    );
    expect(computeWorkoutLoad({ ...silent, distanceMeters: null, rpe: null }, man)).toEqual({
      trainingLoad: null,
      loadMethod: "none",
    });
  });

  test("heart rate without a maximum, or with one under resting, is no load", () => {
    const noPace = { ...man, thresholdSpeedMetersPerSecond: null };
    const silent = { ...run, rpe: null };
    expect(computeWorkoutLoad(silent, { ...noPace, maxHeartRateBpm: null }).trainingLoad).toBeNull();
    expect(computeWorkoutLoad(silent, { ...noPace, maxHeartRateBpm: 50 }).trainingLoad).toBeNull();
    expect(computeWorkoutLoad({ ...silent, rpe: 0 }, { ...noPace, maxHeartRateBpm: null }).trainingLoad).toBe(
      0,
    );
  });
});

test("an hour at threshold is the same load by heart rate, pace and rating", () => {
  const hour = { ...run, distanceMeters: 4 * 3600, rpe: 7 };
  const byHeart = computeWorkoutLoad({ ...hour, averageHeartRateBpm: 168 }, man).trainingLoad ?? 0;
  const silent = { ...hour, averageHeartRateBpm: null };
  expect(hourAtThresholdLoad(man)).toBeCloseTo(byHeart, 9);
  expect(computeWorkoutLoad(silent, man).trainingLoad).toBeCloseTo(byHeart, 9);
  expect(computeWorkoutLoad({ ...silent, sport: "ride" }, man).trainingLoad).toBeCloseTo(byHeart, 9);
});

describe("runs that compare", () => {
  const easy = {
    ...run,
    sportDetail: "running",
    elevationGainMeters: 80,
    averageHeartRateBpm: 140,
    heartRateZoneSeconds: [600, 2400, 600, 0, 0],
  };
  test.each([
    [{}, "comparable"],
    [{ sport: "ride" }, "not_a_run"],
    [{ sportDetail: "treadmill_running" }, "indoor"],
    [{ averageHeartRateBpm: null }, "no_heart_rate"],
    [{ distanceMeters: 0 }, "no_distance"],
    [{ movingSeconds: 1100 }, "too_short"],
    [{ elevationGainMeters: 200 }, "too_hilly"],
    [{ elevationGainMeters: 200, gradedSpeedMetersPerSecond: 3 }, "comparable"],
    [{ heartRateZoneSeconds: [0, 600, 600, 600, 600] }, "not_steady"],
    [{ heartRateZoneSeconds: [], averageHeartRateBpm: 165 }, "not_steady"],
  ] as const)("%j is %s", (changes, expected) => {
    expect(compareRun({ ...easy, ...changes }, man)).toBe(expected);
  });
});
