import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { resumeImports as resume } from "@/lib/imports/resume";

/** Goes on with imports that nobody works on. */
export const resumeImports = inngest.createFunction(
  {
    id: "resume-imports",
    triggers: [cron("*/5 * * * *")],
    concurrency: { limit: 1 },
    retries: MAX_RETRIES,
  },
  async ({ step, attempt, runId }) => {
    const resumed = await stepRunner(step, attempt, runId)("resume", () => resume());
    return { status: "success", resumed };
  },
);
