"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import { requirePageUser } from "@/lib/auth/session";
import { rateWorkout } from "@/lib/workouts/rate";

/** An empty choice takes the athlete's own value back. */
export async function rateAction(workoutId: string, form: FormData): Promise<void> {
  const { athleteId } = await requirePageUser();
  if (athleteId === null) notFound();
  const typed = form.get("rpe");
  await rateWorkout(athleteId, workoutId, typed === null || typed === "" ? null : Number(typed));
  revalidatePath(`/runs/${workoutId}`);
}
