/** What went wrong within syncs, and the records that were set aside. */
import { pool, type Queryable } from "@/lib/db/client";
import type { Metric } from "@/lib/db/connections";

export type SyncFailure = {
  at: Date;
  attempt: number;
  metric: Metric | null;
  causeCode: string;
  retryAt: Date | null;
  rawPayloadId: string | null;
};

export async function insertSyncFailure(
  syncRunId: string,
  failure: SyncFailure,
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `INSERT INTO "SyncRunFailure" ("syncRunId", "at", "attempt", "metric", "causeCode", "retryAt", "rawPayloadId")
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      syncRunId,
      failure.at,
      failure.attempt,
      failure.metric,
      failure.causeCode,
      failure.retryAt,
      failure.rawPayloadId,
    ],
  );
}

/**
 * Notes when the open runs of an executor that failed are tried again: they wait until
 * then, so that nobody takes them for abandoned.
 */
export async function setRetryOfExecutor(executorId: string, retryAt: Date): Promise<void> {
  await pool().query(
    `WITH r AS (
       UPDATE "SyncRun" SET "state" = 'waiting', "waitUntil" = $2
       WHERE "inngestRunId" = $1 AND "state" IN ('running', 'waiting') AND "causeCode" IS NOT NULL RETURNING "id"),
     last AS (
       SELECT DISTINCT ON (f."syncRunId") f."id" FROM "SyncRunFailure" f JOIN r ON r."id" = f."syncRunId"
       ORDER BY f."syncRunId", f."at" DESC)
     UPDATE "SyncRunFailure" f SET "retryAt" = $2 FROM last WHERE f."id" = last."id"`,
    [executorId, retryAt],
  );
}

/** Failures of some runs, oldest first. */
export async function listSyncFailures(
  athleteId: string,
  syncRunIds: readonly string[],
): Promise<(SyncFailure & { syncRunId: string })[]> {
  const { rows } = await pool().query<SyncFailure & { syncRunId: string }>(
    `SELECT f."syncRunId", f."at", f."attempt", f."metric", f."causeCode", f."retryAt", f."rawPayloadId"
     FROM "SyncRunFailure" f JOIN "SyncRun" r ON r."id" = f."syncRunId"
     WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[]) ORDER BY f."at"`,
    [athleteId, syncRunIds],
  );
  return rows;
}

export type SetAsideKey = { kind: string; externalId: string };
export type SetAsideRow = SetAsideKey & {
  connectionId: string;
  athleteId: string;
  rawPayloadId: string | null;
  issues: string;
  setAsideAt: Date;
};

export async function upsertSetAside(
  connectionId: string,
  records: readonly (SetAsideKey & { rawPayloadId: string | null; issues: string })[],
  now: Date,
  tx: Queryable,
): Promise<void> {
  if (records.length === 0) return;
  await tx.query(
    `INSERT INTO "SetAsideRecord" ("connectionId", "kind", "externalId", "rawPayloadId", "issues", "setAsideAt")
     SELECT $1, k, e, r, i, $6 FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[]) AS t(k, e, r, i)
     ON CONFLICT ("connectionId", "kind", "externalId") DO UPDATE SET
       "rawPayloadId" = excluded."rawPayloadId", "issues" = excluded."issues"`,
    [
      connectionId,
      records.map(({ kind }) => kind),
      records.map(({ externalId }) => externalId),
      records.map(({ rawPayloadId }) => rawPayloadId),
      records.map(({ issues }) => issues),
      now,
    ],
  );
}

/** Those that were read after all. */
export async function deleteSetAside(
  connectionId: string,
  keys: readonly SetAsideKey[],
  tx: Queryable = pool(),
): Promise<void> {
  if (keys.length === 0) return;
  await tx.query(
    `DELETE FROM "SetAsideRecord" s USING unnest($2::text[], $3::text[]) AS t(k, e)
     WHERE s."connectionId" = $1 AND s."kind" = t.k AND s."externalId" = t.e`,
    [connectionId, keys.map(({ kind }) => kind), keys.map(({ externalId }) => externalId)],
  );
}

export async function listSetAside(athleteId: string, connectionId: string): Promise<SetAsideRow[]> {
  const { rows } = await pool().query<SetAsideRow>(
    `SELECT s."connectionId", c."athleteId", s."kind", s."externalId", s."rawPayloadId", s."issues", s."setAsideAt"
     FROM "SetAsideRecord" s JOIN "Connection" c ON c."id" = s."connectionId"
     WHERE c."athleteId" = $1 AND s."connectionId" = $2 ORDER BY s."setAsideAt", s."kind", s."externalId"`,
    [athleteId, connectionId],
  );
  return rows;
}
