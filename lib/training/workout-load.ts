/**
 * How much work one workout was, by the best way that its values allow, and which way that
 * was. Pure. Loads from pace and from a rating are brought to the scale of those from heart
 * rate: an hour at threshold is the same load whichever way it is computed.
 */
import { countedSeconds } from "@/lib/training/moving-time";
import { banisterTrimp, type HeartRateLimits, paceLoad, ratingLoad, type Sex } from "@/lib/training/trimp";

/** Bump on any change to results. */
export const WORKOUT_LOAD_VERSION = 1;

export const LOAD_METHODS = ["samples", "averages", "pace", "rating", "none"] as const;
export type LoadMethod = (typeof LOAD_METHODS)[number];

export type LoadWorkout = {
  sport: string;
  elapsedSeconds: number;
  timerSeconds: number | null;
  movingSeconds: number | null;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  /** Seconds at each bpm from 0 on; `null` without samples. */
  heartRateSeconds: Uint16Array | null;
  /** From the curve; `null` without one. */
  gradedSpeedMetersPerSecond: number | null;
  /** 0 to 10. */
  rpe: number | null;
};

/** What is known of the person on that day; `null` where it was not said or measured. */
export type AthleteNumbers = {
  sex: Sex | null;
  maxHeartRateBpm: number | null;
  restingHeartRateBpm: number | null;
  thresholdHeartRateBpm: number | null;
  thresholdSpeedMetersPerSecond: number | null;
};

export type WorkoutLoad = { trainingLoad: number | null; loadMethod: LoadMethod };

/** Share of heart rate reserve at threshold, for those who have not said their threshold. */
const THRESHOLD_RESERVE = 0.85;
/** An hour at threshold, by pace and by a rating of 7. */
const HOUR_AT_THRESHOLD_BY_PACE = 100;
const HOUR_AT_THRESHOLD_BY_RATING = 60 * 7;
/** Heart rate has to cover so much of a workout for its samples to stand for it. */
const MIN_SAMPLED_SHARE = 0.6;

/**
 * Samples before averages before pace before a rating. Averages say slightly less than
 * samples where the effort varied, since the formula is curved.
 */
export function computeWorkoutLoad(workout: LoadWorkout, athlete: AthleteNumbers): WorkoutLoad {
  const limits = limitsOf(athlete);
  const seconds = countedSeconds(workout);
  const { heartRateSeconds, averageHeartRateBpm, distanceMeters, rpe } = workout;
  if (limits !== null && heartRateSeconds !== null && sum(heartRateSeconds) >= MIN_SAMPLED_SHARE * seconds) {
    return { trainingLoad: loadOfHistogram(heartRateSeconds, limits), loadMethod: "samples" };
  }
  if (limits !== null && averageHeartRateBpm !== null) {
    const stretches = [{ seconds, heartRateBpm: averageHeartRateBpm }];
    return { trainingLoad: banisterTrimp(stretches, limits), loadMethod: "averages" };
  }
  const threshold = athlete.thresholdSpeedMetersPerSecond;
  const speed = workout.gradedSpeedMetersPerSecond ?? speedOf(distanceMeters, seconds);
  if (workout.sport === "run" && threshold !== null && threshold > 0 && speed !== null) {
    const load = paceLoad({
      seconds,
      gradedSpeedMetersPerSecond: speed,
      thresholdSpeedMetersPerSecond: threshold,
    });
    return { trainingLoad: onScale(load, HOUR_AT_THRESHOLD_BY_PACE, athlete), loadMethod: "pace" };
  }
  if (rpe !== null) {
    const load = ratingLoad(seconds, rpe);
    return { trainingLoad: onScale(load, HOUR_AT_THRESHOLD_BY_RATING, athlete), loadMethod: "rating" };
  }
  return { trainingLoad: null, loadMethod: "none" };
}

/** TRIMP of an hour at threshold heart rate. */
export function hourAtThresholdLoad(athlete: AthleteNumbers): number {
  const limits = limitsOf(athlete);
  const { thresholdHeartRateBpm } = athlete;
  const reserve =
    limits === null || thresholdHeartRateBpm === null
      ? THRESHOLD_RESERVE
      : (thresholdHeartRateBpm - limits.restingHeartRateBpm) /
        (limits.maxHeartRateBpm - limits.restingHeartRateBpm);
  return banisterTrimp([{ seconds: 3600, heartRateBpm: reserve }], {
    restingHeartRateBpm: 0,
    maxHeartRateBpm: 1,
    sex: athlete.sex,
  });
}

function onScale(load: number, hourAtThreshold: number, athlete: AthleteNumbers): number {
  return (load / hourAtThreshold) * hourAtThresholdLoad(athlete);
}

/** `null` when one of both is unknown, or when they cannot both be true. */
function limitsOf({ maxHeartRateBpm, restingHeartRateBpm, sex }: AthleteNumbers): HeartRateLimits | null {
  if (maxHeartRateBpm === null || restingHeartRateBpm === null) return null;
  return maxHeartRateBpm > restingHeartRateBpm ? { maxHeartRateBpm, restingHeartRateBpm, sex } : null;
}

function loadOfHistogram(secondsByBpm: Uint16Array, limits: HeartRateLimits): number {
  const stretches = [...secondsByBpm].flatMap((seconds, heartRateBpm) =>
    seconds > 0 ? [{ seconds, heartRateBpm }] : [],
  );
  return banisterTrimp(stretches, limits);
}

function speedOf(distanceMeters: number | null, seconds: number): number | null {
  return distanceMeters === null || distanceMeters <= 0 || seconds <= 0 ? null : distanceMeters / seconds;
}

function sum(values: Uint16Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
