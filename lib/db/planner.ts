/** What the planner reads and moves: connections by the time at which they are due. */

import { pool, type Queryable } from "@/lib/db/client";
import type { ProviderId } from "@/lib/providers/errors";

export type DueConnection = {
  connectionId: string;
  athleteId: string;
  slotMinute: number;
  /** The provider asked for quiet until then. */
  waitUntil: Date | null;
  /** Whether a sync of it makes sense at all: switched on, connected, with a way in that is not refused. */
  isAble: boolean;
  /** Beyond the most connections that this instance syncs by itself. */
  isBeyondCap: boolean;
};

/**
 * Connections whose time has come, oldest first, locked for this transaction and skipped
 * by others. Those that can't be synced are among them, so that the planner moves them
 * on and does not meet them at each pass.
 */
export async function lockDueConnections(
  provider: ProviderId,
  due: { now: Date; limit: number; cap: ConnectionAge | null },
  tx: Queryable,
): Promise<DueConnection[]> {
  const { rows } = await tx.query<DueConnection>(DUE_SQL, [
    provider,
    due.now,
    due.limit,
    due.cap?.connectedAt ?? null,
    due.cap?.connectionId ?? null,
  ]);
  return rows;
}

/** The few due rows are found and locked first, so that the rest is asked of them alone. */
const DUE_SQL = `
  WITH due AS MATERIALIZED (
    SELECT * FROM "Connection" WHERE "provider" = $1 AND "nextSyncAt" <= $2
    ORDER BY "nextSyncAt", "id" LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
  SELECT c."id" AS "connectionId", c."athleteId", c."slotMinute", c."waitUntil",
    c."syncEnabled" AND c."disconnectedAt" IS NULL AND EXISTS (
      SELECT FROM "ConnectionAccess" a
      WHERE a."connectionId" = c."id" AND a."sealedSecret" IS NOT NULL AND a."state" NOT IN ('needs_reconnect', 'handed_over')
    ) AS "isAble",
    $4::timestamptz IS NOT NULL AND (c."connectedAt", c."id") > ($4::timestamptz, $5::uuid) AS "isBeyondCap"
  FROM due c ORDER BY c."nextSyncAt", c."id"`;

export type ConnectionAge = { connectedAt: Date; connectionId: string };

/** The newest connection that is within the most that are synced by themselves; `null` when all are. */
export async function findCap(
  provider: ProviderId,
  maxConnections: number,
  tx: Queryable,
): Promise<ConnectionAge | null> {
  const { rows } = await tx.query<ConnectionAge>(
    `SELECT "connectedAt", "id" AS "connectionId" FROM "Connection"
     WHERE "provider" = $1 AND "syncEnabled" AND "disconnectedAt" IS NULL
     ORDER BY "connectedAt", "id" OFFSET $2 LIMIT 1`,
    [provider, maxConnections - 1],
  );
  return rows[0] ?? null;
}

export async function moveNextSyncs(
  moves: readonly { connectionId: string; nextSyncAt: Date }[],
  tx: Queryable,
): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `UPDATE "Connection" c SET "nextSyncAt" = i."at"
     FROM unnest($1::uuid[], $2::timestamptz[]) AS i("id", "at") WHERE c."id" = i."id"`,
    [moves.map(({ connectionId }) => connectionId), moves.map(({ nextSyncAt }) => nextSyncAt)],
  );
}

/** Connections that are to be synced by themselves. */
export async function countSyncedConnections(provider: ProviderId, tx: Queryable = pool()): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "Connection"
     WHERE "provider" = $1 AND "syncEnabled" AND "disconnectedAt" IS NULL`,
    [provider],
  );
  return rows[0]?.count ?? 0;
}
