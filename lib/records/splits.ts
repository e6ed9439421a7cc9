/** Splits: a recording cut at every full kilometre or mile, from its curve. Pure. */
import { type Curve, fromChannelValue } from "@/lib/records/curve";
import type { Lap } from "@/lib/records/lap";

export const SPLIT_METERS = { metric: 1000, imperial: 1609.344 } as const;

/** A sample stands for the time until the next one, at most so long. */
const LONGEST_SAMPLE_SECONDS = 10;
/** Slower than this over a long gap is standing still: the watch paused. */
const PAUSE_METERS_PER_SECOND = 0.5;
/** Smaller changes of height are noise of the sensor. */
const CLIMB_STEP_METERS = 3;
/** What is left at the end is a split from here on. */
const SHORTEST_REST_METERS = 10;

type Sample = {
  seconds: number;
  meters: number;
  heartRateBpm: number | null;
  powerWatts: number | null;
  cadenceStepsPerMinute: number | null;
  altitudeMeters: number | null;
};

/**
 * One lap for every full `splitMeters` and one for the rest. The moment at which a split
 * ends lies between two samples and is interpolated, so that times add up to the whole.
 * Empty without time and distance in the curve.
 */
export function splitsOf(curve: Curve, startedAt: Date, splitMeters: number): Lap[] {
  const samples = samplesOf(curve);
  const splits: Lap[] = [];
  let current: Sample[] = samples.slice(0, 1);
  for (const [index, sample] of samples.entries()) {
    if (index === 0) continue;
    let from = samples[index - 1] ?? sample;
    for (let end = (splits.length + 1) * splitMeters; sample.meters >= end; end += splitMeters) {
      const border = between(from, sample, end);
      splits.push(lapOf([...current, border], splits.length, startedAt));
      current = [border];
      from = border;
    }
    current.push(sample);
  }
  const [first, last] = [current[0], current.at(-1)];
  if (first && last && last.meters - first.meters >= SHORTEST_REST_METERS) {
    splits.push(lapOf(current, splits.length, startedAt));
  }
  return splits;
}

function samplesOf(curve: Curve): Sample[] {
  const samples: Sample[] = [];
  for (let index = 0; index < curve.timeMs.length; index += 1) {
    const seconds = fromChannelValue(curve.timeMs[index], 1000);
    const meters = fromChannelValue(curve.distanceCentimeters[index], 100);
    if (seconds === null || meters === null) continue;
    samples.push({
      seconds,
      // Some watches count back by a few centimetres.
      meters: Math.max(meters, samples.at(-1)?.meters ?? 0),
      heartRateBpm: fromChannelValue(curve.heartRateBpm[index]),
      powerWatts: fromChannelValue(curve.powerWatts[index]),
      cadenceStepsPerMinute: fromChannelValue(curve.cadenceStepsPerMinute[index]),
      altitudeMeters: fromChannelValue(curve.altitudeCentimeters[index], 100),
    });
  }
  return samples;
}

/** What was measured holds from the earlier sample until the later one is reached. */
function between(from: Sample, to: Sample, meters: number): Sample {
  if (meters === to.meters) return to;
  const share = (meters - from.meters) / (to.meters - from.meters);
  return { ...from, meters, seconds: from.seconds + share * (to.seconds - from.seconds) };
}

function lapOf(samples: readonly Sample[], lapIndex: number, startedAt: Date): Lap {
  const [first, last] = [samples[0], samples.at(-1)];
  const startSeconds = first?.seconds ?? 0;
  const heartRates = samples.flatMap(({ heartRateBpm }) => heartRateBpm ?? []);
  return {
    lapIndex,
    startedAt: new Date(startedAt.getTime() + Math.round(startSeconds * 1000)),
    elapsedSeconds: (last?.seconds ?? startSeconds) - startSeconds,
    movingSeconds: movingSecondsOf(samples),
    distanceMeters: (last?.meters ?? 0) - (first?.meters ?? 0),
    averageHeartRateBpm: averageOf(samples, ({ heartRateBpm }) => heartRateBpm),
    maxHeartRateBpm: heartRates.length === 0 ? null : Math.max(...heartRates),
    averagePowerWatts: averageOf(samples, ({ powerWatts }) => powerWatts),
    averageCadenceStepsPerMinute: averageOf(samples, ({ cadenceStepsPerMinute }) => cadenceStepsPerMinute),
    elevationGainMeters: climbOf(samples),
  };
}

function movingSecondsOf(samples: readonly Sample[]): number {
  let moving = 0;
  for (const [index, to] of samples.entries()) {
    const from = samples[index - 1];
    if (!from) continue;
    const seconds = to.seconds - from.seconds;
    const isPause =
      seconds > LONGEST_SAMPLE_SECONDS && to.meters - from.meters < seconds * PAUSE_METERS_PER_SECOND;
    if (!isPause) moving += seconds;
  }
  return moving;
}

function averageOf(samples: readonly Sample[], read: (sample: Sample) => number | null): number | null {
  let [sum, weight] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    const value = read(sample);
    const next = samples[index + 1];
    if (value === null || !next) continue;
    const seconds = Math.min(LONGEST_SAMPLE_SECONDS, next.seconds - sample.seconds);
    sum += value * seconds;
    weight += seconds;
  }
  return weight === 0 ? null : sum / weight;
}

function climbOf(samples: readonly Sample[]): number | null {
  const heights = samples.flatMap(({ altitudeMeters }) => altitudeMeters ?? []);
  let base = heights[0];
  if (base === undefined) return null;
  let climbed = 0;
  for (const height of heights) {
    if (height >= base + CLIMB_STEP_METERS) {
      climbed += height - base;
      base = height;
    } else if (height < base) base = height;
  }
  return climbed;
}
