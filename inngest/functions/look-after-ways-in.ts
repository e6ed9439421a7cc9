import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { announceEndingKeys, keepAlive, listIdleSessions } from "@/lib/connections/keep-alive";

/** Renews sessions that nobody used for a week, and warns before a key ends. */
export const lookAfterWaysIn = inngest.createFunction(
  {
    id: "look-after-ways-in",
    triggers: [cron("23 * * * *")],
    concurrency: { limit: 1 },
    retries: MAX_RETRIES,
  },
  async ({ step, attempt, runId }) => {
    const run = stepRunner(step, attempt, runId);
    const idle = await run("list-idle-sessions", () => listIdleSessions());
    let renewedCount = 0;
    for (const session of idle) {
      const isRenewed = await run(`renew-${session.connectionId}-${session.way}`, () => keepAlive(session));
      if (isRenewed) renewedCount += 1;
    }
    const endingCount = await run("announce-ending-keys", () => announceEndingKeys());
    return { status: "success", renewed: renewedCount, endingKeys: endingCount };
  },
);
