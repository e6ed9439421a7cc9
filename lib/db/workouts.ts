/** Workouts: what was really done, once, with the values that count. */
import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import type { Channel } from "@/lib/records/recording";

/** What a workout takes over from its recordings; name to SQL type. */
const VALUE_TYPES = {
  sport: "text",
  sportDetail: "text",
  name: "text",
  startedAt: "timestamptz",
  utcOffsetSeconds: "integer",
  localDate: "date",
  elapsedSeconds: "double precision",
  timerSeconds: "double precision",
  movingSeconds: "double precision",
  distanceMeters: "double precision",
  elevationGainMeters: "double precision",
  elevationLossMeters: "double precision",
  averageHeartRateBpm: "double precision",
  maxHeartRateBpm: "double precision",
  heartRateZoneSeconds: "double precision[]",
  heartRateZoneLowerBpm: "integer[]",
  averagePowerWatts: "double precision",
  maxPowerWatts: "double precision",
  normalizedPowerWatts: "double precision",
  averageCadenceStepsPerMinute: "double precision",
  rpe: "double precision",
  feelPercent: "integer",
  aerobicTrainingEffect: "double precision",
  anaerobicTrainingEffect: "double precision",
  activeEnergyKilocalories: "double precision",
  restingEnergyKilocalories: "double precision",
  totalEnergyKilocalories: "double precision",
  sweatLossMilliliters: "double precision",
  fluidIntakeMilliliters: "double precision",
  fluidBalanceMilliliters: "double precision",
  channel: "text",
  isMultisportParent: "boolean",
} as const;

const VALUE_NAMES = Object.keys(VALUE_TYPES);
const quoted = (alias: string) => VALUE_NAMES.map((name) => `${alias}."${name}"`).join(", ");
const COLUMNS = VALUE_NAMES.map((name) => `"${name}"`).join(", ");

/** What the athlete typed stays; what they typed on a copy that led before comes along. */
const UPSERT = `
  ON CONFLICT ("id") DO UPDATE SET
    ${[...VALUE_NAMES, "primaryRecordingId", "filledFrom"].map((name) => `"${name}" = excluded."${name}"`).join(", ")},
    "athleteRpe" = COALESCE("Workout"."athleteRpe", excluded."athleteRpe"), "updatedAt" = CURRENT_TIMESTAMP
  WHERE ROW("Workout"."primaryRecordingId", "Workout"."filledFrom", ${quoted('"Workout"')})
        IS DISTINCT FROM ROW(excluded."primaryRecordingId", excluded."filledFrom", ${quoted("excluded")})
     OR ("Workout"."athleteRpe" IS NULL AND excluded."athleteRpe" IS NOT NULL)
  RETURNING "id", "localDate"`;

const FROM_ONE_SQL = `
  INSERT INTO "Workout" ("id", "athleteId", "primaryRecordingId", "filledFrom", "athleteRpe", ${COLUMNS})
  SELECT i."workoutId", $1, r."id", '{}', r."athleteRpe", ${quoted("r")}
    FROM unnest($2::uuid[], $3::uuid[]) AS i("workoutId", "recordingId")
    JOIN "Recording" r ON r."athleteId" = $1 AND r."id" = i."recordingId"
  ${UPSERT}`;

const FROM_SEVERAL_SQL = `
  INSERT INTO "Workout" ("id", "athleteId", "primaryRecordingId", "filledFrom", "athleteRpe", ${COLUMNS})
  SELECT i."id", $1, i."primaryRecordingId", i."filledFrom", i."athleteRpe", ${quoted("i")}
    FROM json_to_recordset($2::json) AS i("id" uuid, "primaryRecordingId" uuid, "filledFrom" jsonb,
         "athleteRpe" double precision, ${Object.entries(VALUE_TYPES)
           .map(([name, type]) => `"${name}" ${type}`)
           .join(", ")})
  ${UPSERT}`;

export type WrittenWorkout = { id: string; localDate: LocalDate };

