"use server";

import { redirect } from "next/navigation";
import { callerAddress } from "@/app/caller-address";
import { failedForm, textOf } from "@/app/form-errors";
import { joinPath } from "@/app/join-path";
import type { FormState } from "@/components/ui/form-state";
import { signIn } from "@/lib/accounts";
import { demoAccounts } from "@/lib/accounts/demo";
import { startSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";

export async function signInAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    const credentials = { email: textOf(form, "email") ?? "", password: textOf(form, "password") ?? "" };
    requireTyped(credentials);
    await open(credentials);
  } catch (error) {
    return failedForm(error, form);
  }
  redirect(afterSignIn(form));
}

/** One click in the demo: its accounts are no secret. */
export async function signInDemoAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    const account = demoAccounts().find(({ email }) => email === textOf(form, "email"));
    if (!account) throw new AppError("not_found", "The demo has no such account.");
    await open(account);
  } catch (error) {
    return failedForm(error, form);
  }
  redirect(afterSignIn(form));
}

function afterSignIn(form: FormData): string {
  const invitation = textOf(form, "invitation");
  return invitation === undefined ? "/" : joinPath(invitation);
}

async function open(credentials: { email: string; password: string }): Promise<void> {
  const { clientAddress } = await callerAddress();
  const { userId } = await signIn(credentials, { clientAddress, now: new Date() });
  await startSession(userId);
}

function requireTyped({ email, password }: { email: string; password: string }): void {
  if (email.trim() === "")
    throw new AppError("invalid_input", "Type your e-mail address.", { field: "email" });
  if (password === "") throw new AppError("invalid_input", "Type your password.", { field: "password" });
}
