/** The days before the first sync: newest first, after the recent ones are there. */

import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/client";
import {
  type ConnectionRow,
  extendBackfill,
  findConnection,
  findConnectionById,
  lockConnection,
} from "@/lib/db/connections";
import { insertSyncRun, listOpenRuns } from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import type { ProviderId } from "@/lib/providers/errors";
import type { RunRef, StepRunner, SyncDeps } from "@/lib/sync/deps";
import type { SyncWork } from "@/lib/sync/dispatch";
import { loadRun } from "@/lib/sync/run";
import { backfillWindow, datesNow, dayCount } from "@/lib/sync/windows";

/**
 * What is to follow a sync that went well: the backfill, if days of it are left and
 * nothing else is open for this connection. So whichever sync ends last starts it.
 */
export async function claimBackfill(ref: RunRef, deps: Pick<SyncDeps, "now">): Promise<SyncWork[]> {
  const { run, connection } = await loadRun(ref);
  if (run.trigger === "backfill") return [];
  return inTransaction(async (tx) => {
    await lockConnection(connection.athleteId, connection.provider, tx);
    const latest = await findConnectionById(connection.athleteId, connection.connectionId, tx);
    return latest === null ? [] : openBackfill(latest, deps.now(), tx);
  });
}

async function openBackfill(connection: ConnectionRow, now: Date, tx: Queryable): Promise<SyncWork[]> {
  const { athleteId, connectionId, timeZone } = connection;
  if (connection.disconnectedAt !== null || connection.backfillPausedAt !== null) return [];
  if ((await listOpenRuns(connectionId, tx)).length > 0) return [];
  const { today } = datesNow(timeZone, now);
  const { backfillTargetDate: targetDate, backfillReachedDate: reachedDate } = connection;
  const window = backfillWindow({ targetDate, reachedDate, today });
  if (window === null) return [];
  const shared = {
    connectionId,
    trigger: "backfill",
    fromDate: window.from,
    toDate: window.to,
    now,
  } as const;
  const recoveryRunId = await insertSyncRun(
    athleteId,
    { ...shared, kind: "recovery", totalCount: dayCount(window) },
    tx,
  );
  const activityRunId = await insertSyncRun(athleteId, { ...shared, kind: "activities", totalCount: 1 }, tx);
  return [{ kind: "backfill", athleteId, activityRunId, recoveryRunId }];
}

/**
 * Asks for history back to a day; what was asked for before stays.
 * @returns what is to be done now; empty when there is nothing, or when an open sync will go on with it
 * @throws AppError reconnect_required when the provider is not connected
 */
export async function openHistory(
  athleteId: string,
  provider: ProviderId,
  targetDate: LocalDate,
  deps: Pick<SyncDeps, "now">,
): Promise<SyncWork[]> {
  return inTransaction(async (tx) => {
    await lockConnection(athleteId, provider, tx);
    const connection = await findConnection(athleteId, provider, tx);
    if (connection === null || connection.disconnectedAt !== null) {
      throw new AppError("reconnect_required", "Garmin is not connected. Connect it to go on.");
    }
    await extendBackfill(athleteId, connection.connectionId, targetDate, tx);
    const extended = await findConnectionById(athleteId, connection.connectionId, tx);
    return extended === null ? [] : openBackfill(extended, deps.now(), tx);
  });
}

/** Opens what is left of the backfill, for one who asks by hand. @returns `null` when nothing is left or syncs are open */
export async function openLeftBackfill(
  athleteId: string,
  provider: ProviderId,
  deps: Pick<SyncDeps, "now">,
): Promise<{ activityRunId: string; recoveryRunId: string } | null> {
  const [work] = await inTransaction(async (tx) => {
    await lockConnection(athleteId, provider, tx);
    const connection = await findConnection(athleteId, provider, tx);
    return connection === null ? [] : openBackfill(connection, deps.now(), tx);
  });
  if (work?.kind !== "backfill") return null;
  return { activityRunId: work.activityRunId, recoveryRunId: work.recoveryRunId };
}

type BackfillParts = {
  syncRecovery: (ref: RunRef, step: StepRunner, deps: SyncDeps) => Promise<{ daysSynced: number }>;
  syncActivities: (
    ref: RunRef,
    step: StepRunner,
    deps: SyncDeps,
  ) => Promise<{ createdCount: number; updatedCount: number }>;
};

/** Nights first, since the usual range needs them; a failure of the nights does not keep the runs away. */
export async function runBackfill(
  work: { athleteId: string; executorId: string; activityRunId: string; recoveryRunId: string },
  { syncRecovery, syncActivities }: BackfillParts,
  step: StepRunner,
  deps: SyncDeps,
): Promise<{ daysSynced: number; createdCount: number; updatedCount: number }> {
  const { athleteId, executorId } = work;
  const named =
    (prefix: string): StepRunner =>
    (id, part) =>
      step(`${prefix}-${id}`, part);
  const [nights] = await Promise.allSettled([
    syncRecovery({ athleteId, executorId, syncRunId: work.recoveryRunId }, named("recovery"), deps),
  ]);
  const runs = await syncActivities(
    { athleteId, executorId, syncRunId: work.activityRunId },
    named("activities"),
    deps,
  );
  if (nights.status === "rejected") throw nights.reason;
  return {
    daysSynced: nights.value.daysSynced,
    createdCount: runs.createdCount,
    updatedCount: runs.updatedCount,
  };
}
