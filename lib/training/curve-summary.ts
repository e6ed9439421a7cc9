/**
 * What a recording's samples come to, apart from anything a person sets: seconds at each
 * heart rate, the speed on the flat that would have cost the same, and how efficiency drifted.
 * Pure.
 */
import { type Curve, fromChannelValue, isMeasured } from "@/lib/records/curve";
import { decouplingPercent, gradedSpeedMetersPerSecond } from "@/lib/training/efficiency";

/** Bump on any change to results. */
export const CURVE_SUMMARY_VERSION = 1;

const MAX_BPM = 255;
/** A longer step between samples is a pause. */
const MAX_STEP_SECONDS = 10;
/** Slopes are taken over at least this distance: altitude wobbles from sample to sample. */
const SLOPE_METERS = 50;
/** Slower is standing. */
const MIN_SPEED_METERS_PER_SECOND = 0.5;
/** Drift: what is left out at the start, and what has to follow. */
const WARM_UP_SECONDS = 600;
const MIN_DRIFT_SECONDS = 1800;

export type CurveSummary = {
  /** Seconds at each bpm from 0 on; `null` without heart rate. */
  heartRateSeconds: Uint16Array | null;
  /** `null` without distance. */
  gradedSpeedMetersPerSecond: number | null;
  /** `null` under forty minutes in movement, or without heart rate and distance. */
  decouplingPercent: number | null;
};

/** One step between two samples, with the timer on. */
type Step = {
  seconds: number;
  /** Flat meters of the same cost; `null` without distance. */
  gradedMeters: number | null;
  heartRateBpm: number | null;
};

export function summarizeCurve(curve: Curve): CurveSummary {
  const steps = stepsOf(curve);
  const moving = steps.filter(
    ({ gradedMeters, seconds }) =>
      gradedMeters !== null && gradedMeters >= MIN_SPEED_METERS_PER_SECOND * seconds,
  );
  return {
    heartRateSeconds: isMeasured(curve.heartRateBpm) ? secondsByBpm(steps) : null,
    gradedSpeedMetersPerSecond: speedOf(moving),
    decouplingPercent: driftOf(moving),
  };
}

function stepsOf(curve: Curve): Step[] {
  const costs = costRatios(curve);
  const steps: Step[] = [];
  for (let index = 1; index < curve.timeMs.length; index += 1) {
    const [from, to] = [
      fromChannelValue(curve.timeMs[index - 1], 1000),
      fromChannelValue(curve.timeMs[index], 1000),
    ];
    if (from === null || to === null || to <= from || to - from > MAX_STEP_SECONDS) continue;
    const meters = metersBetween(curve, index);
    steps.push({
      seconds: to - from,
      gradedMeters: meters === null ? null : meters * (costs[index] ?? 1),
      heartRateBpm: fromChannelValue(curve.heartRateBpm[index]),
    });
  }
  return steps;
}

function metersBetween({ distanceCentimeters }: Curve, index: number): number | null {
  const before = fromChannelValue(distanceCentimeters[index - 1], 100);
  const now = fromChannelValue(distanceCentimeters[index], 100);
  return before === null || now === null ? null : Math.max(0, now - before);
}

/** Cost of each sample's slope over that of the flat; 1 where altitude is not known. */
function costRatios({ distanceCentimeters, altitudeCentimeters }: Curve): number[] {
  let start = 0;
  return Array.from(distanceCentimeters, (_, index) => {
    const meters = (at: number) => fromChannelValue(distanceCentimeters[at], 100);
    const here = meters(index);
    if (here === null) return 1;
    while (start < index && (meters(start + 1) ?? here) <= here - SLOPE_METERS) start += 1;
    const [there, low, high] = [
      meters(start),
      fromChannelValue(altitudeCentimeters[start], 100),
      fromChannelValue(altitudeCentimeters[index], 100),
    ];
    if (there === null || low === null || high === null || here - there < SLOPE_METERS) return 1;
    return gradedSpeedMetersPerSecond(1, (high - low) / (here - there));
  });
}

function secondsByBpm(steps: readonly Step[]): Uint16Array {
  const exact = new Float64Array(MAX_BPM + 1);
  for (const { seconds, heartRateBpm } of steps) {
    if (heartRateBpm === null || heartRateBpm <= 0) continue;
    const bpm = Math.min(MAX_BPM, Math.round(heartRateBpm));
    exact[bpm] = (exact[bpm] ?? 0) + seconds;
  }
  return Uint16Array.from(exact, (seconds) => Math.min(65_535, Math.round(seconds)));
}

function secondsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.seconds, 0);
}

function speedOf(steps: readonly Step[]): number | null {
  const seconds = secondsOf(steps);
  return seconds > 0 ? steps.reduce((sum, step) => sum + (step.gradedMeters ?? 0), 0) / seconds : null;
}

/** Halves by moving time, after the warm-up. */
function driftOf(moving: readonly Step[]): number | null {
  const counted = after(moving, WARM_UP_SECONDS);
  const total = secondsOf(counted);
  if (total < MIN_DRIFT_SECONDS) return null;
  const second = after(counted, total / 2);
  const first = counted.slice(0, counted.length - second.length);
  const [before, later] = [halfOf(first), halfOf(second)];
  return before === null || later === null ? null : decouplingPercent(before, later);
}

function after(steps: readonly Step[], skippedSeconds: number): readonly Step[] {
  let passed = 0;
  const index = steps.findIndex((step) => {
    passed += step.seconds;
    return passed > skippedSeconds;
  });
  return index < 0 ? [] : steps.slice(index);
}

function halfOf(steps: readonly Step[]) {
  const speed = speedOf(steps);
  const measured = steps.filter((step) => step.heartRateBpm !== null && step.heartRateBpm > 0);
  const seconds = secondsOf(measured);
  if (speed === null || seconds < secondsOf(steps) / 2) return null;
  const beats = measured.reduce((sum, step) => sum + (step.heartRateBpm ?? 0) * step.seconds, 0);
  return { speedMetersPerSecond: speed, averageHeartRateBpm: beats / seconds };
}
