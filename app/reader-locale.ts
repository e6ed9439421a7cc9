import { headers } from "next/headers";
import { pickLocale } from "@/components/format";

/** How this reader writes dates. */
export async function readerLocale(): Promise<string> {
  return pickLocale((await headers()).get("accept-language"));
}
