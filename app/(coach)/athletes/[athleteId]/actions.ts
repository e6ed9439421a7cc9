"use server";

import { revalidatePath } from "next/cache";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { addNote, deleteNote } from "@/lib/coaching/notes";

export async function addNoteAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  const athleteId = textOf(form, "athleteId") ?? "";
  try {
    await addNote(userId, athleteId, { ...typedValues(form), isShared: textOf(form, "isShared") === "on" });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath(`/athletes/${athleteId}`);
  return { values: {}, done: "Written." };
}

export async function deleteNoteAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  const athleteId = textOf(form, "athleteId") ?? "";
  try {
    await deleteNote(userId, athleteId, textOf(form, "noteId") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath(`/athletes/${athleteId}`);
  return { values: {} };
}
