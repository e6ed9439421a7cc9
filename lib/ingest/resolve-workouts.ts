import type { Queryable } from "@/lib/db/client";
import { copyFromPrimaries, createOwnWorkouts } from "@/lib/db/workouts";

/**
 * Decides which workout these recordings belong to and brings its values up to date.
 * The only place where workouts are made: today each recording is a workout of its
 * own, which keeps its id for as long as its recording lives.
 */
export async function resolveWorkouts(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  if (recordingIds.length === 0) return;
  await copyFromPrimaries(athleteId, recordingIds, tx);
  await createOwnWorkouts(athleteId, recordingIds, tx);
}
