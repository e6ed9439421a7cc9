import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { listDueDigests, sendDigestIfDue } from "@/lib/coaching/digest-mail";
import { mailNotices, noticeConnections } from "@/lib/notices/notice-mail";

/** Every ten minutes: what needs an athlete is told, and each coach gets their digest once a day. */
export const sendMorningMail = inngest.createFunction(
  {
    id: "send-morning-mail",
    triggers: [cron("*/10 * * * *")],
    concurrency: { limit: 1 },
    retries: MAX_RETRIES,
  },
  async ({ step, attempt, runId }) => {
    const run = stepRunner(step, attempt, runId);
    await run("notice-connections", () => noticeConnections());
    const notices = await run("mail-notices", () => mailNotices());
    const due = await run("list-due-digests", () => listDueDigests());
    let digests = 0;
    for (const userId of due) {
      const outcome = await run(`digest-${userId}`, () => sendDigestIfDue(userId));
      if (outcome === "sent") digests += 1;
    }
    return { status: "success", notices, digests };
  },
);
