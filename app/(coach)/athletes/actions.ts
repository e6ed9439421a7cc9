"use server";

import { revalidatePath } from "next/cache";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { markSeen, unmarkSeen } from "@/lib/coaching/seen";

/** Seen, with a note; or open again, when that button was pressed. */
export async function seenAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  const athleteId = textOf(form, "athleteId") ?? "";
  const isOpening = textOf(form, "change") === "open";
  try {
    if (isOpening) await unmarkSeen(userId, athleteId);
    else await markSeen(userId, athleteId, { raised: form.getAll("raised"), note: textOf(form, "note") });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/athletes");
  return {
    values: typedValues(form),
    done: isOpening ? "Open again." : "Seen. It comes back when something new happens.",
  };
}
