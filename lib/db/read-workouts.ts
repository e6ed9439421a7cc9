/** Bulk reads of workouts for pages: one statement a question, only the rows asked for. */

import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";
import type { Sport } from "@/lib/records/recording";

/** A row of the list. Durations in seconds; `null` = not measured. */
export type WorkoutRow = {
  workoutId: string;
  sport: Sport;
  sportDetail: string;
  name: string | null;
  startedAt: Date;
  utcOffsetSeconds: number | null;
  localDate: LocalDate;
  elapsedSeconds: number;
  timerSeconds: number | null;
  movingSeconds: number | null;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  channel: string;
  isMultisportParent: boolean;
};

export type WorkoutFilter = {
  /** `null` for every sport. */
  sport: Sport | null;
  /** Part of the name; empty for every name. */
  search: string;
};

export const ROW_COLUMNS = `
  "id" AS "workoutId", "sport", "sportDetail", "name", "startedAt", "utcOffsetSeconds", "localDate",
  "elapsedSeconds", "timerSeconds", "movingSeconds", "distanceMeters", "averageHeartRateBpm", "channel",
  "isMultisportParent"`;

const MATCHES_FILTER = `
  ($2::text IS NULL OR "sport" = $2) AND ($3 = '' OR coalesce("name", '') ILIKE '%' || $3 || '%' ESCAPE '\\')`;

/** `%`, `_` and `\` are letters in what a person searches for. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (letter) => `\\${letter}`);
}

/** The local date of the nth newest workout before `before`, or of the last one there is; `null` when there is none. */
export async function findNthLocalDate(
  athleteId: string,
  filter: WorkoutFilter,
  before: LocalDate | null,
  count: number,
): Promise<LocalDate | null> {
  const { rows } = await pool().query<{ localDate: LocalDate | null }>(
    `SELECT min("localDate") AS "localDate" FROM (
       SELECT "localDate" FROM "Workout"
        WHERE "athleteId" = $1 AND ${MATCHES_FILTER} AND ($4::date IS NULL OR "localDate" < $4)
        ORDER BY "localDate" DESC LIMIT $5) newest`,
    [athleteId, filter.sport, escapeLike(filter.search), before, count],
  );
  return rows[0]?.localDate ?? null;
}

/** Workouts from `from` on and before `before`, newest first. */
export async function readWorkouts(
  athleteId: string,
  filter: WorkoutFilter,
  from: LocalDate,
  before: LocalDate | null,
): Promise<WorkoutRow[]> {
  const { rows } = await pool().query<WorkoutRow>(
    `SELECT ${ROW_COLUMNS} FROM "Workout"
      WHERE "athleteId" = $1 AND ${MATCHES_FILTER}
        AND "localDate" >= $4 AND ($5::date IS NULL OR "localDate" < $5)
      ORDER BY "startedAt" DESC, "id" DESC`,
    [athleteId, filter.sport, escapeLike(filter.search), from, before],
  );
  return rows;
}

export async function hasAnyWorkout(athleteId: string): Promise<boolean> {
  const { rows } = await pool().query(`SELECT 1 FROM "Workout" WHERE "athleteId" = $1 LIMIT 1`, [athleteId]);
  return rows.length > 0;
}

/** The newest run of each athlete; athletes without one are left out. */
export async function readLatestRuns(
  athleteIds: readonly string[],
): Promise<(WorkoutRow & { athleteId: string })[]> {
  const { rows } = await pool().query<WorkoutRow & { athleteId: string }>(
    `SELECT a."athleteId", latest.* FROM unnest($1::uuid[]) AS a("athleteId")
       JOIN LATERAL (
         SELECT ${ROW_COLUMNS} FROM "Workout" w
          WHERE w."athleteId" = a."athleteId" AND w."sport" = 'run' AND NOT w."isMultisportParent"
          ORDER BY w."startedAt" DESC, w."id" DESC LIMIT 1) latest ON true`,
    [athleteIds],
  );
  return rows;
}

/** Everything stored of one workout. */
export type WorkoutDetailRow = WorkoutRow & {
  /** Field name to channel, for fields that did not come from the first recording. */
  filledFrom: Record<string, string>;
  elevationGainMeters: number | null;
  elevationLossMeters: number | null;
  maxHeartRateBpm: number | null;
  heartRateZoneSeconds: number[];
  heartRateZoneLowerBpm: number[];
  averagePowerWatts: number | null;
  maxPowerWatts: number | null;
  normalizedPowerWatts: number | null;
  averageCadenceStepsPerMinute: number | null;
  rpe: number | null;
  athleteRpe: number | null;
  feelPercent: number | null;
  aerobicTrainingEffect: number | null;
  anaerobicTrainingEffect: number | null;
  activeEnergyKilocalories: number | null;
  restingEnergyKilocalories: number | null;
  totalEnergyKilocalories: number | null;
  sweatLossMilliliters: number | null;
  fluidIntakeMilliliters: number | null;
  fluidBalanceMilliliters: number | null;
};

/** `null` when this athlete has no such workout. */
export async function findWorkout(athleteId: string, workoutId: string): Promise<WorkoutDetailRow | null> {
  const { rows } = await pool().query<WorkoutDetailRow>(
    `SELECT ${ROW_COLUMNS}, "filledFrom", "elevationGainMeters", "elevationLossMeters", "maxHeartRateBpm",
            coalesce("heartRateZoneSeconds", '{}') AS "heartRateZoneSeconds",
            coalesce("heartRateZoneLowerBpm", '{}') AS "heartRateZoneLowerBpm", "averagePowerWatts", "maxPowerWatts",
            "normalizedPowerWatts", "averageCadenceStepsPerMinute", "rpe", "athleteRpe", "feelPercent",
            "aerobicTrainingEffect", "anaerobicTrainingEffect", "activeEnergyKilocalories",
            "restingEnergyKilocalories", "totalEnergyKilocalories", "sweatLossMilliliters",
            "fluidIntakeMilliliters", "fluidBalanceMilliliters"
       FROM "Workout" WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, workoutId],
  );
  return rows[0] ?? null;
}

/** One copy of a workout, as a channel delivered it. */
export type LinkedRecordingRow = {
  recordingId: string;
  channel: string;
  externalId: string;
  startedAt: Date;
  elapsedSeconds: number;
  distanceMeters: number | null;
  isManual: boolean;
  isPrimary: boolean;
};

/** The copies of one workout, the one that counts first. */
export async function readLinkedRecordings(
  athleteId: string,
  workoutId: string,
): Promise<LinkedRecordingRow[]> {
  const { rows } = await pool().query<LinkedRecordingRow>(
    `SELECT r."id" AS "recordingId", r."channel", r."externalId", r."startedAt", r."elapsedSeconds",
            r."distanceMeters", r."isManual", r."id" = w."primaryRecordingId" AS "isPrimary"
       FROM "Recording" r JOIN "Workout" w ON w."id" = r."workoutId"
      WHERE r."athleteId" = $1 AND w."athleteId" = $1 AND r."workoutId" = $2
      ORDER BY (r."id" = w."primaryRecordingId") DESC NULLS LAST, r."startedAt", r."id"`,
    [athleteId, workoutId],
  );
  return rows;
}
