"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { requirePageUser } from "@/lib/auth/session";
import { CheckInValues, saveCheckIn } from "@/lib/check-ins/check-in";
import { AppError } from "@/lib/errors";
import { rateWorkout } from "@/lib/workouts/rate";

/** What the athlete says of a day; with nothing said it is taken back. */
export async function checkInAction(_state: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageUser();
  if (athleteId === null) notFound();
  try {
    await saveCheckIn(athleteId, textOf(form, "localDate") ?? "", readValues(form));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/today");
  return { values: typedValues(form), done: "Kept. It counts from now on." };
}

function readValues(form: FormData): CheckInValues {
  const score = (name: string) => {
    const text = textOf(form, name) ?? "";
    return text === "" ? null : Number(text);
  };
  const parsed = CheckInValues.safeParse({
    feel_score: score("feel"),
    soreness_score: score("soreness"),
    sleep_quality_score: score("sleepQuality"),
    sick: form.has("sick"),
    travelling: form.has("travelling"),
    alcohol: form.has("alcohol"),
    note: textOf(form, "note") ?? null,
  });
  if (parsed.success) return parsed.data;
  const isNote = parsed.error.issues[0]?.path[0] === "note";
  throw new AppError("invalid_input", isNote ? "A note holds at most 1000 letters." : "Choose 1 to 5.", {
    field: isNote ? "note" : "feel",
  });
}

/** How hard the latest run was, said where the day begins. */
export async function rateFromTodayAction(workoutId: string, form: FormData): Promise<void> {
  const { athleteId } = await requirePageUser();
  if (athleteId === null) notFound();
  const typed = textOf(form, "rpe") ?? "";
  if (typed !== "") await rateWorkout(athleteId, workoutId, Number(typed));
  revalidatePath("/today");
}
