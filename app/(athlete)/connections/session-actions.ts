"use server";

import { revalidatePath } from "next/cache";
import { callerAddress } from "@/app/caller-address";
import { failedForm, textOf, typedValues } from "@/app/form-errors";
import { requirePageAthlete } from "@/app/page-athlete";
import type { FormState } from "@/components/ui/form-state";
import { checkOwnPassword } from "@/lib/accounts";
import type { ConnectChoices } from "@/lib/connections/connect";
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
    await checkOwnPassword(userId, textOf(form, "password") ?? "", { clientAddress, field: "password" });
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

function choicesOf(form: FormData): ConnectChoices {
  const daysBack = textOf(form, "days_back");
  return {
    replace: textOf(form, "replace") === "yes",
    ...(daysBack === undefined ? {} : { daysBack: Number(daysBack) }),
  };
}
