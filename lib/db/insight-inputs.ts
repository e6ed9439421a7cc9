/** What the daily metrics are made of besides nights: workouts, check-ins, and which days are known at all. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";

export type DateRange = { from: LocalDate; to: LocalDate };

/** The first and last day with a night, a workout or a check-in, or `null` when there is none. */
export async function findDataSpan(
  athleteId: string,
  tx: Queryable = pool(),
): Promise<{ first: LocalDate; last: LocalDate } | null> {
  const { rows } = await tx.query<{ first: LocalDate | null; last: LocalDate | null }>(
    `SELECT min("first")::text AS "first", max("last")::text AS "last" FROM (
       SELECT min("localDate") AS "first", max("localDate") AS "last" FROM "RecoveryDay" WHERE "athleteId" = $1
       UNION ALL
       SELECT min("localDate"), max("localDate") FROM "Workout" WHERE "athleteId" = $1
       UNION ALL
       SELECT min("localDate"), max("localDate") FROM "CheckIn" WHERE "athleteId" = $1) spans`,
    [athleteId],
  );
  const { first, last } = rows[0] ?? { first: null, last: null };
  return first === null || last === null ? null : { first, last };
}

/** A workout that counts, with what its curve came to where it has one. */
export type InsightWorkout = {
  workoutId: string;
  localDate: LocalDate;
  sport: string;
  sportDetail: string;
  elapsedSeconds: number;
  timerSeconds: number | null;
  movingSeconds: number | null;
  distanceMeters: number | null;
  elevationGainMeters: number | null;
  averageHeartRateBpm: number | null;
  heartRateZoneSeconds: number[];
  /** 0 to 10: the athlete's own word before the watch's. */
  rpe: number | null;
  /** Little-endian uint16, seconds at each bpm. */
  heartRateSeconds: Buffer | null;
  gradedSpeedMetersPerSecond: number | null;
  decouplingPercent: number | null;
};

/** Workouts of all sports in the range, oldest first; of a multisport event its legs, not the whole. */
export async function listInsightWorkouts(
  athleteId: string,
  range: DateRange,
  tx: Queryable = pool(),
): Promise<InsightWorkout[]> {
  const { rows } = await tx.query<InsightWorkout>(
    `SELECT w."id" AS "workoutId", w."localDate"::text, w."sport", w."sportDetail", w."elapsedSeconds",
            w."timerSeconds", w."movingSeconds", w."distanceMeters", w."elevationGainMeters",
            w."averageHeartRateBpm", coalesce(w."heartRateZoneSeconds", '{}') AS "heartRateZoneSeconds", coalesce(w."athleteRpe", w."rpe") AS "rpe",
            s."heartRateSeconds", s."gradedSpeedMetersPerSecond", s."decouplingPercent"
     FROM "Workout" w
     LEFT JOIN LATERAL (
       SELECT c.* FROM "CurveSummary" c JOIN "Recording" r ON r."id" = c."recordingId"
       WHERE r."workoutId" = w."id"
       ORDER BY r."id" = w."primaryRecordingId" DESC, r."id" LIMIT 1) s ON true
     WHERE w."athleteId" = $1 AND w."localDate" BETWEEN $2 AND $3 AND NOT w."isMultisportParent"
     ORDER BY w."localDate", w."startedAt", w."id"`,
    [athleteId, range.from, range.to],
  );
  return rows;
}

/** Days of which something is known: a night or day arrived, or a source was asked and had no workout. */
export async function listKnownDates(
  athleteId: string,
  range: DateRange,
  tx: Queryable = pool(),
): Promise<LocalDate[]> {
  const { rows } = await tx.query<{ localDate: LocalDate }>(
    `SELECT "localDate"::text FROM "RecoveryDay" WHERE "athleteId" = $1 AND "localDate" BETWEEN $2 AND $3
     UNION
     SELECT s."localDate"::text FROM "SyncCoverage" s JOIN "Connection" c ON c."id" = s."connectionId"
     WHERE c."athleteId" = $1 AND s."metric" = 'activities' AND s."state" IN ('arrived', 'none')
       AND s."localDate" BETWEEN $2 AND $3`,
    [athleteId, range.from, range.to],
  );
  return rows.map((row) => row.localDate);
}

/** Days on which the athlete said to be sick, oldest first. */
export async function listSickDates(
  athleteId: string,
  range: DateRange,
  tx: Queryable = pool(),
): Promise<LocalDate[]> {
  const { rows } = await tx.query<{ localDate: LocalDate }>(
    `SELECT "localDate"::text FROM "CheckIn"
     WHERE "athleteId" = $1 AND "isSick" AND "localDate" BETWEEN $2 AND $3 ORDER BY "localDate"`,
    [athleteId, range.from, range.to],
  );
  return rows.map((row) => row.localDate);
}

/** `null` when not said. */
export async function findSexOfAthlete(
  athleteId: string,
  tx: Queryable = pool(),
): Promise<"female" | "male" | null> {
  const { rows } = await tx.query<{ sex: "female" | "male" | null }>(
    'SELECT "sex" FROM "Athlete" WHERE "id" = $1',
    [athleteId],
  );
  return rows[0]?.sex ?? null;
}
