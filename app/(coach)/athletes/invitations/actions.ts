"use server";

import { revalidatePath } from "next/cache";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import { type MadeInvitationState, madeInvitation } from "@/app/made-invitation";
import type { FormState } from "@/components/ui/form-state";
import { askAthlete, withdrawInvitation } from "@/lib/coaching/invitations";
import { leaveAthlete, setGroups } from "@/lib/coaching/links";

const PATH = "/athletes/invitations";

export async function askAction(_: MadeInvitationState, form: FormData): Promise<MadeInvitationState> {
  const coach = await requirePageCoach();
  try {
    const made = await askAthlete(coach, { ...typedValues(form), scopes: form.getAll("scopes") });
    revalidatePath(PATH);
    return await madeInvitation(made, coach.name);
  } catch (error) {
    return failedForm(error, form);
  }
}

export async function withdrawAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  try {
    await withdrawInvitation(userId, textOf(form, "invitationId") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath(PATH);
  return { values: {}, done: "Withdrawn. Nobody can take it any more." };
}

export async function setGroupsAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  try {
    await setGroups(userId, textOf(form, "athleteId") ?? "", textOf(form, "groups") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath(PATH);
  return { values: typedValues(form), done: "Saved." };
}

export async function leaveAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageCoach();
  try {
    await leaveAthlete(userId, textOf(form, "athleteId") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath(PATH);
  return { values: {} };
}
