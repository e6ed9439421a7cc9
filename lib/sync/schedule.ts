/** What is due now. Rows say it, so a lost event or an empty queue heals with the next pass. */

import { nextSlotAfter } from "@/lib/connections/slot";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  findConnectionById,
  lockDueConnections,
  setNextSyncAt,
  tryLockConnection,
} from "@/lib/db/connections";
import { listOpenRuns, requeueAbandonedRuns } from "@/lib/db/sync-runs";
import type { SyncWork } from "@/lib/sync/dispatch";
import { openRuns } from "@/lib/sync/request";
import { ABANDONED_AFTER_MS } from "@/lib/sync/run";

/** 20 every 5 minutes are 5,760 syncs a day. */
export const MAX_SYNCS_PER_PASS = 20;

type ScheduleDeps = { now: () => Date; random: () => number };

const SYSTEM_DEPS: ScheduleDeps = { now: () => new Date(), random: Math.random };

/**
 * Takes the connections that are due, oldest first, and the runs that were abandoned.
 * Each due connection moves to its next slot in the transaction that opens its runs, so
 * nothing is taken twice and nothing is lost when the caller dies.
 *
 * @returns the work to hand over
 */
export async function takeDueWork(deps: ScheduleDeps = SYSTEM_DEPS): Promise<SyncWork[]> {
  const now = deps.now();
  const idleSince = new Date(now.getTime() - ABANDONED_AFTER_MS);
  const abandoned = await requeueAbandonedRuns({ now, idleSince }, MAX_SYNCS_PER_PASS);
  const due = await inTransaction((tx) => takeDueConnections(now, deps.random, tx));
  const again = abandoned.map(({ kind, athleteId, syncRunId }): SyncWork => ({ kind, athleteId, syncRunId }));
  const taken = new Set(again.map((work) => ("syncRunId" in work ? work.syncRunId : "")));
  return [...again, ...due.filter((work) => !("syncRunId" in work) || !taken.has(work.syncRunId))];
}

async function takeDueConnections(now: Date, random: () => number, tx: Queryable): Promise<SyncWork[]> {
  const work: SyncWork[] = [];
  for (const due of await lockDueConnections(now, MAX_SYNCS_PER_PASS, tx)) {
    // Somebody asks for a sync of it at this moment: the next pass looks again.
    if (!(await tryLockConnection(due.athleteId, due.provider, tx))) continue;
    await setNextSyncAt(due.connectionId, nextSlotAfter(due.slotMinute, now, random()), tx);
    const connection = await findConnectionById(due.athleteId, due.connectionId, tx);
    if (connection === null) continue;
    const open = await listOpenRuns(due.connectionId, tx);
    const opened = await openRuns(connection, { trigger: "scheduled", window: null, open, now }, tx);
    work.push(...opened.work);
  }
  return work;
}
