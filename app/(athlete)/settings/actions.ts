"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { callerAddress } from "@/app/caller-address";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import type { FormState } from "@/components/ui/form-state";
import {
  changePassword,
  createApiToken,
  deleteAccount,
  revokeApiToken,
  saveAthleteSex,
  saveSettings,
  signOutEverywhere,
} from "@/lib/accounts";
import { endSession, requirePageUser, startSession } from "@/lib/auth/session";
import { changeMailSettings } from "@/lib/mail/settings";

export async function saveProfileAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    await saveSettings(userId, {
      name: textOf(form, "name"),
      units: textOf(form, "units"),
      timeZone: textOf(form, "timeZone"),
    });
    const sex = textOf(form, "sex");
    if (sex !== undefined) await saveAthleteSex(userId, sex === "" ? null : sex);
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form), done: "Saved." };
}

export async function saveThemeAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    await saveSettings(userId, { theme: textOf(form, "theme") });
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form) };
}

export async function saveMailAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    await changeMailSettings(userId, Object.fromEntries(form));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/settings");
  return { values: typedValues(form), done: "Saved." };
}

/** Other browsers are signed out by it; this one stays. */
export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    const { clientAddress } = await callerAddress();
    const input = {
      currentPassword: textOf(form, "currentPassword"),
      newPassword: textOf(form, "newPassword"),
    };
    await changePassword(userId, input, { clientAddress });
    await startSession(userId);
  } catch (error) {
    return failedForm(error, form);
  }
  return { values: {}, done: "Your new password is set. Every other browser is signed out." };
}

export async function signOutEverywhereAction(): Promise<void> {
  const { userId } = await requirePageUser();
  await signOutEverywhere(userId);
  redirect("/sign-in");
}

/** `token` is shown once: it is kept only as a hash. */
export type TokenState = FormState & { token?: string };

export async function createTokenAction(_: TokenState, form: FormData): Promise<TokenState> {
  const { userId } = await requirePageUser();
  try {
    const scopes = form.getAll("scopes");
    const { token } = await createApiToken(userId, { name: textOf(form, "tokenName"), scopes });
    revalidatePath("/settings");
    return { values: {}, done: "Copy the token now. It is not shown again.", token };
  } catch (error) {
    return failedForm(error, form);
  }
}

export async function revokeTokenAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    await revokeApiToken(userId, textOf(form, "tokenId") ?? "");
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/settings");
  return { values: {}, done: "Revoked. Programs that use it are refused from now on." };
}

/** There is no way back; the password is asked for again. */
export async function deleteAccountAction(_: FormState, form: FormData): Promise<FormState> {
  const { userId } = await requirePageUser();
  try {
    const { clientAddress } = await callerAddress();
    await deleteAccount(userId, { deletePassword: textOf(form, "deletePassword") }, { clientAddress });
    await endSession();
  } catch (error) {
    return failedForm(error, form);
  }
  redirect("/sign-in?done=deleted");
}
