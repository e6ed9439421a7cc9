/**
 * Which runs compare with one another at all, so that pace at heart rate says something of
 * the runner and not of the course or the day. Pure. The limits are a convention.
 */
import { countedSeconds } from "@/lib/training/moving-time";

/** Bump on any change to results. */
export const COMPARABLE_VERSION = 1;

export const COMPARABILITIES = [
  "comparable",
  "not_a_run",
  "indoor",
  "no_heart_rate",
  "no_distance",
  "too_short",
  "too_hilly",
  "not_steady",
] as const;
export type Comparability = (typeof COMPARABILITIES)[number];

const MIN_SECONDS = 20 * 60;
/** Without a curve the climb cannot be taken out of the pace. */
const MAX_CLIMB_METERS_PER_KILOMETER = 12;
/** Share of the time in zones 4 and 5 above which a run is no steady one, */
const MAX_HARD_SHARE = 0.15;
/** and the share of heart rate reserve, where there are no zones. */
const MAX_RESERVE = 0.8;

export type ComparableRun = {
  sport: string;
  sportDetail: string;
  elapsedSeconds: number;
  timerSeconds: number | null;
  movingSeconds: number | null;
  distanceMeters: number | null;
  elevationGainMeters: number | null;
  averageHeartRateBpm: number | null;
  heartRateZoneSeconds: readonly number[];
  gradedSpeedMetersPerSecond: number | null;
};

export function compareRun(
  run: ComparableRun,
  athlete: { maxHeartRateBpm: number | null; restingHeartRateBpm: number | null },
): Comparability {
  const seconds = countedSeconds(run);
  if (run.sport !== "run") return "not_a_run";
  if (/treadmill|indoor|virtual/i.test(run.sportDetail)) return "indoor";
  if (run.averageHeartRateBpm === null) return "no_heart_rate";
  if (run.distanceMeters === null || run.distanceMeters <= 0) return "no_distance";
  if (seconds < MIN_SECONDS) return "too_short";
  if (run.gradedSpeedMetersPerSecond === null && isHilly(run.elevationGainMeters, run.distanceMeters)) {
    return "too_hilly";
  }
  return isSteady(run, run.averageHeartRateBpm, athlete) ? "comparable" : "not_steady";
}

function isHilly(gainMeters: number | null, distanceMeters: number): boolean {
  return gainMeters !== null && gainMeters > MAX_CLIMB_METERS_PER_KILOMETER * (distanceMeters / 1000);
}

function isSteady(
  { heartRateZoneSeconds: zones }: ComparableRun,
  averageHeartRateBpm: number,
  athlete: { maxHeartRateBpm: number | null; restingHeartRateBpm: number | null },
): boolean {
  const total = zones.reduce((sum, seconds) => sum + seconds, 0);
  if (total > 0) return ((zones[3] ?? 0) + (zones[4] ?? 0)) / total <= MAX_HARD_SHARE;
  const { maxHeartRateBpm: max, restingHeartRateBpm: resting } = athlete;
  if (max === null || resting === null || max <= resting) return false;
  return (averageHeartRateBpm - resting) / (max - resting) <= MAX_RESERVE;
}
