"use server";

import { redirect } from "next/navigation";
import { failedForm, textOf } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { resetPassword } from "@/lib/accounts";
import { startSession } from "@/lib/auth/session";

export async function resetAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    const { userId } = await resetPassword(textOf(form, "token") ?? "", textOf(form, "newPassword") ?? "");
    await startSession(userId);
  } catch (error) {
    return failedForm(error, form);
  }
  redirect("/");
}
