/** Workouts: what was really done, once, with the values of the recording that leads. */
import type { Queryable } from "@/lib/db/client";

/** What a workout takes over from its primary recording. */
const COPIED_COLUMNS = [
  "sport",
  "sportDetail",
  "name",
  "startedAt",
  "utcOffsetSeconds",
  "localDate",
  "elapsedSeconds",
  "timerSeconds",
  "movingSeconds",
  "distanceMeters",
  "elevationGainMeters",
  "elevationLossMeters",
  "averageHeartRateBpm",
  "maxHeartRateBpm",
  "heartRateZoneSeconds",
  "heartRateZoneLowerBpm",
  "averagePowerWatts",
  "maxPowerWatts",
  "normalizedPowerWatts",
  "averageCadenceStepsPerMinute",
  "rpe",
  "feelPercent",
  "aerobicTrainingEffect",
  "anaerobicTrainingEffect",
  "activeEnergyKilocalories",
  "restingEnergyKilocalories",
  "totalEnergyKilocalories",
  "sweatLossMilliliters",
  "fluidIntakeMilliliters",
  "fluidBalanceMilliliters",
  "channel",
  "isMultisportParent",
] as const;

const columns = (alias: string) => COPIED_COLUMNS.map((name) => `${alias}."${name}"`).join(", ");
const columnNames = COPIED_COLUMNS.map((name) => `"${name}"`).join(", ");

const CREATE_SQL = `
  WITH lone AS MATERIALIZED (
    SELECT gen_random_uuid() AS "newWorkoutId", r.* FROM "Recording" r
    WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[]) AND r."workoutId" IS NULL
  ), made AS (
    INSERT INTO "Workout" ("id", "athleteId", "primaryRecordingId", ${columnNames})
    SELECT "newWorkoutId", "athleteId", "id", ${columnNames} FROM lone
  )
  UPDATE "Recording" r SET "workoutId" = lone."newWorkoutId" FROM lone WHERE r."id" = lone."id"`;

const COPY_SQL = `
  UPDATE "Workout" w
  SET ${COPIED_COLUMNS.map((name) => `"${name}" = r."${name}"`).join(", ")}, "updatedAt" = CURRENT_TIMESTAMP
  FROM "Recording" r
  WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[])
    AND w."athleteId" = $1 AND w."primaryRecordingId" = r."id"
    AND ROW(${columns("w")}) IS DISTINCT FROM ROW(${columns("r")})`;

/** Gives each of these recordings that belongs to no workout a workout of its own. */
export async function createOwnWorkouts(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  await tx.query(CREATE_SQL, [athleteId, recordingIds]);
}

/** Brings the workouts that these recordings lead up to date. The athlete's own RPE stays. */
export async function copyFromPrimaries(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  await tx.query(COPY_SQL, [athleteId, recordingIds]);
}

/**
 * Puts in order the workouts that lost a recording: one without any goes, one without
 * its leader is led by another of its recordings, in the order of `channels`.
 * @returns the recordings that lead workouts now which they did not lead before
 */
export async function settleWorkouts(
  athleteId: string,
  workoutIds: readonly string[],
  channels: readonly string[],
  tx: Queryable,
): Promise<string[]> {
  await tx.query(
    `DELETE FROM "Workout" w WHERE w."athleteId" = $1 AND w."id" = ANY($2::uuid[])
       AND NOT EXISTS (SELECT FROM "Recording" r WHERE r."workoutId" = w."id")`,
    [athleteId, workoutIds],
  );
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE "Workout" w SET "primaryRecordingId" = next."id"
     FROM (
       SELECT DISTINCT ON (r."workoutId") r."id", r."workoutId" FROM "Recording" r
       WHERE r."athleteId" = $1 AND r."workoutId" = ANY($2::uuid[])
       ORDER BY r."workoutId", array_position($3::text[], r."channel"), r."elapsedSeconds" DESC, r."id") next
     WHERE w."athleteId" = $1 AND w."id" = next."workoutId"
       AND NOT EXISTS (SELECT FROM "Recording" p WHERE p."id" = w."primaryRecordingId")
     RETURNING next."id"`,
    [athleteId, workoutIds, channels],
  );
  return rows.map(({ id }) => id);
}

/** Every recording of these workouts. */
export async function listRecordingsOfWorkouts(
  athleteId: string,
  workoutIds: readonly string[],
  tx: Queryable,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT "id" FROM "Recording" WHERE "athleteId" = $1 AND "workoutId" = ANY($2::uuid[])',
    [athleteId, workoutIds],
  );
  return rows.map(({ id }) => id);
}
