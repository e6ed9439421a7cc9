"use server";

import { redirect } from "next/navigation";
import { failedForm, textOf } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { requirePageUser } from "@/lib/auth/session";
import { acceptInvitation, declineInvitation } from "@/lib/coaching/invitations";

export async function acceptAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requirePageUser();
  let isAsked: boolean;
  try {
    const terms = { scopes: form.getAll("scopes"), until: textOf(form, "until") };
    const { fromRole } = await acceptInvitation(user, textOf(form, "code") ?? "", terms);
    isAsked = fromRole === "coach";
  } catch (error) {
    return failedForm(error, form);
  }
  redirect(isAsked ? "/sharing?done=accepted" : "/athletes");
}

export async function declineAction(_: FormState, form: FormData): Promise<FormState> {
  const user = await requirePageUser();
  try {
    await declineInvitation(user, textOf(form, "code") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  redirect("/join?done=declined");
}
