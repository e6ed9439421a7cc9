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

export async function listRecordingIdsOfChannel(
  athleteId: string,
  channel: Channel,
  tx: Queryable,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT "id" FROM "Recording" WHERE "athleteId" = $1 AND "channel" = $2',
    [athleteId, channel],
  );
  return rows.map(({ id }) => id);
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
