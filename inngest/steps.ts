import { retryPolicy } from "@/inngest/retry-policy";
import type { Json, StepRunner } from "@/lib/sync/deps";
import { noteRetry } from "@/lib/sync/run";

/** The part of Inngest's step tools that is used here. */
type StepTools = { run(id: string, work: () => Promise<unknown>): Promise<unknown> };

/** Inngest's steps as lib knows them. `attempt` says how often the present step was tried before. */
export function stepRunner(step: StepTools, attempt: number, runId: string): StepRunner {
  const noteWait = (retryAt: Date) => noteRetry(runId, retryAt);
  return (id, work) => storedResult(step.run(id, () => retryPolicy(work, attempt, noteWait)));
}

/** What a step returned comes back as JSON; a `Json` value is the same before and after. */
function storedResult<Result extends Json>(result: Promise<unknown>): Promise<Result> {
  return result as Promise<Result>;
}