/** Writes workouts that consist of one recording, with its values. @returns those that changed */
export async function writeOwnWorkouts(
  athleteId: string,
  workouts: readonly { workoutId: string; recordingId: string }[],
  tx: Queryable,
): Promise<WrittenWorkout[]> {
  if (workouts.length === 0) return [];
  const ids = [workouts.map(({ workoutId }) => workoutId), workouts.map(({ recordingId }) => recordingId)];
  return (await tx.query<WrittenWorkout>(FROM_ONE_SQL, [athleteId, ...ids])).rows;
}

export type FilledWorkoutRow = {
  id: string;
  primaryRecordingId: string;
  filledFrom: Readonly<Record<string, string>>;
  athleteRpe: number | null;
  values: Readonly<Record<string, unknown>>;
};

/** Writes workouts whose values come from several recordings. @returns those that changed */
export async function writeFilledWorkouts(
  athleteId: string,
  workouts: readonly FilledWorkoutRow[],
  tx: Queryable,
): Promise<WrittenWorkout[]> {
  if (workouts.length === 0) return [];
  const rows = workouts.map(({ values, ...row }) => ({ ...values, ...row }));
  return (await tx.query<WrittenWorkout>(FROM_SEVERAL_SQL, [athleteId, JSON.stringify(rows)])).rows;
}

export type CopyRow = {
  id: string;
  channel: Channel;
  athleteRpe: number | null;
  /** Under the names of the workout's columns. */
  values: Readonly<Record<string, unknown>>;
};

export async function listCopies(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<CopyRow[]> {
  type Row = Omit<CopyRow, "values"> & Record<string, unknown>;
  const { rows } = await tx.query<Row>(
    `SELECT r."id", r."athleteRpe", ${quoted("r")} FROM "Recording" r
      WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[])`,
    [athleteId, recordingIds],
  );
  return rows.map(({ id, athleteRpe, ...values }) => ({ id, athleteRpe, channel: values.channel, values }));
}

export type StandingWorkout = {
  id: string;
  primaryRecordingId: string | null;
  localDate: LocalDate;
  createdAt: Date;
};

export async function listStandingWorkouts(
  athleteId: string,
  workoutIds: readonly string[],
  tx: Queryable,
): Promise<StandingWorkout[]> {
  if (workoutIds.length === 0) return [];
  const { rows } = await tx.query<StandingWorkout>(
    `SELECT "id", "primaryRecordingId", "localDate", "createdAt" FROM "Workout"
      WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[])`,
    [athleteId, workoutIds],
  );
  return rows;
}

/** Ends workouts that count no more. What the athlete typed is kept with the recording that led. */
export async function deleteWorkouts(
  athleteId: string,
  workoutIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  if (workoutIds.length === 0) return;
  await tx.query(
    `UPDATE "Recording" r SET "athleteRpe" = w."athleteRpe" FROM "Workout" w
      WHERE w."athleteId" = $1 AND w."id" = ANY($2::uuid[]) AND w."athleteRpe" IS NOT NULL
        AND r."athleteId" = $1 AND r."id" = w."primaryRecordingId"`,
    [athleteId, workoutIds],
  );
  await tx.query(`DELETE FROM "Workout" WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[])`, [
    athleteId,
    workoutIds,
  ]);
}

/** Frees the place of the leading recording, so that two workouts can change theirs at once. */
export async function releasePrimaries(
  athleteId: string,
  workoutIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  if (workoutIds.length === 0) return;
  await tx.query(
    `UPDATE "Workout" SET "primaryRecordingId" = NULL WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[])`,
    [athleteId, workoutIds],
  );
}

/** Says which workout recordings belong to; `null`: none. */
export async function assignRecordings(
  athleteId: string,
  assignments: readonly { recordingId: string; workoutId: string | null }[],
  tx: Queryable,
): Promise<void> {
  if (assignments.length === 0) return;
  await tx.query(
    `UPDATE "Recording" r SET "workoutId" = i."workoutId"
       FROM unnest($2::uuid[], $3::uuid[]) AS i("recordingId", "workoutId")
      WHERE r."athleteId" = $1 AND r."id" = i."recordingId"`,
    [
      athleteId,
      assignments.map(({ recordingId }) => recordingId),
      assignments.map(({ workoutId }) => workoutId),
    ],
  );
}
