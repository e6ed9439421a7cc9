/** Doing a failed sync again, with the code as it is now. */
import { requeueFailedRun } from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import { findDispatcher } from "@/lib/sync/dispatch";
import { dispatchHere } from "@/lib/sync/run-here";
import { readSetAsideAgain } from "@/lib/sync/set-aside";

type ReplayDeps = { now: () => Date; dispatch: NonNullable<ReturnType<typeof findDispatcher>> };

const SYSTEM_DEPS: ReplayDeps = {
  now: () => new Date(),
  dispatch: (work) => (findDispatcher() ?? dispatchHere)(work),
};

/**
 * Queues a failed run again and hands it over: the same window, asked again, into the same
 * rows. What was set aside meanwhile is read again first. While it runs, or after it went
 * well, another replay changes nothing.
 *
 * @returns whether it was queued
 * @throws AppError not_found when there is no such run
 */
export async function replayRun(
  athleteId: string,
  syncRunId: string,
  deps: ReplayDeps = SYSTEM_DEPS,
): Promise<boolean> {
  const run = await requeueFailedRun(athleteId, syncRunId, deps.now());
  if (run === "none") throw new AppError("not_found", "There is no such sync.");
  if (run === "not_failed") return false;
  if (run.connectionId !== null) await readSetAsideAgain(athleteId, run.connectionId);
  await deps.dispatch([{ kind: run.kind, athleteId, syncRunId }]);
  return true;
}
