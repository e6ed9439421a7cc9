import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import { deleteRecordings } from "@/lib/db/recordings";
import { listRecordingsOfWorkouts, settleWorkouts } from "@/lib/db/workouts";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";
import { CHANNELS } from "@/lib/records/recording";

/**
 * Removes recordings and decides again what counts of the workouts they belonged to; a
 * workout without any recording goes. The caller holds the athlete's lock.
 * @returns the earliest date among them
 */
export async function removeRecordings(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<LocalDate | null> {
  if (recordingIds.length === 0) return null;
  const { workoutIds, firstLocalDate } = await deleteRecordings(athleteId, recordingIds, tx);
  await settleWorkouts(athleteId, workoutIds, CHANNELS, tx);
  await resolveWorkouts(athleteId, await listRecordingsOfWorkouts(athleteId, workoutIds, tx), tx);
  return firstLocalDate;
}
