import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";

/**
 * Writes what the athlete typed, 0 to 10, or takes it back with `null`.
 * @returns the workout's day; `null` when there is no such workout
 */
export async function setAthleteRpe(
  athleteId: string,
  workoutId: string,
  rpe: number | null,
): Promise<LocalDate | null> {
  const { rows } = await pool().query<{ localDate: LocalDate }>(
    `WITH earlier AS (
       UPDATE "Recording" SET "athleteRpe" = NULL
        WHERE "athleteId" = $1 AND "workoutId" = $2 AND "athleteRpe" IS NOT NULL
     )
     UPDATE "Workout" SET "athleteRpe" = $3, "updatedAt" = now() WHERE "athleteId" = $1 AND "id" = $2
     RETURNING "localDate"::text`,
    [athleteId, workoutId, rpe],
  );
  return rows[0]?.localDate ?? null;
}
