/** Removing all that one channel brought. What other channels say of the same days and workouts stays. */
import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import type { Channel } from "@/lib/records/recording";

/** Nights, days, snapshots and raw payloads. @returns the dates of which something was said */
export async function deleteChannelDays(
  athleteId: string,
  channel: Channel,
  tx: Queryable,
): Promise<LocalDate[]> {
  const own = [athleteId, channel];
  await tx.query('DELETE FROM "RawPayload" WHERE "athleteId" = $1 AND "channel" = $2', own);
  await tx.query('DELETE FROM "HealthSnapshot" WHERE "athleteId" = $1 AND "channel" = $2', own);
  await tx.query('DELETE FROM "SleepSession" WHERE "athleteId" = $1 AND "channel" = $2', own);
  const { rows } = await tx.query<{ localDate: LocalDate }>(
    'DELETE FROM "RecoverySource" WHERE "athleteId" = $1 AND "channel" = $2 RETURNING "localDate"::text',
    own,
  );
  return rows.map(({ localDate }) => localDate).sort();
}

/**
 * Recordings, and the workouts that have no other. A workout that another channel knows too is
 * led by that one's longest recording from now on. @returns the recordings that lead now
 */
export async function deleteChannelRecordings(
  athleteId: string,
  channel: Channel,
  tx: Queryable,
): Promise<string[]> {
  await tx.query('DELETE FROM "Recording" WHERE "athleteId" = $1 AND "channel" = $2', [athleteId, channel]);
  await tx.query(
    `DELETE FROM "Workout" w WHERE w."athleteId" = $1
       AND NOT EXISTS (SELECT FROM "Recording" r WHERE r."workoutId" = w."id")`,
    [athleteId],
  );
  const { rows } = await tx.query<{ recordingId: string }>(
    `UPDATE "Workout" w SET "primaryRecordingId" = r."id"
     FROM (SELECT DISTINCT ON ("workoutId") "id", "workoutId" FROM "Recording" WHERE "athleteId" = $1
           ORDER BY "workoutId", "elapsedSeconds" DESC, "id") r
     WHERE w."athleteId" = $1 AND r."workoutId" = w."id"
       AND NOT EXISTS (SELECT FROM "Recording" p WHERE p."id" = w."primaryRecordingId")
     RETURNING r."id" AS "recordingId"`,
    [athleteId],
  );
  return rows.map(({ recordingId }) => recordingId);
}

/** What was asked of a provider, so that a later connection begins anew, whatever its account. */
export async function forgetAsked(athleteId: string, connectionId: string, tx: Queryable): Promise<void> {
  await tx.query('DELETE FROM "ConnectionMetric" WHERE "connectionId" = $1', [connectionId]);
  await tx.query('DELETE FROM "SyncCoverage" WHERE "connectionId" = $1', [connectionId]);
  await tx.query(
    `UPDATE "Connection" SET "externalUserId" = NULL, "backfillReachedDate" = NULL, "backfillTargetDate" = NULL
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, connectionId],
  );
}
