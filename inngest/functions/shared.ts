/** What the sync functions have in common. */
import { NonRetriableError } from "inngest";
import { z } from "zod";
import { failRunsOfExecutor } from "@/lib/sync/run";

/** Over all functions of an athlete, so that a step never waits for another one's lease. */
export const ONE_STEP_PER_ATHLETE = { scope: "env", key: "event.data.athleteId", limit: 1 } as const;

/** What was sent; the dashboard may send anything. @throws NonRetriableError that names the fault */
export function readEvent<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new NonRetriableError(z.prettifyError(parsed.error));
  return parsed.data;
}

/** A run that failed for good stays failed in Inngest; its rows say so as well. */
export async function failOpenRuns({ event }: { event: { data: { run_id: string } } }): Promise<void> {
  await failRunsOfExecutor(event.data.run_id);
}
