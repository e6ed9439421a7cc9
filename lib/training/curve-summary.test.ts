import { describe, expect, test } from "vitest";
import { emptyCurve } from "@/lib/records/curve";
import { summarizeCurve } from "@/lib/training/curve-summary";

type Sample = { speed: number; bpm: number | null; grade?: number };

/** One sample a second. */
function curveOf(samples: readonly Sample[]) {
  const curve = emptyCurve(samples.length + 1);
  let [meters, altitude] = [0, 100];
  for (let second = 0; second <= samples.length; second += 1) {
    const sample = samples[Math.max(0, second - 1)];
    if (second > 0 && sample) {
      meters += sample.speed;
      altitude += sample.speed * (sample.grade ?? 0);
    }
    curve.timeMs[second] = second * 1000;
    curve.distanceCentimeters[second] = Math.round(meters * 100);
    curve.altitudeCentimeters[second] = Math.round(altitude * 100);
    if (sample?.bpm) curve.heartRateBpm[second] = sample.bpm;
  }
  return curve;
}
const steady = (count: number, sample: Sample) => Array.from({ length: count }, () => sample);

describe("what a curve comes to", () => {
  test("seconds at each heart rate", () => {
    const { heartRateSeconds } = summarizeCurve(
      curveOf([...steady(600, { speed: 3, bpm: 140 }), ...steady(300, { speed: 3, bpm: 160 })]),
    );
    expect(heartRateSeconds?.[140]).toBe(600);
    expect(heartRateSeconds?.[160]).toBe(300);
    expect(heartRateSeconds?.reduce((sum, seconds) => sum + seconds, 0)).toBe(900);
  });

  test("a climb of 5 % at 3 m/s costs as much as 3.90433 m/s on the flat", () => {
    const graded = (grade: number) =>
      summarizeCurve(curveOf(steady(3000, { speed: 3, bpm: 150, grade }))).gradedSpeedMetersPerSecond ?? 0;
    expect(graded(0)).toBeCloseTo(3, 3);
    // The slope is known once 50 m are behind.
    expect(graded(0.05)).toBeGreaterThan(3.88);
    expect(graded(0.05)).toBeLessThan(3.905);
  });

  test("drift between the halves after ten minutes, as the published example", () => {
    const samples = [
      ...steady(600, { speed: 2.5, bpm: 120 }),
      ...steady(1500, { speed: 3.1, bpm: 138 }),
      ...steady(1500, { speed: 3.05, bpm: 146 }),
    ];
    expect(summarizeCurve(curveOf(samples)).decouplingPercent).toBeCloseTo(7.00398, 1);
  });

  test("a pause is no time, and what was not measured is null", () => {
    const curve = curveOf(steady(100, { speed: 3, bpm: null }));
    for (let index = 50; index <= 100; index += 1) curve.timeMs[index] = (curve.timeMs[index] ?? 0) + 600_000;
    const summary = summarizeCurve(curve);
    expect(summary.gradedSpeedMetersPerSecond).toBeCloseTo(3, 2);
    expect(summary).toMatchObject({ heartRateSeconds: null, decouplingPercent: null });
    expect(summarizeCurve(emptyCurve(0))).toEqual({
      heartRateSeconds: null,
      gradedSpeedMetersPerSecond: null,
      decouplingPercent: null,
    });
  });
});
