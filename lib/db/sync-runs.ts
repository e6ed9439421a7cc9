/** Pieces of sync work: what was asked, how far it is, how it ended. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";

export type SyncKind = "activities" | "recovery";
export const SYNC_TRIGGERS = ["connect", "manual", "scheduled", "api", "repair", "backfill"] as const;
export type SyncTrigger = (typeof SYNC_TRIGGERS)[number];
export type SyncState = "queued" | "running" | "waiting" | "succeeded" | "failed";

export type SyncRunRow = {
  syncRunId: string;
  athleteId: string;
  connectionId: string | null;
  kind: SyncKind;
  trigger: SyncTrigger;
  fromDate: LocalDate;
  toDate: LocalDate;
  state: SyncState;
  doneCount: number;
  totalCount: number;
  createdCount: number;
  updatedCount: number;
  daysCount: number;
  callCount: number;
  attempt: number;
  causeCode: string | null;
  causeMessage: string | null;
  rawPayloadId: string | null;
  /** Who works on it: an Inngest run, or a process of the app. */
  executorId: string | null;
  waitUntil: Date | null;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

const COLUMNS = `r."id" AS "syncRunId", r."athleteId", r."connectionId", r."kind", r."trigger", r."fromDate"::text,
  r."toDate"::text, r."state", r."doneCount", r."totalCount", r."createdCount", r."updatedCount", r."daysCount",
  r."callCount", r."attempt", r."causeCode", r."causeMessage", r."rawPayloadId", r."inngestRunId" AS "executorId",
  r."waitUntil", r."queuedAt", r."startedAt", r."finishedAt"`;

const IS_OPEN = `r."state" IN ('queued', 'running', 'waiting')`;

export async function insertSyncRun(
  athleteId: string,
  run: {
    connectionId: string;
    kind: SyncKind;
    trigger: SyncTrigger;
    fromDate: LocalDate;
    toDate: LocalDate;
    totalCount: number;
    now: Date;
  },
  tx: Queryable,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO "SyncRun" ("athleteId", "connectionId", "kind", "trigger", "fromDate", "toDate", "totalCount", "queuedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING "id"`,
    [athleteId, run.connectionId, run.kind, run.trigger, run.fromDate, run.toDate, run.totalCount, run.now],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("The sync run was not stored");
  return id;
}

export async function findRun(
  athleteId: string,
  syncRunId: string,
  tx: Queryable = pool(),
): Promise<SyncRunRow | null> {
  const { rows } = await tx.query<SyncRunRow>(
    `SELECT ${COLUMNS} FROM "SyncRun" r WHERE r."athleteId" = $1 AND r."id" = $2`,
    [athleteId, syncRunId],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listRuns(
  athleteId: string,
  limit: number,
): Promise<(SyncRunRow & { timeZone: string })[]> {
  const { rows } = await pool().query<SyncRunRow & { timeZone: string }>(
    `SELECT ${COLUMNS}, u."timeZone" FROM "SyncRun" r
     JOIN "Athlete" a ON a."id" = r."athleteId" JOIN "User" u ON u."id" = a."userId"
     WHERE r."athleteId" = $1 ORDER BY r."queuedAt" DESC, r."kind" LIMIT $2`,
    [athleteId, limit],
  );
  return rows;
}

/** Runs that are not finished, oldest first. */
export async function listOpenRuns(connectionId: string, tx: Queryable = pool()): Promise<SyncRunRow[]> {
  const { rows } = await tx.query<SyncRunRow>(
    `SELECT ${COLUMNS} FROM "SyncRun" r WHERE r."connectionId" = $1 AND ${IS_OPEN} ORDER BY r."queuedAt", r."kind"`,
    [connectionId],
  );
  return rows;
}

/**
 * Gives a run to an executor, unless it is finished well or another one is at work on it:
 * one whose connection was worked on after `idleSince`. @returns false when it was not given
 */
export async function claimRun(
  athleteId: string,
  syncRunId: string,
  claim: { executorId: string; now: Date; idleSince: Date },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "SyncRun" r SET "state" = 'running', "startedAt" = coalesce(r."startedAt", $4), "inngestRunId" = $3,
       "attempt" = r."attempt" + CASE WHEN r."inngestRunId" IS DISTINCT FROM $3 THEN 1 ELSE 0 END,
       "causeCode" = NULL, "causeMessage" = NULL, "rawPayloadId" = NULL, "waitUntil" = NULL, "finishedAt" = NULL
     FROM "Connection" c
     WHERE r."athleteId" = $1 AND r."id" = $2 AND c."id" = r."connectionId" AND r."state" <> 'succeeded'
       AND (r."inngestRunId" IS NULL OR r."inngestRunId" = $3 OR r."state" IN ('queued', 'failed')
         OR coalesce(c."leasedUntil", r."startedAt", r."queuedAt") <= $5)`,
    [athleteId, syncRunId, claim.executorId, claim.now, claim.idleSince],
  );
  return rowCount === 1;
}

/** Absolute numbers, so that a step that runs twice tells the same. */
export async function setProgress(
  syncRunId: string,
  progress: { doneCount: number; totalCount: number },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query('UPDATE "SyncRun" SET "doneCount" = $2, "totalCount" = $3 WHERE "id" = $1', [
    syncRunId,
    progress.doneCount,
    progress.totalCount,
  ]);
}

/** Counts what a page stored; belongs in the transaction that stored it. */
export async function addCounts(
  syncRunId: string,
  counts: { createdCount?: number; updatedCount?: number; daysCount?: number; callCount?: number },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" SET "createdCount" = "createdCount" + $2, "updatedCount" = "updatedCount" + $3,
       "daysCount" = "daysCount" + $4, "callCount" = "callCount" + $5 WHERE "id" = $1`,
    [
      syncRunId,
      counts.createdCount ?? 0,
      counts.updatedCount ?? 0,
      counts.daysCount ?? 0,
      counts.callCount ?? 0,
    ],
  );
}

/** A step goes on, or has to wait until `waitUntil` with a cause. */
export async function setRunState(
  syncRunId: string,
  change: {
    state: "running" | "waiting";
    causeCode: string | null;
    causeMessage: string | null;
    waitUntil: Date | null;
    rawPayloadId?: string | null;
  },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" SET "state" = $2, "causeCode" = $3, "causeMessage" = $4, "waitUntil" = $5,
       "rawPayloadId" = coalesce($6, "rawPayloadId")
     WHERE "id" = $1 AND "state" IN ('queued', 'running', 'waiting')`,
    [
      syncRunId,
      change.state,
      change.causeCode,
      change.causeMessage,
      change.waitUntil,
      change.rawPayloadId ?? null,
    ],
  );
}

/** Notes what could not be read while the rest goes on. */
export async function setRunCause(
  syncRunId: string,
  cause: { causeCode: string; causeMessage: string; rawPayloadId: string | null },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" SET "causeCode" = $2, "causeMessage" = $3, "rawPayloadId" = coalesce($4, "rawPayloadId")
     WHERE "id" = $1`,
    [syncRunId, cause.causeCode, cause.causeMessage, cause.rawPayloadId],
  );
}

export async function markRunSucceeded(
  syncRunId: string,
  end: { daysCount: number; now: Date },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" SET "state" = 'succeeded', "finishedAt" = $3, "daysCount" = $2, "waitUntil" = NULL,
       "doneCount" = "totalCount"
     WHERE "id" = $1 AND "state" IN ('queued', 'running', 'waiting')`,
    [syncRunId, end.daysCount, end.now],
  );
}

/** Ends the run for good, if it is this executor's; a cause that is already known stays. */
export async function markRunFailed(
  syncRunId: string,
  end: { executorId: string; causeCode: string; causeMessage: string; now: Date },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" SET "state" = 'failed', "finishedAt" = $4, "waitUntil" = NULL,
       "causeCode" = coalesce("causeCode", $2), "causeMessage" = coalesce("causeMessage", $3)
     WHERE "id" = $1 AND "inngestRunId" = $5 AND "state" IN ('queued', 'running', 'waiting')`,
    [syncRunId, end.causeCode, end.causeMessage, end.now, end.executorId],
  );
}

