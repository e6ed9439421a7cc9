import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { computeRecoveryMetrics, type Night } from "@/lib/recovery/baseline";

const FIRST = "2026-01-01";
const nightOn = (index: number, values: Partial<Night> = {}): Night => ({
  localDate: addDays(FIRST, index),
  hrvRmssdMs: [44, 46, 48][index % 3] ?? 46,
  restingHeartRateBpm: 46,
  overnightAverageHeartRateBpm: 51,
  sleepSeconds: 27_000,
  ...values,
});
const nights = (count: number, last: Partial<Night> = {}) =>
  Array.from({ length: count }, (_, index) => nightOn(index, index === count - 1 ? last : {}));
const excludedOf = (last: Partial<Night>) => computeRecoveryMetrics(nights(80, last)).at(-1)?.excluded;

describe("values that cannot be true", () => {
  test.each([
    ["an rMSSD of 0", { hrvRmssdMs: 0 }, { hrvRmssdMs: "out_of_range" }],
    ["an rMSSD of 400", { hrvRmssdMs: 400 }, { hrvRmssdMs: "out_of_range" }],
    ["20 times its logarithm", { hrvRmssdMs: 20 * Math.log(46) }, { hrvRmssdMs: "scaled" }],
    ["a resting heart rate of 20", { restingHeartRateBpm: 20 }, { restingHeartRateBpm: "out_of_range" }],
    ["a resting heart rate of 160", { restingHeartRateBpm: 160 }, { restingHeartRateBpm: "out_of_range" }],
    [
      "a jump of 26 bpm",
      { restingHeartRateBpm: 72, overnightAverageHeartRateBpm: 75 },
      { restingHeartRateBpm: "jump" },
    ],
    [
      "a night 3 bpm under resting",
      { overnightAverageHeartRateBpm: 43 },
      { overnightAverageHeartRateBpm: "below_resting" },
    ],
    ["a sleep of 17 h", { sleepSeconds: 17 * 3600 }, { sleepSeconds: "out_of_range" }],
    ["HRV of under three hours", { sleepSeconds: 10_000 }, { hrvRmssdMs: "partial_night" }],
  ])("%s", (_, last, expected) => expect(excludedOf(last)).toEqual(expected));

  test("what is unusual and can be true stays", () => {
    expect(excludedOf({ hrvRmssdMs: 90 })).toEqual({});
    expect(excludedOf({ restingHeartRateBpm: 71, overnightAverageHeartRateBpm: 69 })).toEqual({});
    expect(excludedOf({ sleepSeconds: 16 * 3600 })).toEqual({});
  });

  test("what is left out moves no mean and no baseline", () => {
    const bad = nights(90).map((night, index) => (index === 60 ? { ...night, hrvRmssdMs: 400 } : night));
    const gap = nights(90).map((night, index) => (index === 60 ? { ...night, hrvRmssdMs: null } : night));
    const hrv = (all: Night[]) => computeRecoveryMetrics(all).map((metric) => metric.hrv);
    expect(hrv(bad)).toEqual(hrv(gap));
  });

  test("after a jump that lasts, the third day of silence lets the new level in", () => {
    const later = Array.from({ length: 10 }, (_, index) =>
      nightOn(80 + index, { restingHeartRateBpm: 75, overnightAverageHeartRateBpm: 80 }),
    );
    const found = computeRecoveryMetrics([...nights(80), ...later]).slice(80);
    expect(found.map(({ excluded }) => excluded.restingHeartRateBpm === "jump")).toEqual([
      true,
      true,
      true,
      ...Array(7).fill(false),
    ]);
  });
});

describe("another source", () => {
  const from = (source: string, hrvRmssdMs: number) => ({ hrvRmssdMs, sources: { hrvRmssdMs: source } });
  const changed = (newMs: number) => [
    ...Array.from({ length: 60 }, (_, index) =>
      nightOn(index, from("garmin", [44, 46, 48][index % 3] ?? 46)),
    ),
    ...Array.from({ length: 30 }, (_, index) => nightOn(60 + index, from("file", newMs + (index % 3)))),
  ];
  const countOn = (nights: Night[], day: number) =>
    computeRecoveryMetrics(nights)[day]?.hrv.hrvBaselineNightCount;

  test("with another level restarts the baseline once fourteen of its nights are there", () => {
    expect(countOn(changed(60), 72)).toBe(60);
    expect(countOn(changed(60), 73)).toBe(7);
    expect(countOn(changed(60), 89)).toBe(23);
  });

  test("with the same level changes nothing", () => expect(countOn(changed(45), 89)).toBe(60));
});

test("where an illness that nobody told of spreads the baseline, median and MAD hold it", () => {
  const ill = nights(90).map((night, index) =>
    index >= 50 && index < 58 ? { ...night, hrvRmssdMs: 25 } : night,
  );
  const sdOf = (isRobustWhereSpread: boolean, all = ill) =>
    computeRecoveryMetrics(all, { isRobustWhereSpread }).at(-1)?.hrv.hrvBaselineSdLnMs ?? 0;
  expect(sdOf(false)).toBeGreaterThan(0.15);
  expect(sdOf(true)).toBeLessThan(0.07);
  expect(sdOf(true, nights(90))).toBe(sdOf(false, nights(90)));
});
