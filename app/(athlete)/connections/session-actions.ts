"use server";

import { revalidatePath } from "next/cache";
import { callerAddress } from "@/app/caller-address";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import { requirePageAthlete } from "@/app/page-athlete";
import type { FormState } from "@/components/ui/form-state";
import { checkOwnPassword } from "@/lib/accounts";
import type { ConnectChoices } from "@/lib/connections/connect";
import {
  cancelGarminLogin,
  connectGarminByPassword,
  finishGarminLogin,
} from "@/lib/connections/connect-password";
import { connectGarminBySession, connectGarminByTicket } from "@/lib/connections/connect-session";
import { handOverSession } from "@/lib/connections/hand-over";

const MAX_FILES = 8;

export async function connectSessionAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await connectGarminBySession(athleteId, await sessionTexts(form), choicesOf(form));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form), done: "Garmin took the session. The sync has begun." };
}

export async function connectTicketAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    await connectGarminByTicket(athleteId, textOf(form, "service_ticket") ?? "", choicesOf(form));
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: typedValues(form), done: "Garmin took the ticket. The sync has begun." };
}

/** `file` is shown once: from then on Nightrun does not use the session. */
export type HandOverState = FormState & { file?: { name: string; text: string } };

export async function handOverAction(_: HandOverState, form: FormData): Promise<HandOverState> {
  const { athleteId, userId } = await requirePageAthlete();
  try {
    const { clientAddress } = await callerAddress();
    await checkOwnPassword(userId, textOf(form, "nightrun_password") ?? "", {
      clientAddress,
      field: "nightrun_password",
    });
    const { fileName, text } = await handOverSession(athleteId);
    revalidatePath("/", "layout");
    return {
      values: {},
      done: "The session is yours. Nightrun does not use it any more.",
      file: { name: fileName, text },
    };
  } catch (error) {
    return failedForm(error, form);
  }
}

/** What was pasted and what was chosen, together: a folder's two files make one session. */
async function sessionTexts(form: FormData): Promise<string[]> {
  const files = form.getAll("session_files").filter((item) => item instanceof File);
  const texts = await Promise.all(files.slice(0, MAX_FILES).map((file) => file.text()));
  return [textOf(form, "session") ?? "", ...texts].filter((text) => text.trim() !== "");
}

export async function connectPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  try {
    const outcome = await connectGarminByPassword(athleteId, {
      username: textOf(form, "username") ?? "",
      password: textOf(form, "password") ?? "",
      staySignedIn: textOf(form, "stay_signed_in") === "yes",
      ...choicesOf(form),
    });
    revalidatePath("/", "layout");
    if (outcome.status === "connected") {
      return { values: typedValues(form), done: "Garmin let you in. The sync has begun." };
    }
    return { values: typedValues(form) };
  } catch (error) {
    return failedForm(error, form);
  }
}

/** Ends a log-in with its code, or gives it up. */
export async function finishLoginAction(_: FormState, form: FormData): Promise<FormState> {
  const { athleteId } = await requirePageAthlete();
  const challengeId = textOf(form, "challenge_id") ?? "";
  try {
    if (textOf(form, "cancel") === "yes") await cancelGarminLogin(athleteId, challengeId);
    else {
      await finishGarminLogin(athleteId, {
        challengeId,
        code: textOf(form, "code") ?? "",
        replace: textOf(form, "replace") === "yes" ? true : undefined,
      });
    }
  } catch (error) {
    return failedForm(error, form);
  }
  revalidatePath("/", "layout");
  return { values: {}, done: "Garmin let you in. The sync has begun." };
}

function choicesOf(form: FormData): ConnectChoices {
  const daysBack = textOf(form, "days_back");
  return {
    replace: textOf(form, "replace") === "yes",
    ...(daysBack === undefined ? {} : { daysBack: Number(daysBack) }),
  };
}
