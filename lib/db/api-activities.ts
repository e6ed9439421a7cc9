/** Workouts as /v1 gives them out, newest first. */
import { pool } from "@/lib/db/client";

/** Columns that workouts and recordings share, each with its unit in the name. */
export const MEASURED_COLUMNS = [
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
] as const;
export type MeasuredColumn = (typeof MEASURED_COLUMNS)[number];

type ListColumn = "heartRateZoneSeconds" | "heartRateZoneLowerBpm";
/** Lists are empty, numbers `null`, when not measured; the elapsed time always is. */
export type MeasuredValues = Record<Exclude<MeasuredColumn, ListColumn | "elapsedSeconds">, number | null> &
  Record<ListColumn, number[]> & { elapsedSeconds: number };

type Described = {
  id: string;
  sport: string;
  sportDetail: string;
  name: string | null;
  startedAt: Date;
  utcOffsetSeconds: number | null;
  /** `YYYY-MM-DD` */
  localDate: string;
  channel: string;
  isMultisportParent: boolean;
};

export type WorkoutRow = Described &
  MeasuredValues & {
    /** What the athlete typed; wins over `rpe`. */
    athleteRpe: number | null;
    primaryRecordingId: string | null;
    /** Field name to channel, where it is another than the workout's own. */
    filledFrom: Record<string, string>;
  };

export type RecordingRow = Described & MeasuredValues & { externalId: string; manufacturer: string | null };

const DESCRIBED_COLUMNS = [
  "id",
  "sport",
  "sportDetail",
  "name",
  "startedAt",
  "utcOffsetSeconds",
  "localDate",
  "channel",
  "isMultisportParent",
] as const;

/** List columns hold NULL in rows that were written without them. */
const LIST_COLUMNS: readonly string[] = [
  "heartRateZoneSeconds",
  "heartRateZoneLowerBpm",
] satisfies ListColumn[];
const SHARED_SQL = [...DESCRIBED_COLUMNS, ...MEASURED_COLUMNS]
  .map((column) =>
    LIST_COLUMNS.includes(column) ? `coalesce("${column}", '{}') AS "${column}"` : `"${column}"`,
  )
  .join(", ");
const WORKOUT_SQL = `${SHARED_SQL}, "athleteRpe", "primaryRecordingId", "filledFrom"`;

export type ActivityPosition = { startedAt: Date; id: string };

/** @param after the last row of the page before; `null` for the first page */
export async function listWorkoutRows(
  athleteId: string,
  range: { from: string | null; to: string | null },
  after: ActivityPosition | null,
  limit: number,
): Promise<WorkoutRow[]> {
  const { rows } = await pool().query<WorkoutRow>(
    `SELECT ${WORKOUT_SQL} FROM "Workout"
      WHERE "athleteId" = $1
        AND ($2::date IS NULL OR "localDate" >= $2) AND ($3::date IS NULL OR "localDate" <= $3)
        AND ($4::timestamptz IS NULL OR ("startedAt", "id") < ($4, $5::uuid))
      ORDER BY "startedAt" DESC, "id" DESC LIMIT $6`,
    [athleteId, range.from, range.to, after?.startedAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export async function findWorkoutRow(athleteId: string, workoutId: string): Promise<WorkoutRow | null> {
  const { rows } = await pool().query<WorkoutRow>(
    `SELECT ${WORKOUT_SQL} FROM "Workout" WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, workoutId],
  );
  return rows[0] ?? null;
}

export async function listRecordingRows(athleteId: string, workoutId: string): Promise<RecordingRow[]> {
  const { rows } = await pool().query<RecordingRow>(
    `SELECT ${SHARED_SQL}, "externalId", "manufacturer" FROM "Recording"
      WHERE "athleteId" = $1 AND "workoutId" = $2 ORDER BY "startedAt", "id"`,
    [athleteId, workoutId],
  );
  return rows;
}

export type LapRow = {
  lapIndex: number;
  startedAt: Date;
  elapsedSeconds: number;
  movingSeconds: number | null;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  maxHeartRateBpm: number | null;
  averagePowerWatts: number | null;
  averageCadenceStepsPerMinute: number | null;
  elevationGainMeters: number | null;
};

/** Laps of the recording that counts, in order. */
export async function listLapRows(athleteId: string, recordingId: string): Promise<LapRow[]> {
  const { rows } = await pool().query<LapRow>(
    `SELECT l.* FROM "Lap" l JOIN "Recording" r ON r."id" = l."recordingId"
      WHERE r."athleteId" = $1 AND r."id" = $2 ORDER BY l."lapIndex"`,
    [athleteId, recordingId],
  );
  return rows;
}
