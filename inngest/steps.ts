import { retryPolicy } from "@/inngest/retry-policy";
import type { Json, StepRunner } from "@/lib/sync/deps";

/** The part of Inngest's step tools that is used here. */
type StepTools = { run(id: string, work: () => Promise<unknown>): Promise<unknown> };

/** Inngest's steps as lib knows them. `attempt` says how often the present step was tried before. */
export function stepRunner(step: StepTools, attempt: number): StepRunner {
  return (id, work) => storedResult(step.run(id, () => retryPolicy(work, attempt)));
}

/** What a step returned comes back as JSON; a `Json` value is the same before and after. */
function storedResult<Result extends Json>(result: Promise<unknown>): Promise<Result> {
  return result as Promise<Result>;
}
