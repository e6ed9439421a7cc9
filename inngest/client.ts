/**
 * The Inngest client. Its address and keys come from INNGEST_BASE_URL, INNGEST_EVENT_KEY
 * and INNGEST_SIGNING_KEY, which the SDK reads at use, so that a build needs none of them.
 */
import { Inngest } from "inngest";
import { log } from "@/lib/log";

export const inngest = new Inngest({
  id: "nightrun",
  // In dev mode anyone could run any function.
  isDev: false,
  // Each step reports before the next one begins, so that a killed app repeats one step at most.
  checkpointing: false,
  logger: log.child({ part: "inngest-function" }),
  internalLogger: log.child({ part: "inngest" }),
});
