"use server";

import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import { createPasswordResetLink, createSignUpLink } from "@/lib/accounts";
import { requirePageUser } from "@/lib/auth/session";
import { env } from "@/lib/env";

/** `link` works once; it is shown here and nowhere else. */
export type LinkState = FormState & { link?: string; expiresAt?: string };

export async function makeResetLinkAction(_: LinkState, form: FormData): Promise<LinkState> {
  const { userId } = await requirePageUser();
  try {
    const made = await createPasswordResetLink(userId, textOf(form, "email") ?? "");
    return linkState(form, "/reset?token=", made);
  } catch (error) {
    return failedForm(error, form);
  }
}

export async function makeInvitationAction(_: LinkState, form: FormData): Promise<LinkState> {
  const { userId } = await requirePageUser();
  try {
    const email = textOf(form, "invitedEmail")?.trim() ?? "";
    const made = await createSignUpLink(userId, email === "" ? null : email);
    return linkState(form, "/sign-up?invitation=", made);
  } catch (error) {
    const state = failedForm(error, form);
    return state.error?.field === "email"
      ? { ...state, error: { ...state.error, field: "invitedEmail" } }
      : state;
  }
}

function linkState(form: FormData, path: string, made: { token: string; expiresAt: Date }): LinkState {
  return {
    values: typedValues(form),
    done: "Here is the link. It works once, and for a day.",
    link: new URL(`${path}${encodeURIComponent(made.token)}`, env().NEXTAUTH_URL).href,
    expiresAt: made.expiresAt.toISOString(),
  };
}
