import { describe, expect, test } from "vitest";
import { type Curve, emptyCurve } from "@/lib/records/curve";
import { SPLIT_METERS, splitsOf } from "@/lib/records/splits";

const START = new Date("2026-03-10T06:00:00Z");

/** Samples at these seconds, meters and heart rates. */
function curveOf(
  rows: readonly (readonly [seconds: number, meters: number, bpm?: number, altitude?: number])[],
): Curve {
  const curve = emptyCurve(rows.length);
  for (const [index, [seconds, meters, bpm, altitude]] of rows.entries()) {
    curve.timeMs[index] = seconds * 1000;
    curve.distanceCentimeters[index] = Math.round(meters * 100);
    if (bpm !== undefined) curve.heartRateBpm[index] = bpm;
    if (altitude !== undefined) curve.altitudeCentimeters[index] = altitude * 100;
  }
  return curve;
}

/** 2,500 m at a steady 4 m/s, a sample every 7 s and one at the end. */
const steady = curveOf([
  ...Array.from({ length: 90 }, (_, index) => [index * 7, index * 28] as const),
  [625, 2500],
]);

describe("splits", () => {
  test("end at full kilometres, between samples where need be, and the rest is one of its own", () => {
    const splits = splitsOf(steady, START, SPLIT_METERS.metric);
    expect(splits.map(({ distanceMeters }) => distanceMeters)).toEqual([1000, 1000, 500]);
    expect(splits.map(({ elapsedSeconds }) => Math.round(elapsedSeconds))).toEqual([250, 250, 125]);
    expect(splits.map(({ lapIndex }) => lapIndex)).toEqual([0, 1, 2]);
    expect(splits[1]?.startedAt).toEqual(new Date("2026-03-10T06:04:10Z"));
  });

  test("per mile", () => {
    const splits = splitsOf(steady, START, SPLIT_METERS.imperial);
    expect(splits.map(({ distanceMeters }) => distanceMeters)).toEqual([
      1609.344,
      expect.closeTo(890.656, 6),
    ]);
    expect(splits[0]?.elapsedSeconds).toBeCloseTo(1609.344 / 4, 6);
  });

  test("one long step can hold several", () => {
    const splits = splitsOf(
      curveOf([
        [0, 0],
        [900, 3000],
      ]),
      START,
      1000,
    );
    expect(splits.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([300, 300, 300]);
  });

  test("average heart rate weighs by time, a gap counts ten seconds", () => {
    const [split] = splitsOf(
      curveOf([
        [0, 0, 100],
        [10, 40, 160],
        [310, 1000, 150],
      ]),
      START,
      1000,
    );
    expect(split).toMatchObject({ averageHeartRateBpm: 130, maxHeartRateBpm: 160 });
  });

  test("a pause is elapsed and not moving", () => {
    const [split] = splitsOf(
      curveOf([
        [0, 0],
        [100, 400],
        [400, 405],
        [550, 1000],
      ]),
      START,
      1000,
    );
    expect(split).toMatchObject({ elapsedSeconds: 550, movingSeconds: 250 });
  });

  test("climb leaves out the sensor's noise", () => {
    const rows = [
      [0, 0, 120, 100],
      [100, 300, 120, 102],
      [200, 600, 120, 110],
      [300, 900, 120, 104],
      [340, 1000, 120, 109],
    ] as const;
    expect(splitsOf(curveOf(rows), START, 1000)[0]?.elevationGainMeters).toBe(15);
  });

  test("a curve without distance has none", () => {
    const curve = emptyCurve(2);
    curve.timeMs.set([0, 1000]);
    expect(splitsOf(curve, START, 1000)).toEqual([]);
    expect(splitsOf(emptyCurve(0), START, 1000)).toEqual([]);
  });
});
