"use server";

import { revalidatePath } from "next/cache";
import { failedForm, textOf } from "@/app/form-errors";
import { requirePageAthlete } from "@/app/page-athlete";
import type { FormState } from "@/components/ui/form-state";
import { undoImport } from "@/lib/imports/undo";

/** Takes back what one import brought. */
export async function undoImportAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await undoImport(athleteId, textOf(form, "import_id") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: {} };
}
