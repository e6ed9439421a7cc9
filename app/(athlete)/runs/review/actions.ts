"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import { requirePageUser } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { partRecording, sayOfPair } from "@/lib/workouts/combine";

/** "same", "different", or empty to take the word back. A pair that was settled meanwhile is no fault. */
export async function sayAction(form: FormData): Promise<void> {
  const verdict = form.get("verdict");
  const said = verdict === "same" || verdict === "different" ? verdict : null;
  await asAthlete((athleteId) => sayOfPair(athleteId, String(form.get("review")), said));
}

export async function unlinkAction(form: FormData): Promise<void> {
  await asAthlete((athleteId) => partRecording(athleteId, String(form.get("recording"))));
}

async function asAthlete(work: (athleteId: string) => Promise<void>): Promise<void> {
  const { athleteId } = await requirePageUser();
  if (athleteId === null) notFound();
  try {
    await work(athleteId);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
  }
  revalidatePath("/runs", "layout");
}
