/**
 * What an operator sees of the whole instance: states, counts and causes. No query here
 * reads a name, an address or a measured value.
 */
import { pool } from "@/lib/db/client";
import type { SyncKind, SyncTrigger } from "@/lib/db/sync-runs";
import type { ProviderId } from "@/lib/providers/errors";

export type StateCount = { provider: ProviderId; state: string; count: number };

/** Connections by what they are in: a way's state, or paused, disconnected, no_credential. */
export async function countConnectionStates(now: Date): Promise<StateCount[]> {
  const { rows } = await pool().query<StateCount>(
    `SELECT c."provider", CASE
         WHEN c."disconnectedAt" IS NOT NULL THEN 'disconnected'
         WHEN best."state" IS NULL THEN 'no_credential'
         WHEN best."state" <> 'ready' AND NOT (best."state" = 'waiting' AND coalesce(c."waitUntil", $1) <= $1) THEN best."state"
         WHEN c."waitUntil" > $1 THEN 'waiting'
         WHEN NOT c."syncEnabled" THEN 'paused' ELSE 'ready' END AS "state", count(*)::int AS "count"
     FROM "Connection" c LEFT JOIN LATERAL (
       SELECT a."state" FROM "ConnectionAccess" a WHERE a."connectionId" = c."id" AND a."sealedSecret" IS NOT NULL
       ORDER BY (a."state" = 'ready') DESC, a."rank", a."way" LIMIT 1) best ON true
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [now],
  );
  return rows;
}

/** How many connections of a provider come due in each of the next 24 hours; what is overdue is in the first. */
export async function countDueByHour(provider: ProviderId, now: Date): Promise<number[]> {
  const { rows } = await pool().query<{ hour: number; count: number }>(
    `SELECT greatest(0, floor(extract(epoch FROM c."nextSyncAt" - $2::timestamptz) / 3600))::int AS "hour",
       count(*)::int AS "count"
     FROM "Connection" c
     WHERE c."provider" = $1 AND c."syncEnabled" AND c."disconnectedAt" IS NULL
       AND c."nextSyncAt" < $2::timestamptz + interval '24 hours'
       AND EXISTS (SELECT FROM "ConnectionAccess" a WHERE a."connectionId" = c."id"
         AND a."sealedSecret" IS NOT NULL AND a."state" <> 'needs_reconnect')
     GROUP BY 1`,
    [provider, now],
  );
  const byHour = new Map(rows.map(({ hour, count }) => [hour, count]));
  return Array.from({ length: 24 }, (_, hour) => byHour.get(hour) ?? 0);
}

export type RunCounts = { openCount: number; succeededCount: number; failedCount: number };

/** Runs that are open now, and how those ended that finished since. */
export async function countRuns(since: Date): Promise<RunCounts> {
  const { rows } = await pool().query<RunCounts>(
    `SELECT (SELECT count(*)::int FROM "SyncRun" WHERE "state" IN ('queued', 'running', 'waiting')) AS "openCount",
       (SELECT count(*)::int FROM "SyncRun" WHERE "state" = 'succeeded' AND "finishedAt" >= $1) AS "succeededCount",
       (SELECT count(*)::int FROM "SyncRun" WHERE "state" = 'failed' AND "finishedAt" >= $1
         AND coalesce("causeCode", '') NOT IN ('disconnected', 'history_paused', 'history_cancelled')) AS "failedCount"`,
    [since],
  );
  return rows[0] ?? { openCount: 0, succeededCount: 0, failedCount: 0 };
}

export type CauseCount = { onDate: string; causeCode: string; count: number };

/** Failures within syncs by UTC day and cause, also those that passed, oldest first. */
export async function countFailures(since: Date): Promise<CauseCount[]> {
  const { rows } = await pool().query<CauseCount>(
    `SELECT (f."at" AT TIME ZONE 'UTC')::date AS "onDate", f."causeCode", count(*)::int AS "count"
     FROM "SyncRunFailure" f WHERE f."at" >= $1 GROUP BY 1, 2 ORDER BY 1, 2`,
    [since],
  );
  return rows;
}

export type FailedRun = {
  syncRunId: string;
  athleteId: string;
  connectionId: string | null;
  provider: ProviderId | null;
  kind: SyncKind;
  trigger: SyncTrigger;
  fromDate: string;
  toDate: string;
  attempt: number;
  causeCode: string | null;
  rawPayloadId: string | null;
  /** An Inngest run, or a process of the app. */
  executorId: string | null;
  finishedAt: Date;
};

/** The last runs that failed for good, newest first. */
export async function listFailedRuns(limit: number): Promise<FailedRun[]> {
  const { rows } = await pool().query<FailedRun>(
    `SELECT r."id" AS "syncRunId", r."athleteId", r."connectionId", c."provider", r."kind", r."trigger",
       r."fromDate"::text, r."toDate"::text, r."attempt", r."causeCode", r."rawPayloadId",
       r."inngestRunId" AS "executorId", r."finishedAt"
     FROM "SyncRun" r LEFT JOIN "Connection" c ON c."id" = r."connectionId"
     WHERE r."state" = 'failed' AND r."finishedAt" IS NOT NULL AND coalesce(r."causeCode", '') NOT IN ('disconnected', 'history_paused', 'history_cancelled')
     ORDER BY r."finishedAt" DESC LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Whose run it is; for an operator who replays it. */
export async function findAthleteOfRun(syncRunId: string): Promise<string | null> {
  const { rows } = await pool().query<{ athleteId: string }>(
    'SELECT "athleteId" FROM "SyncRun" WHERE "id" = $1',
    [syncRunId],
  );
  return rows[0]?.athleteId ?? null;
}

export type SetAsideCount = {
  athleteId: string;
  connectionId: string;
  kind: string;
  count: number;
  since: Date;
};

/** Records that wait for code that can read them, by connection and kind. */
export async function countSetAside(limit: number): Promise<SetAsideCount[]> {
  const { rows } = await pool().query<SetAsideCount>(
    `SELECT c."athleteId", s."connectionId", s."kind", count(*)::int AS "count", min(s."setAsideAt") AS "since"
     FROM "SetAsideRecord" s JOIN "Connection" c ON c."id" = s."connectionId"
     GROUP BY 1, 2, 3 ORDER BY "since" LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Connections whose newest failure of the last hours has this cause, of those that were asked. */
export async function countTroubledConnections(
  since: Date,
): Promise<{ provider: ProviderId; causeCode: string; troubledCount: number; askedCount: number }[]> {
  const { rows } = await pool().query<{
    provider: ProviderId;
    causeCode: string;
    troubledCount: number;
    askedCount: number;
  }>(
    `WITH last AS (
       SELECT DISTINCT ON (r."connectionId") r."connectionId", c."provider", r."state", r."causeCode"
       FROM "SyncRun" r JOIN "Connection" c ON c."id" = r."connectionId"
       WHERE coalesce(r."finishedAt", r."startedAt") >= $1 AND r."state" IN ('succeeded', 'failed', 'waiting')
       ORDER BY r."connectionId", coalesce(r."finishedAt", r."startedAt") DESC),
     asked AS (SELECT "provider", count(*)::int AS "askedCount" FROM last GROUP BY 1)
     SELECT l."provider", l."causeCode", count(*)::int AS "troubledCount", a."askedCount"
     FROM last l JOIN asked a ON a."provider" = l."provider"
     WHERE l."state" IN ('failed', 'waiting') AND l."causeCode" IS NOT NULL
     GROUP BY 1, 2, 4 ORDER BY 3 DESC`,
    [since],
  );
  return rows;
}
