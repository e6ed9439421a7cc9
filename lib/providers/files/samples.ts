/** Samples of a recording on their way from a file into a curve, and what can be said from them alone. */
import { type Curve, emptyCurve, toChannelValue } from "@/lib/records/curve";

export type Sample = {
  atMs: number;
  /** Covered since the start of the recording. */
  distanceMeters: number | null;
  heartRateBpm: number | null;
  altitudeMeters: number | null;
  powerWatts: number | null;
  /** Both feet. */
  cadenceStepsPerMinute: number | null;
  latitudeDegrees: number | null;
  longitudeDegrees: number | null;
};

/** @returns `null` for fewer than two samples, which make no curve */
export function curveOf(samples: readonly Sample[], startedAt: Date): Curve | null {
  if (samples.length < 2) return null;
  const curve = emptyCurve(samples.length);
  samples.forEach((sample, index) => {
    curve.timeMs[index] = toChannelValue(sample.atMs - startedAt.getTime());
    curve.distanceCentimeters[index] = toChannelValue(sample.distanceMeters, 100);
    curve.heartRateBpm[index] = toChannelValue(sample.heartRateBpm);
    curve.altitudeCentimeters[index] = toChannelValue(sample.altitudeMeters, 100);
    curve.powerWatts[index] = toChannelValue(sample.powerWatts);
    curve.cadenceStepsPerMinute[index] = toChannelValue(sample.cadenceStepsPerMinute);
    curve.latitudeE7[index] = toChannelValue(sample.latitudeDegrees, 1e7);
    curve.longitudeE7[index] = toChannelValue(sample.longitudeDegrees, 1e7);
  });
  return curve;
}

/** In time's order. Two samples of one moment become one; one that lies before its forerunner is dropped. */
export function inOrder(samples: readonly Sample[]): Sample[] {
  const ordered: Sample[] = [];
  for (const sample of samples) {
    const last = ordered.at(-1);
    if (last === undefined || sample.atMs > last.atMs) ordered.push(sample);
    else if (sample.atMs === last.atMs) ordered[ordered.length - 1] = mergeSamples(last, sample);
  }
  return ordered;
}

function mergeSamples(first: Sample, second: Sample): Sample {
  return {
    atMs: first.atMs,
    distanceMeters: second.distanceMeters ?? first.distanceMeters,
    heartRateBpm: second.heartRateBpm ?? first.heartRateBpm,
    altitudeMeters: second.altitudeMeters ?? first.altitudeMeters,
    powerWatts: second.powerWatts ?? first.powerWatts,
    cadenceStepsPerMinute: second.cadenceStepsPerMinute ?? first.cadenceStepsPerMinute,
    latitudeDegrees: second.latitudeDegrees ?? first.latitudeDegrees,
    longitudeDegrees: second.longitudeDegrees ?? first.longitudeDegrees,
  };
}

/** Those from the first moment up to, not including, the second. The samples must be in order. */
export function samplesBetween(samples: readonly Sample[], fromMs: number, toMs: number): Sample[] {
  return samples.slice(firstAtOrAfter(samples, fromMs), firstAtOrAfter(samples, toMs));
}

function firstAtOrAfter(samples: readonly Sample[], atMs: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.atMs ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Measurement = "heartRateBpm" | "powerWatts" | "cadenceStepsPerMinute";

/** A sample stands for the time until the next, but a pause must not count as one long sample. */
const LONGEST_SAMPLE_MS = 10_000;
const LAST_SAMPLE_MS = 1000;

/** Mean over time of what was measured; `null` when it never was. */
export function averageOf(samples: readonly Sample[], what: Measurement): number | null {
  let weighted = 0;
  let total = 0;
  samples.forEach((sample, index) => {
    const value = sample[what];
    if (value === null) return;
    const next = samples[index + 1];
    const weight = next === undefined ? LAST_SAMPLE_MS : Math.min(next.atMs - sample.atMs, LONGEST_SAMPLE_MS);
    weighted += value * weight;
    total += weight;
  });
  return total === 0 ? null : weighted / total;
}

export function maximumOf(samples: readonly Sample[], what: Measurement): number | null {
  let highest: number | null = null;
  for (const sample of samples) {
    const value = sample[what];
    if (value !== null && (highest === null || value > highest)) highest = value;
  }
  return highest;
}

/** Smaller ups and downs are the noise of barometer and satellites. */
const CLIMB_STEP_METERS = 3;

/** Climb and descent, counted only once they amount to a step; both `null` without altitudes. */
export function climbOf(samples: readonly Sample[]): {
  gainMeters: number | null;
  lossMeters: number | null;
} {
  let reference: number | null = null;
  let gainMeters = 0;
  let lossMeters = 0;
  for (const { altitudeMeters } of samples) {
    if (altitudeMeters === null) continue;
    reference ??= altitudeMeters;
    const change = altitudeMeters - reference;
    if (Math.abs(change) < CLIMB_STEP_METERS) continue;
    if (change > 0) gainMeters += change;
    else lossMeters -= change;
    reference = altitudeMeters;
  }
  return reference === null ? { gainMeters: null, lossMeters: null } : { gainMeters, lossMeters };
}

/** The distance of the last sample that has one. */
export function lastDistance(samples: readonly Sample[]): number | null {
  return samples.findLast((sample) => sample.distanceMeters !== null)?.distanceMeters ?? null;
}

const EARTH_RADIUS_METERS = 6_371_008.8;

/** Along the great circle; `null` when either has no position. */
export function metersBetween(from: Sample, to: Sample): number | null {
  const { latitudeDegrees: fromLatitude, longitudeDegrees: fromLongitude } = from;
  const { latitudeDegrees: toLatitude, longitudeDegrees: toLongitude } = to;
  if (fromLatitude === null || fromLongitude === null || toLatitude === null || toLongitude === null)
    return null;
  const half = (degrees: number) => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
  const chord =
    half(toLatitude - fromLatitude) +
    cosine(fromLatitude) * cosine(toLatitude) * half(toLongitude - fromLongitude);
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}
