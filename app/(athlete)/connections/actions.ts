"use server";

import { revalidatePath } from "next/cache";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import { requirePageAthlete } from "@/app/page-athlete";
import type { FormState } from "@/components/ui/form-state";
import { demoGarminKeys } from "@/lib/accounts/demo";
import { connectGarminByKey, setSyncEnabled } from "@/lib/connections/connect";
import { disconnectGarmin, removeGarminWay } from "@/lib/connections/disconnect";
import { requestSync } from "@/lib/sync/request";

/** Connects by key, or gives the connection a new one. */
export async function connectAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  const daysBack = textOf(form, "days_back");
  const keyDays = textOf(form, "key_days");
  try {
    await connectGarminByKey(athleteId, {
      apiKey: textOf(form, "api_key") ?? "",
      replace: textOf(form, "replace") === "yes",
      ...(daysBack === undefined ? {} : { daysBack: Number(daysBack) }),
      ...(keyDays ? { keyDays: Number(keyDays) } : {}),
    });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form), done: "Garmin took the key. The sync has begun." };
}

/** One click in the demo. The form holds the place of the key in the list, not the key. */
export async function connectDemoAction(state: FormState, form: FormData): Promise<FormState> {
  const demoKey = demoGarminKeys()[Number(textOf(form, "demo_key"))];
  form.set("api_key", demoKey?.key ?? "");
  return connectAction(state, form);
}

export async function syncNowAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await requestSync(athleteId, "garmin", { trigger: "manual" });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/connections");
  return { values: {} };
}

/** Asks again for the days of a span. */
export async function repairAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await requestSync(athleteId, "garmin", {
      from: textOf(form, "from"),
      to: textOf(form, "to"),
      trigger: "repair",
    });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/connections");
  return { values: {} };
}

export async function switchSyncAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await setSyncEnabled(athleteId, "garmin", textOf(form, "enabled") === "yes");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: {} };
}

export async function disconnectAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await disconnectGarmin(athleteId, { deletesData: textOf(form, "data") === "delete" });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: {} };
}

/** Takes one of several ways away; the others go on. */
export async function removeWayAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await removeGarminWay(athleteId, textOf(form, "way") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/connections");
  return { values: {} };
}
