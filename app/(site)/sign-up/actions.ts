"use server";

import { redirect } from "next/navigation";
import { callerAddress } from "@/app/caller-address";
import { failedForm } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { signUp } from "@/lib/accounts";
import { startSession } from "@/lib/auth/session";

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
  redirect(athleteId === null ? "/athletes" : "/first-steps");
}
