/** What is due now. Rows say it, so a lost event or an empty queue heals with the next pass. */

import { z } from "zod";
import { jitterMs, nextSlotAfter } from "@/lib/connections/slot";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { findConnectionById, tryLockConnection } from "@/lib/db/connections";
import { findOperationRecord, lockOperationRecord, storeOperationRecord } from "@/lib/db/operation-records";
import {
  type ConnectionAge,
  countSyncedConnections,
  type DueConnection,
  findCap,
  lockDueConnections,
  moveNextSyncs,
} from "@/lib/db/planner";
import { listOpenRuns, requeueAbandonedRuns } from "@/lib/db/sync-runs";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { ProviderId } from "@/lib/providers/errors";
import {
  capacityPerDay,
  cycleMinutes,
  type PlannerSettings,
  recentStarts,
  roomNow,
} from "@/lib/sync/capacity";
import type { SyncWork } from "@/lib/sync/dispatch";
import { openRuns } from "@/lib/sync/request";
import { abandonedAfterMs } from "@/lib/sync/run";

/** The sources that are asked by the clock. */
export const PLANNED_PROVIDERS: readonly ProviderId[] = ["garmin"];

/** Rows that one look takes; most are able, and the others are moved on. */
const ROWS_PER_LOOK = 100;
const MAX_LOOKS = 5;
const COUNT_EVERY_MS = 3_600_000;

export type ScheduleSettings = PlannerSettings & { maxConnections: number | null };

export type ScheduleDeps = {
  now: () => Date;
  random: () => number;
  settings: () => ScheduleSettings;
  providers: readonly ProviderId[];
};

const SYSTEM_DEPS: ScheduleDeps = {
  now: () => new Date(),
  random: Math.random,
  settings: plannerSettings,
  providers: PLANNED_PROVIDERS,
};

/** What the environment sets. */
export function plannerSettings(): ScheduleSettings {
  const { SYNC_BATCH_SIZE, SYNC_INTERVAL_MINUTES, SYNC_MAX_CONNECTIONS } = env();
  return {
    batchSize: SYNC_BATCH_SIZE,
    intervalMinutes: SYNC_INTERVAL_MINUTES,
    maxConnections: SYNC_MAX_CONNECTIONS ?? null,
  };
}

/**
 * Takes the connections that are due, oldest first, and the runs that were abandoned.
 * Each due connection moves to its next slot in the transaction that opens its runs, so
 * nothing is taken twice and nothing is lost when the caller dies. However many planners
 * pass, and however often, no more than a batch begins within an interval.
 *
 * @returns the work to hand over
 */
export async function takeDueWork(given: Partial<ScheduleDeps> = {}): Promise<SyncWork[]> {
  const deps = { ...SYSTEM_DEPS, ...given };
  const now = deps.now();
  const idleSince = new Date(now.getTime() - abandonedAfterMs());
  const abandoned = await requeueAbandonedRuns({ now, idleSince }, deps.settings().batchSize);
  const again = abandoned.map(({ kind, athleteId, syncRunId }): SyncWork => ({ kind, athleteId, syncRunId }));
  const due: SyncWork[] = [];
  for (const provider of deps.providers) {
    due.push(...(await inTransaction((tx) => passOf(provider, deps, now, tx))));
  }
  const taken = new Set(again.map((work) => ("syncRunId" in work ? work.syncRunId : "")));
  return [...again, ...due.filter((work) => !("syncRunId" in work) || !taken.has(work.syncRunId))];
}

async function passOf(
  provider: ProviderId,
  { random, settings }: ScheduleDeps,
  now: Date,
  tx: Queryable,
): Promise<SyncWork[]> {
  const record = await lockOperationRecord(recordName(provider), tx);
  // Another planner passes at this moment.
  if (record === null) return [];
  const limits = settings();
  const starts = recentStarts(readPass(record.result)?.starts ?? [], limits, now);
  const counted = await countNowAndThen(provider, readPass(record.result), now, tx);
  const cycle = cycleMinutes(plannedCount(counted.connectionCount, limits), limits);
  const { maxConnections } = limits;
  const cap = maxConnections === null ? null : await findCap(provider, maxConnections, tx);
  const pass: Pass = { provider, now, random, cap, cycle };
  const taken = await takeDue(pass, roomNow(starts, limits, now), tx);
  const work: SyncWork[] = [];
  for (const connection of taken) work.push(...(await openDue(connection, now, tx)));
  const result = {
    ...counted,
    cycleMinutes: cycle,
    takenCount: taken.length,
    starts: taken.length === 0 ? starts : [...starts, { at: now, count: taken.length }],
  };
  await storeOperationRecord({ name: recordName(provider), at: now, result }, tx);
  log.info({ provider, ...counted, cycleMinutes: cycle, takenCount: taken.length }, "planner passed");
  return work;
}

