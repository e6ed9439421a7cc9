/**
 * Training impulse: how much work a session was, from heart rate or, failing that,
 * from pace or from how hard it felt. Pure. All results are in the same arbitrary unit,
 * and none is computed where there is nothing to compute from: `null`, never 0.
 */

/** Bump on any change to results. */
export const TRIMP_VERSION = 1;

export type Sex = "female" | "male";

/** Weights of Banister's exponential, by sex. Source: Morton, Fitz-Clarke & Banister 1990, J Appl Physiol 69:1171. */
const WEIGHTS: Record<Sex, { factor: number; exponent: number }> = {
  male: { factor: 0.64, exponent: 1.92 },
  female: { factor: 0.86, exponent: 1.67 },
};

export type HeartRateLimits = {
  restingHeartRateBpm: number;
  maxHeartRateBpm: number;
  /** `null` when not said: then the mean of both sexes' results. */
  sex: Sex | null;
};

/** A stretch of a session at one heart rate. */
export type HeartRateStretch = { seconds: number; heartRateBpm: number };

/**
 * Banister's TRIMP, summed over stretches: minutes times reserve times an exponential of
 * it. A heart rate below resting counts as resting; one above the maximum as it is.
 *
 * @throws RangeError when the maximum is not above resting
 */
export function banisterTrimp(stretches: readonly HeartRateStretch[], limits: HeartRateLimits): number {
  const reserveBpm = limits.maxHeartRateBpm - limits.restingHeartRateBpm;
  if (!(reserveBpm > 0)) throw new RangeError("maximum heart rate is not above resting heart rate");
  const sexes: Sex[] = limits.sex === null ? ["female", "male"] : [limits.sex];
  const totals = sexes.map((sex) => {
    const { factor, exponent } = WEIGHTS[sex];
    return stretches.reduce((sum, { seconds, heartRateBpm }) => {
      const reserve = Math.max(0, (heartRateBpm - limits.restingHeartRateBpm) / reserveBpm);
      return sum + (seconds / 60) * reserve * factor * Math.exp(exponent * reserve);
    }, 0);
  });
  return totals.reduce((sum, total) => sum + total, 0) / totals.length;
}

/** Running load from pace: hours times the square of speed over threshold speed, times 100. */
export function paceLoad(args: {
  seconds: number;
  gradedSpeedMetersPerSecond: number;
  thresholdSpeedMetersPerSecond: number;
}): number {
  const intensity = args.gradedSpeedMetersPerSecond / args.thresholdSpeedMetersPerSecond;
  return (args.seconds / 3600) * intensity ** 2 * 100;
}

/** Minutes times rating on a scale of 0 to 10. Source: Foster et al. 2001. */
export function ratingLoad(seconds: number, rpe: number): number {
  return (seconds / 60) * rpe;
}
