import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import { deleteRecordings, listAttached } from "@/lib/db/matching";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";

/**
 * Removes recordings (undone import, deleted at the source, kept long enough) and lets what
 * hung together with them stand on its own. The caller holds the athlete's lock.
 *
 * @returns the dates on which a workout changed or went
 */
export async function removeRecordings(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<LocalDate[]> {
  if (recordingIds.length === 0) return [];
  const gone = new Set(recordingIds);
  const attached = await listAttached(athleteId, recordingIds, tx);
  const emptied = await deleteRecordings(athleteId, recordingIds, tx);
  const changed = await resolveWorkouts(
    athleteId,
    attached.filter((id) => !gone.has(id)),
    tx,
  );
  return [...new Set([...emptied, ...changed])];
}