type Pass = {
  provider: ProviderId;
  now: Date;
  random: () => number;
  cap: ConnectionAge | null;
  cycle: number;
};

/** Counting all of them takes longer than a pass does, and the number moves slowly. */
async function countNowAndThen(
  provider: ProviderId,
  last: PassResult | null,
  now: Date,
  tx: Queryable,
): Promise<{ connectionCount: number; countedAt: Date }> {
  const ageMs = last === null ? Number.POSITIVE_INFINITY : now.getTime() - last.countedAt.getTime();
  if (last !== null && ageMs >= 0 && ageMs < COUNT_EVERY_MS) {
    return { connectionCount: last.connectionCount, countedAt: last.countedAt };
  }
  return { connectionCount: await countSyncedConnections(provider, tx), countedAt: now };
}

/** Takes up to `room` connections and moves all that it met to their next time. */
async function takeDue(pass: Pass, room: number, tx: Queryable): Promise<DueConnection[]> {
  const taken: DueConnection[] = [];
  const { provider, now, random, cap } = pass;
  for (let look = 0; look < MAX_LOOKS && taken.length < room; look += 1) {
    const found = await lockDueConnections(provider, { now, limit: ROWS_PER_LOOK, cap }, tx);
    const moves: { connectionId: string; nextSyncAt: Date }[] = [];
    for (const connection of found) {
      if (isReady(connection, now)) {
        if (taken.length === room) continue;
        // Somebody asks for a sync of it at this moment: the next pass looks again.
        if (!(await tryLockConnection(connection.athleteId, provider, tx))) continue;
        taken.push(connection);
      }
      moves.push({ connectionId: connection.connectionId, nextSyncAt: nextTime(connection, pass, random()) });
    }
    await moveNextSyncs(moves, tx);
    if (found.length < ROWS_PER_LOOK) break;
  }
  return taken;
}

function isReady({ isAble, isBeyondCap, waitUntil }: DueConnection, now: Date): boolean {
  return isAble && !isBeyondCap && (waitUntil === null || waitUntil <= now);
}

/** Its next slot, or soon after the provider's wait has ended. */
function nextTime(connection: DueConnection, { now, cycle }: Pass, random: number): Date {
  const { waitUntil, isAble, slotMinute } = connection;
  if (isAble && waitUntil !== null && waitUntil > now) {
    return new Date(waitUntil.getTime() + jitterMs(random));
  }
  return nextSlotAfter(slotMinute, now, random, cycle);
}

async function openDue(
  { athleteId, connectionId }: DueConnection,
  now: Date,
  tx: Queryable,
): Promise<SyncWork[]> {
  const connection = await findConnectionById(athleteId, connectionId, tx);
  if (connection === null) return [];
  const open = await listOpenRuns(connectionId, tx);
  return (await openRuns(connection, { trigger: "scheduled", window: null, open, now }, tx)).work;
}

function plannedCount(connectionCount: number, { maxConnections }: ScheduleSettings): number {
  return maxConnections === null ? connectionCount : Math.min(connectionCount, maxConnections);
}

// ---------------------------------------------------------------- what the last pass left

const PassRecord = z.object({
  connectionCount: z.number(),
  countedAt: z.coerce.date(),
  cycleMinutes: z.number(),
  takenCount: z.number(),
  starts: z.array(z.object({ at: z.coerce.date(), count: z.number() })),
});
type PassResult = z.output<typeof PassRecord>;

function readPass(result: unknown): PassResult | null {
  const parsed = PassRecord.safeParse(result);
  return parsed.success ? parsed.data : null;
}

const recordName = (provider: ProviderId): string => `planner:${provider}`;

export type PlannerState = {
  provider: ProviderId;
  capacityPerDay: number;
  /** Minutes between two syncs of a connection. */
  cycleMinutes: number;
  /** Connections that are to be synced by themselves. */
  connectionCount: number;
  /** Of them, those beyond the most that this instance syncs. */
  beyondCapCount: number;
  lastPassAt: Date | null;
  lastTakenCount: number;
};

/** How full the planner is, and when it passed last. */
export async function readPlanner(
  provider: ProviderId,
  settings: ScheduleSettings = plannerSettings(),
): Promise<PlannerState> {
  const [record, connectionCount] = await Promise.all([
    findOperationRecord(recordName(provider)),
    countSyncedConnections(provider),
  ]);
  const last = PassRecord.safeParse(record?.result);
  const planned = plannedCount(connectionCount, settings);
  return {
    provider,
    capacityPerDay: capacityPerDay(settings),
    cycleMinutes: cycleMinutes(planned, settings),
    connectionCount,
    beyondCapCount: connectionCount - planned,
    lastPassAt: record?.at ?? null,
    lastTakenCount: last.success ? last.data.takenCount : 0,
  };
}
