/** Does sync work in this process, for when nothing else does. */
import { randomUUID } from "node:crypto";
import { findRun } from "@/lib/db/sync-runs";
import { failImport, runImport } from "@/lib/imports/run";
import { log } from "@/lib/log";
import { runBackfill } from "@/lib/sync/backfill";
import { type RunRef, type StepRunner, SYSTEM_SYNC_DEPS, type SyncDeps } from "@/lib/sync/deps";
import type { SyncWork } from "@/lib/sync/dispatch";
import { failRun, noteRetry } from "@/lib/sync/run";
import { syncActivities } from "@/lib/sync/sync-activities";
import { syncRecovery } from "@/lib/sync/sync-recovery";

/** Each step once: without a queue nothing waits. */
const once: StepRunner = (_id, work) => work();

/** When somebody else goes on with a run that failed; `null` when it failed for good. */
export type RetryAt = (error: unknown, attempt: number) => Date | null;
const never: RetryAt = () => null;

const underWay = new Set<Promise<void>>();

/** Begins the work and returns; failures are noted in the runs and logged. */
export async function dispatchHere(
  work: readonly SyncWork[],
  step: StepRunner = once,
  retryAt: RetryAt = never,
): Promise<void> {
  const promise = runHere(work, step, SYSTEM_SYNC_DEPS, retryAt).catch((error: unknown) =>
    log.error({ err: error }, "sync work ended badly"),
  );
  underWay.add(promise);
  promise.finally(() => underWay.delete(promise));
}

/** Resolves when what was begun in this process is done. */
export async function waitForWorkHere(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}

/** Does the work, one after the other, and what follows from it. */
export async function runHere(
  work: readonly SyncWork[],
  step: StepRunner = once,
  deps: SyncDeps = SYSTEM_SYNC_DEPS,
  retryAt: RetryAt = never,
): Promise<void> {
  const queue = [...work];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const executorId = `here-${randomUUID()}`;
    try {
      queue.push(...(await runWork(next, executorId, step, deps)));
    } catch (error) {
      if (next.kind === "import") {
        log.error({ err: error, importId: next.importId }, "an import ended badly");
        await failImport({ ...next, executorId }, deps);
      } else for (const ref of refsOf(next, executorId)) await endOrWait(ref, error, retryAt, deps);
    }
  }
}

async function endOrWait(ref: RunRef, error: unknown, retryAt: RetryAt, deps: SyncDeps): Promise<void> {
  const run = await findRun(ref.athleteId, ref.syncRunId);
  const at = run === null ? null : retryAt(error, run.attempt);
  if (at === null) await failRun(ref, error, deps);
  else await noteRetry(ref.executorId, at);
}

async function runWork(
  work: SyncWork,
  executorId: string,
  step: StepRunner,
  deps: SyncDeps,
): Promise<SyncWork[]> {
  if (work.kind === "import") {
    await runImport({ ...work, executorId }, step);
    return [];
  }
  if (work.kind === "backfill") {
    await runBackfill({ ...work, executorId }, { syncRecovery, syncActivities }, step, deps);
    return [];
  }
  const ref = { athleteId: work.athleteId, syncRunId: work.syncRunId, executorId };
  const sync = work.kind === "activities" ? syncActivities : syncRecovery;
  return (await sync(ref, step, deps)).next;
}

function refsOf(work: Exclude<SyncWork, { kind: "import" }>, executorId: string): RunRef[] {
  const { athleteId } = work;
  if (work.kind !== "backfill") return [{ athleteId, executorId, syncRunId: work.syncRunId }];
  return [work.recoveryRunId, work.activityRunId].map((syncRunId) => ({ athleteId, executorId, syncRunId }));
}
