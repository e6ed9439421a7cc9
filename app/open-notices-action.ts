"use server";

import { revalidatePath } from "next/cache";
import { textOf } from "@/app/form-errors";
import { requirePageUser } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { putAwayNotice } from "@/lib/notices/notices";

export async function putAwayNoticeAction(form: FormData): Promise<void> {
  const { userId } = await requirePageUser();
  try {
    await putAwayNotice(userId, textOf(form, "noticeId") ?? "");
  } catch (error) {
    // Put away in another window meanwhile: it is gone, as was asked.
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
  }
  revalidatePath("/", "layout");
}
