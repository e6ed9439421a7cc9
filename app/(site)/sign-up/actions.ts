"use server";

import { redirect } from "next/navigation";
import { callerAddress } from "@/app/caller-address";
import { failedForm, textOf } from "@/app/form-errors";
import { joinPath } from "@/app/join-path";
import type { FormState } from "@/components/ui/form-state";
import { signUp } from "@/lib/accounts";
import { startSession } from "@/lib/auth/session";
import { isOpenInvitation } from "@/lib/coaching/invitations";

export async function signUpAction(_: FormState, form: FormData): Promise<FormState> {
  let athleteId: string | null;
  try {
    const { isLoopback } = await callerAddress();
    const made = await signUp(Object.fromEntries(form), { isLoopback });
    await startSession(made.userId);
    athleteId = made.athleteId;
  } catch (error) {
    return failedForm(error, form);
  }
  const invitation = textOf(form, "invitation") ?? "";
  // An operator's invitation is used up by now; a coach's or athlete's is agreed to next.
  if (await isOpenInvitation(invitation)) redirect(joinPath(invitation));
  redirect(athleteId === null ? "/athletes" : "/first-steps");
}
