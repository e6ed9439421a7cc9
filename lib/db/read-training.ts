/** Bulk reads of load and efficiency for pages and the API: precomputed rows, only the range asked for. */

import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";
import type { Sport } from "@/lib/records/recording";
import type { Comparability } from "@/lib/training/comparable";
import type { LoadMethod } from "@/lib/training/workout-load";

export type TrainingDayRow = {
  localDate: LocalDate;
  trainingLoad: number | null;
  workoutCount: number;
  unknownLoadCount: number;
  loadDayCount: number;
  fitness: number | null;
  fatigue: number | null;
  form: number | null;
  load7Day: number | null;
  load7DayUsualLow: number | null;
  load7DayUsualHigh: number | null;
  monotony: number | null;
  strain: number | null;
  /** Time in zones 1 and 2, 3, 4 and 5; `null` without zones. */
  easySeconds: number | null;
  moderateSeconds: number | null;
  hardSeconds: number | null;
};

/** Days that were computed, oldest first. */
export async function readTrainingDays(
  athleteId: string,
  from: LocalDate,
  to: LocalDate,
): Promise<TrainingDayRow[]> {
  const { rows } = await pool().query<TrainingDayRow>(
    `SELECT "localDate"::text, "trainingLoad", "workoutCount", "unknownLoadCount", "loadDayCount", "fitness",
            "fatigue", "form", "load7Day", "load7DayUsualLow", "load7DayUsualHigh", "monotony", "strain",
            "easySeconds", "moderateSeconds", "hardSeconds"
       FROM "DailyMetric" WHERE "athleteId" = $1 AND "localDate" BETWEEN $2 AND $3 ORDER BY "localDate"`,
    [athleteId, from, to],
  );
  return rows;
}

export type WorkoutMeaning = {
  workoutId: string;
  localDate: LocalDate;
  sport: Sport;
  sportDetail: string;
  name: string | null;
  distanceMeters: number | null;
  elapsedSeconds: number;
  timerSeconds: number | null;
  movingSeconds: number | null;
  averageHeartRateBpm: number | null;
  trainingLoad: number | null;
  loadMethod: LoadMethod;
  maxHeartRateBpm: number | null;
  restingHeartRateBpm: number | null;
  gradedSpeedMetersPerSecond: number | null;
  efficiencyMetersPerBeat: number | null;
  decouplingPercent: number | null;
  comparability: Comparability;
};

const MEANING = `
  w."id" AS "workoutId", w."localDate"::text, w."sport", w."sportDetail", w."name", w."distanceMeters",
  w."elapsedSeconds", w."timerSeconds", w."movingSeconds", w."averageHeartRateBpm", m."trainingLoad",
  m."loadMethod", m."maxHeartRateBpm", m."restingHeartRateBpm", m."gradedSpeedMetersPerSecond",
  m."efficiencyMetersPerBeat", m."decouplingPercent", m."comparability"`;

/** Workouts of all sports with what was computed of them, oldest first. */
export async function readWorkoutMeanings(
  athleteId: string,
  from: LocalDate,
  to: LocalDate,
): Promise<WorkoutMeaning[]> {
  const { rows } = await pool().query<WorkoutMeaning>(
    `SELECT ${MEANING} FROM "WorkoutMetric" m JOIN "Workout" w ON w."id" = m."workoutId"
      WHERE m."athleteId" = $1 AND m."localDate" BETWEEN $2 AND $3
      ORDER BY m."localDate", w."startedAt", w."id"`,
    [athleteId, from, to],
  );
  return rows;
}

/** `null` for a workout that was not computed, or is somebody else's. */
export async function findWorkoutMeaning(
  athleteId: string,
  workoutId: string,
): Promise<WorkoutMeaning | null> {
  const { rows } = await pool().query<WorkoutMeaning>(
    `SELECT ${MEANING} FROM "WorkoutMetric" m JOIN "Workout" w ON w."id" = m."workoutId"
      WHERE m."athleteId" = $1 AND m."workoutId" = $2`,
    [athleteId, workoutId],
  );
  return rows[0] ?? null;
}

/** Workouts of all sports, newest day first, one page that begins after `position`. */
export async function listWorkoutMeaningPage(
  athleteId: string,
  range: { from: LocalDate | null; to: LocalDate | null },
  position: readonly [localDate: LocalDate, workoutId: string] | null,
  limit: number,
): Promise<WorkoutMeaning[]> {
  const { rows } = await pool().query<WorkoutMeaning>(
    `SELECT ${MEANING} FROM "WorkoutMetric" m JOIN "Workout" w ON w."id" = m."workoutId"
      WHERE m."athleteId" = $1 AND ($2::date IS NULL OR m."localDate" >= $2)
        AND ($3::date IS NULL OR m."localDate" <= $3)
        AND ($4::date IS NULL OR (m."localDate", m."workoutId") < ($4, $5::uuid))
      ORDER BY m."localDate" DESC, m."workoutId" DESC LIMIT $6`,
    [athleteId, range.from, range.to, position?.[0] ?? null, position?.[1] ?? null, limit],
  );
  return rows;
}
