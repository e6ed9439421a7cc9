"use server";

import { revalidatePath } from "next/cache";
import { failedForm, textOf } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { requirePageUser } from "@/lib/auth/session";
import { readSetAsideAsOperator, replayAsOperator } from "@/lib/operations/system";

/** Does a failed sync again; one that is no longer failed is left alone. */
export async function replayAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    const isQueued = await replayAsOperator(userId, textOf(form, "sync_run_id") ?? "");
    revalidatePath("/system");
    return { values: {}, done: isQueued ? "It runs again." : "It is no longer failed." };
  } catch (error) {
    return failedForm(error, form);
  }
}

/** Reads what was set aside again, with the code as it is now. */
export async function readSetAsideAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    const { readCount, leftCount } = await readSetAsideAsOperator(userId);
    revalidatePath("/system");
    return { values: {}, done: `${readCount} could be read now, ${leftCount} not yet.` };
  } catch (error) {
    return failedForm(error, form);
  }
}
