"use server";

import { redirect } from "next/navigation";
import { unsubscribe } from "@/lib/mail/unsubscribe";

export async function unsubscribeAction(form: FormData): Promise<void> {
  const { kind } = await unsubscribe(Object.fromEntries(form));
  redirect(`/unsubscribe?done=${kind}`);
}
