import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { forgetOldLooks } from "@/lib/coaching/access-log";

/** The log of who looked at whom is kept for a year. */
export const forgetOldLooksDaily = inngest.createFunction(
  {
    id: "forget-old-looks",
    triggers: [cron("20 3 * * *")],
    concurrency: { limit: 1 },
    retries: MAX_RETRIES,
  },
  async ({ step, attempt, runId }) => {
    const forgotten = await stepRunner(step, attempt, runId)("forget", () => forgetOldLooks());
    return { status: "success", forgotten };
  },
);
