/**
 * Which measured values cannot be true. They are kept as they came and drawn hollow with
 * their reason; recent means and baselines leave them out. Pure.
 */
import type { Night } from "@/lib/recovery/baseline";

export const EXCLUSION_REASONS = [
  "out_of_range",
  "below_resting",
  "jump",
  "partial_night",
  "scaled",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

export const NIGHT_VALUES = [
  "hrvRmssdMs",
  "restingHeartRateBpm",
  "overnightAverageHeartRateBpm",
  "sleepSeconds",
] as const;
export type NightValue = (typeof NIGHT_VALUES)[number];

/** Value to reason; what is absent counts. */
export type Exclusions = Partial<Record<NightValue, ExclusionReason>>;

/** Outside of these a value is a fault of the measurement. */
const RANGES: Record<NightValue, readonly [least: number, most: number]> = {
  hrvRmssdMs: [5, 250],
  restingHeartRateBpm: [25, 120],
  overnightAverageHeartRateBpm: [25, 120],
  sleepSeconds: [1, 16 * 3600],
};

/** The average of a night cannot lie further under the lowest half hour of the day. */
const BELOW_RESTING_BPM = 2;
/** From one day to the next. */
const JUMP_BPM = 25;
/** A night shorter than this is part of one: its HRV stands for nothing. */
const PARTIAL_NIGHT_SECONDS = 3 * 3600;

/** @param restingBeforeBpm the last resting heart rate of the three days before that counted */
export function findImplausible(night: Night, restingBeforeBpm: number | null): Exclusions {
  const found: Exclusions = {};
  for (const name of NIGHT_VALUES) {
    const value = night[name];
    const [least, most] = RANGES[name];
    if (value !== null && (value < least || value > most)) found[name] = "out_of_range";
  }
  const { restingHeartRateBpm: resting, overnightAverageHeartRateBpm: overnight, sleepSeconds } = night;
  if (resting !== null && restingBeforeBpm !== null && Math.abs(resting - restingBeforeBpm) > JUMP_BPM) {
    found.restingHeartRateBpm ??= "jump";
  }
  const countedResting = found.restingHeartRateBpm === undefined ? resting : null;
  if (overnight !== null && countedResting !== null && overnight < countedResting - BELOW_RESTING_BPM) {
    found.overnightAverageHeartRateBpm ??= "below_resting";
  }
  if (sleepSeconds !== null && sleepSeconds > 0 && sleepSeconds < PARTIAL_NIGHT_SECONDS) {
    if (night.hrvRmssdMs !== null) found.hrvRmssdMs ??= "partial_night";
  }
  return found;
}

/** How far above the usual nights a value has to lie before it is taken for one of another scale. */
const SCALED_LEAST_SDS = 3;
const SCALED_WIDTH_SDS = 2;
const SCALE_FACTOR = 20;

/**
 * Whether an HRV looks like 20 times its own logarithm, as some apps write it: far above
 * what is usual, and a usual night once the scale is taken off.
 */
export function isScaledHrv(hrvRmssdMs: number, meanLnMs: number, sdLnMs: number): boolean {
  const isFarAbove = Math.log(hrvRmssdMs) - meanLnMs > SCALED_LEAST_SDS * sdLnMs;
  return isFarAbove && Math.abs(hrvRmssdMs / SCALE_FACTOR - meanLnMs) <= SCALED_WIDTH_SDS * sdLnMs;
}
