/** What the athlete says of a workout. It wins over a source's value and never changes that one. */
import { z } from "zod";
import { setAthleteRpe } from "@/lib/db/workout-ratings";
import { AppError } from "@/lib/errors";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

/** 0 to 10 in steps of a half; `null` takes the athlete's own value back. */
export const AthleteRpe = z.number().min(0).max(10).multipleOf(0.5).nullable();

/** @throws AppError `invalid_input` outside 0 to 10, `not_found` for a workout of somebody else */
export async function rateWorkout(athleteId: string, workoutId: string, rpe: unknown): Promise<void> {
  const parsed = AthleteRpe.safeParse(rpe);
  if (!parsed.success)
    throw new AppError("invalid_input", "Effort is a number from 0 to 10.", { field: "rpe" });
  const isId = z.uuid().safeParse(workoutId).success;
  const localDate = isId ? await setAthleteRpe(athleteId, workoutId, parsed.data) : null;
  if (localDate === null) throw new AppError("not_found", "There is no such run.");
  // Its load may rest on the rating, where nothing better was measured.
  await recomputeDailyMetrics(athleteId, localDate);
}
