"use server";

import { revalidatePath } from "next/cache";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import { type MadeInvitationState, madeInvitation } from "@/app/made-invitation";
import { requirePageAthlete } from "@/app/page-athlete";
import type { FormState } from "@/components/ui/form-state";
import { offerToCoach, withdrawInvitation } from "@/lib/coaching/invitations";
import { changeSharing, endSharing, pauseSharing, resumeSharing } from "@/lib/coaching/links";

function termsOf(form: FormData) {
  return { scopes: form.getAll("scopes"), until: textOf(form, "until") };
}

export async function changeSharingAction(_: FormState, form: FormData): Promise<FormState> {
  const athlete = await requirePageAthlete();
  try {
    await changeSharing(athlete, textOf(form, "coachUserId") ?? "", termsOf(form));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/sharing");
  return { values: {}, done: "Saved. It holds from now on." };
}

/** Pause, go on and end: the button that was pressed says which. */
export async function switchSharingAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  const coachUserId = textOf(form, "coachUserId") ?? "";
  const change = textOf(form, "change");
  try {
    if (change === "pause") await pauseSharing(athleteId, coachUserId);
    if (change === "resume") await resumeSharing(athleteId, coachUserId);
    if (change === "end") await endSharing(athleteId, coachUserId);
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/sharing");
  return { values: {} };
}

export async function offerAction(_: MadeInvitationState, form: FormData): Promise<MadeInvitationState> {
  const athlete = await requirePageAthlete();
  try {
    const made = await offerToCoach(athlete, { ...typedValues(form), ...termsOf(form) });
    revalidatePath("/sharing");
    return await madeInvitation(made, athlete.name);
  } catch (error) {
    return failedForm(error, form);
  }
}

export async function withdrawOfferAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageAthlete();
  try {
    await withdrawInvitation(userId, textOf(form, "invitationId") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/sharing");
  return { values: {}, done: "Withdrawn. Nobody can take it any more." };
}
