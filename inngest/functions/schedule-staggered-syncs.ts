import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { eventFor } from "@/inngest/work-events";
import { takeDueWork } from "@/lib/sync/schedule";

/** Takes what is due, by the rows, and asks for it. */
export const scheduleStaggeredSyncs = inngest.createFunction(
  {
    id: "schedule-staggered-syncs",
    triggers: [cron("*/5 * * * *")],
    concurrency: { limit: 1 },
    retries: MAX_RETRIES,
  },
  async ({ step, attempt, runId }) => {
    const work = await stepRunner(step, attempt, runId)("take-due", () => takeDueWork());
    if (work.length > 0) await step.sendEvent("request-syncs", work.map(eventFor));
    return { status: "success", requested: work.length };
  },
);
