/** What the page of one workout shows. */
import { z } from "zod";
import {
  findWorkout,
  type LinkedRecordingRow,
  readLinkedRecordings,
  type WorkoutDetailRow,
} from "@/lib/db/read-workouts";
import { AppError } from "@/lib/errors";
import { type ReviewRow, readReviewsOfWorkout } from "@/lib/insights/match-reviews";
import { countedSeconds } from "@/lib/insights/runs";

export type { LinkedRecordingRow, WorkoutDetailRow };

export type HeartRateZone = {
  /** 1 to 5. */
  zone: number;
  seconds: number;
  /** `null` when the bounds are not known. */
  lowerBpm: number | null;
  /** The last bpm of the zone; `null` for the highest one. */
  upperBpm: number | null;
  /** Of the longest zone, for the bar. */
  shareOfLongest: number;
};

export type RunPage = {
  workout: WorkoutDetailRow;
  /** Moving time where known: what pace is made of. */
  paceSeconds: number;
  zones: HeartRateZone[];
  /** What the recording does not hold, as words for a sentence. */
  missing: string[];
  recordings: LinkedRecordingRow[];
  /** Pairs that these recordings are in. */
  reviews: ReviewRow[];
};

/** @throws AppError `not_found` also for a workout of somebody else */
export async function readRunPage(athleteId: string, workoutId: string): Promise<RunPage> {
  const workout = z.uuid().safeParse(workoutId).success ? await findWorkout(athleteId, workoutId) : null;
  if (!workout) throw new AppError("not_found", "There is no such run.");
  return {
    workout,
    paceSeconds: countedSeconds(workout),
    zones: heartRateZones(workout.heartRateZoneSeconds, workout.heartRateZoneLowerBpm),
    missing: listMissing(workout),
    recordings: await readLinkedRecordings(athleteId, workoutId),
    reviews: await readReviewsOfWorkout(athleteId, workoutId),
  };
}

/** Zone 5 first; empty when no zones were measured. */
export function heartRateZones(seconds: readonly number[], lowerBpm: readonly number[]): HeartRateZone[] {
  const longest = Math.max(0, ...seconds);
  return seconds
    .map((zoneSeconds, index) => {
      const next = lowerBpm[index + 1];
      return {
        zone: index + 1,
        seconds: zoneSeconds,
        lowerBpm: lowerBpm[index] ?? null,
        upperBpm: next === undefined ? null : next - 1,
        shareOfLongest: longest === 0 ? 0 : zoneSeconds / longest,
      };
    })
    .reverse();
}

export function listMissing(workout: WorkoutDetailRow): string[] {
  const checks: [string, boolean][] = [
    ["distance", workout.distanceMeters === null],
    ["heart rate", workout.averageHeartRateBpm === null],
    ["heart rate zones", workout.averageHeartRateBpm !== null && workout.heartRateZoneSeconds.length === 0],
    ["power", workout.averagePowerWatts === null],
    ["cadence", workout.averageCadenceStepsPerMinute === null],
    ["climb", workout.elevationGainMeters === null],
    ["effort", workout.athleteRpe === null && workout.rpe === null],
  ];
  return checks.filter(([, isMissing]) => isMissing).map(([name]) => name);
}
