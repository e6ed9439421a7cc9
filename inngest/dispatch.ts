/** Hands sync work to Inngest; where that is off or does not answer, does it in this process. */
import { inngest } from "@/inngest/client";
import { retryByPlanner, retryHere } from "@/inngest/retry-policy";
import { eventFor } from "@/inngest/work-events";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { Dispatch } from "@/lib/sync/dispatch";
import { dispatchHere } from "@/lib/sync/run-here";

const ANSWER_WITHIN_MS = 2_000;

export const dispatchThroughInngest: Dispatch = async (work) => {
  if (env().INNGEST_BASE_URL !== undefined && (await isSent(work))) return;
  await dispatchHere(work, (_id, step) => retryHere(step));
};

/** The same for one pass of the planner by itself: what fails for now waits in its row for a later pass. */
export const dispatchFromPlanner: Dispatch = async (work) => {
  if (env().INNGEST_BASE_URL !== undefined && (await isSent(work))) return;
  await dispatchHere(work, (_id, step) => retryHere(step), retryByPlanner);
};

/** An event that arrives after all does no harm: a run that is claimed is left alone. */
async function isSent(work: Parameters<Dispatch>[0]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
  });
  const sent = inngest.send(work.map(eventFor)).then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, "Inngest did not take an event; the work is done here");
      return false;
    },
  );
  const isTaken = await Promise.race([sent, tooLate]);
  clearTimeout(timer);
  return isTaken;
}
