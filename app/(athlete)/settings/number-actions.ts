"use server";

import { revalidatePath } from "next/cache";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { removeAthleteNumbers, saveAthleteNumbers } from "@/lib/accounts";
import { requirePageUser } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";

export async function saveNumbersAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    await saveAthleteNumbers(await ownAthleteId(), {
      validFrom: textOf(form, "validFrom") ?? "",
      maxHeartRateBpm: textOf(form, "maxHeartRateBpm") ?? "",
      restingHeartRateBpm: textOf(form, "restingHeartRateBpm") ?? "",
      thresholdHeartRateBpm: textOf(form, "thresholdHeartRateBpm") ?? "",
      sleepNeedSeconds: textOf(form, "sleepNeedSeconds") ?? "",
    });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form), done: "Saved. The days since then are computed anew." };
}

export async function removeNumbersAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    await removeAthleteNumbers(await ownAthleteId(), textOf(form, "validFrom"));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: {}, done: "Taken back. The days since then are computed anew." };
}

async function ownAthleteId(): Promise<string> {
  const { athleteId } = await requirePageUser();
  if (athleteId === null) throw new AppError("not_found", "This account is no athlete.");
  return athleteId;
}
