/** Pace at heart rate: graded speed, efficiency and how it drifts within a run. Pure. */

/** Bump on any change to results. */
export const EFFICIENCY_VERSION = 1;

/** The cost polynomial was measured up to this grade, both ways. */
const MAX_GRADE_FRACTION = 0.45;

/**
 * Energy cost of running on a slope, in J per kg and metre.
 *
 * @param gradeFraction rise over run, held within what was measured
 * Source: Minetti et al. 2002 (doi 10.1152/japplphysiol.01177.2001).
 */
export function runningCostJoulesPerKgMeter(gradeFraction: number): number {
  const i = Math.max(-MAX_GRADE_FRACTION, Math.min(MAX_GRADE_FRACTION, gradeFraction));
  return ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6;
}

/** The flat speed that costs the same. Convention; credits gentle downhills generously. */
export function gradedSpeedMetersPerSecond(speedMetersPerSecond: number, gradeFraction: number): number {
  return (speedMetersPerSecond * runningCostJoulesPerKgMeter(gradeFraction)) / runningCostJoulesPerKgMeter(0);
}

/** Graded speed in metres per minute over heart rate. Only steady aerobic runs compare. */
export function efficiencyFactor(speedMetersPerSecond: number, averageHeartRateBpm: number): number {
  return (speedMetersPerSecond * 60) / averageHeartRateBpm;
}

export type HalfOfRun = { speedMetersPerSecond: number; averageHeartRateBpm: number };

/** How much efficiency fell from the first half of moving time to the second, in percent; above 0 is a drift. */
export function decouplingPercent(first: HalfOfRun, second: HalfOfRun): number {
  const before = efficiencyFactor(first.speedMetersPerSecond, first.averageHeartRateBpm);
  const after = efficiencyFactor(second.speedMetersPerSecond, second.averageHeartRateBpm);
  return (100 * (before - after)) / before;
}
