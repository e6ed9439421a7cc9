import { inngest } from "@/inngest/client";
import { importRequested } from "@/inngest/events";
import { readEvent } from "@/inngest/functions/shared";
import { MAX_RETRIES } from "@/inngest/retry-policy";
import { stepRunner } from "@/inngest/steps";
import { failImportsOfExecutor, runImport } from "@/lib/imports/run";

/** Imports uploaded files, some of them a step; begun again, it goes on with the next file. */
export const importFiles = inngest.createFunction(
  {
    id: "import-files",
    triggers: [importRequested],
    // Syncs of the athlete go on meanwhile: rows are locked only while a file is stored.
    concurrency: [{ key: "event.data.athleteId", limit: 1 }, { limit: 2 }],
    retries: MAX_RETRIES,
    onFailure: async ({ event }) => failImportsOfExecutor(event.data.run_id),
  },
  async ({ event, step, attempt, runId }) => {
    const asked = readEvent(importRequested.schema, event.data);
    return runImport({ ...asked, executorId: runId }, stepRunner(step, attempt, runId));
  },
);