/** The same for all unfinished runs of one executor. @returns how many */
export async function markRunsOfExecutorFailed(
  executorId: string,
  end: { causeCode: string; causeMessage: string; now: Date },
): Promise<SyncRunRow[]> {
  const { rows } = await pool().query<SyncRunRow>(
    `UPDATE "SyncRun" r SET "state" = 'failed', "finishedAt" = $4, "waitUntil" = NULL,
       "causeCode" = coalesce(r."causeCode", $2), "causeMessage" = coalesce(r."causeMessage", $3)
     WHERE r."inngestRunId" = $1 AND ${IS_OPEN} RETURNING ${COLUMNS}`,
    [executorId, end.causeCode, end.causeMessage, end.now],
  );
  return rows;
}

/** Ends what is open because the athlete disconnected. */
export async function markRunsOfConnectionFailed(
  athleteId: string,
  connectionId: string,
  end: { causeCode: string; causeMessage: string; now: Date },
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `UPDATE "SyncRun" r SET "state" = 'failed', "finishedAt" = $5, "waitUntil" = NULL, "causeCode" = $3, "causeMessage" = $4
     WHERE r."athleteId" = $1 AND r."connectionId" = $2 AND ${IS_OPEN}`,
    [athleteId, connectionId, end.causeCode, end.causeMessage, end.now],
  );
}

/**
 * Queues again the open runs that nobody seems to work on: asked for before `idleSince`,
 * not told to wait beyond it, and their connection untouched since. An event was lost or
 * a worker died. Each is given to one caller only.
 */
export async function requeueAbandonedRuns(
  times: { now: Date; idleSince: Date },
  limit: number,
): Promise<SyncRunRow[]> {
  const { rows } = await pool().query<SyncRunRow>(
    `UPDATE "SyncRun" r SET "queuedAt" = $1, "state" = 'queued'
     WHERE r."id" IN (
       SELECT o."id" FROM "SyncRun" o JOIN "Connection" c ON c."id" = o."connectionId"
       WHERE o."state" IN ('queued', 'running', 'waiting') AND c."disconnectedAt" IS NULL
         AND greatest(o."queuedAt", o."startedAt", o."waitUntil", c."leasedUntil") <= $2
       ORDER BY o."queuedAt" LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
     RETURNING ${COLUMNS}`,
    [times.now, times.idleSince, limit],
  );
  return rows;
}

/** Opens a failed run again. @returns `none` when the athlete has no such run, `not_failed` when there is nothing to repeat */
export async function requeueFailedRun(
  athleteId: string,
  syncRunId: string,
  now: Date,
): Promise<SyncRunRow | "none" | "not_failed"> {
  const { rows } = await pool().query<SyncRunRow>(
    `UPDATE "SyncRun" r SET "state" = 'queued', "queuedAt" = $3, "finishedAt" = NULL, "inngestRunId" = NULL
     WHERE r."athleteId" = $1 AND r."id" = $2 AND r."state" = 'failed' RETURNING ${COLUMNS}`,
    [athleteId, syncRunId, now],
  );
  if (rows[0]) return rows[0];
  return (await findRun(athleteId, syncRunId)) === null ? "none" : "not_failed";
}
