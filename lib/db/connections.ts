/** Connections, their ways in, and what is known of each metric. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";
import type { ProviderId } from "@/lib/providers/errors";

export type ConnectionRow = {
  connectionId: string;
  athleteId: string;
  provider: ProviderId;
  externalUserId: string | null;
  username: string | null;
  syncEnabled: boolean;
  connectedAt: Date;
  disconnectedAt: Date | null;
  slotMinute: number;
  nextSyncAt: Date;
  leasedUntil: Date | null;
  waitUntil: Date | null;
  backfillTargetDate: LocalDate | null;
  backfillReachedDate: LocalDate | null;
  backfillPausedAt: Date | null;
  /** IANA zone of the athlete. */
  timeZone: string;
};

const CONNECTION_SQL = `
  SELECT c."id" AS "connectionId", c."athleteId", c."provider", c."externalUserId", c."username", c."syncEnabled",
    c."connectedAt", c."disconnectedAt", c."slotMinute", c."nextSyncAt", c."leasedUntil", c."waitUntil",
    c."backfillTargetDate"::text, c."backfillReachedDate"::text, c."backfillPausedAt", u."timeZone"
  FROM "Connection" c JOIN "Athlete" a ON a."id" = c."athleteId" JOIN "User" u ON u."id" = a."userId"`;

export async function findConnection(
  athleteId: string,
  provider: ProviderId,
  tx: Queryable = pool(),
): Promise<ConnectionRow | null> {
  const { rows } = await tx.query<ConnectionRow>(
    `${CONNECTION_SQL} WHERE c."athleteId" = $1 AND c."provider" = $2`,
    [athleteId, provider],
  );
  return rows[0] ?? null;
}

export async function findConnectionById(
  athleteId: string,
  connectionId: string,
  tx: Queryable = pool(),
): Promise<ConnectionRow | null> {
  const { rows } = await tx.query<ConnectionRow>(
    `${CONNECTION_SQL} WHERE c."athleteId" = $1 AND c."id" = $2`,
    [athleteId, connectionId],
  );
  return rows[0] ?? null;
}

/** The athlete's IANA zone, or `null` when there is no such athlete. */
export async function findTimeZone(athleteId: string, tx: Queryable = pool()): Promise<string | null> {
  const { rows } = await tx.query<{ timeZone: string }>(
    'SELECT u."timeZone" FROM "Athlete" a JOIN "User" u ON u."id" = a."userId" WHERE a."id" = $1',
    [athleteId],
  );
  return rows[0]?.timeZone ?? null;
}

/** Lets one caller at a time decide on an athlete's connection; ends with the transaction. */
export async function lockConnection(athleteId: string, provider: ProviderId, tx: Queryable): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('connection:' || $1 || ':' || $2, 0))", [
    athleteId,
    provider,
  ]);
}

/** The same without waiting, for one who holds other locks. @returns false while another caller decides */
export async function tryLockConnection(
  athleteId: string,
  provider: ProviderId,
  tx: Queryable,
): Promise<boolean> {
  const { rows } = await tx.query<{ isLocked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('connection:' || $1 || ':' || $2, 0)) AS "isLocked"`,
    [athleteId, provider],
  );
  return rows[0]?.isLocked === true;
}

export type ConnectionStart = {
  connectionId: string;
  provider: ProviderId;
  externalUserId: string | null;
  username: string | null;
  slotMinute: number;
  nextSyncAt: Date;
  backfillTargetDate: LocalDate;
  connectedAt: Date;
};

export async function insertConnection(
  athleteId: string,
  start: ConnectionStart,
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `INSERT INTO "Connection" ("athleteId", "id", "provider", "externalUserId", "username", "slotMinute",
       "nextSyncAt", "backfillTargetDate", "connectedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      athleteId,
      start.connectionId,
      start.provider,
      start.externalUserId,
      start.username,
      start.slotMinute,
      start.nextSyncAt,
      start.backfillTargetDate,
      start.connectedAt,
    ],
  );
}

/** Connects an existing connection again. `isOtherAccount` forgets what was asked of the account before. */
export async function reviveConnection(
  athleteId: string,
  start: Omit<ConnectionStart, "slotMinute"> & { isOtherAccount: boolean },
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `UPDATE "Connection" SET "externalUserId" = $3,
       "username" = CASE WHEN $8 THEN $4 ELSE coalesce($4, "username") END, "nextSyncAt" = $5, "connectedAt" = $7,
       "disconnectedAt" = NULL, "waitUntil" = NULL,
       "backfillTargetDate" = CASE WHEN $8 THEN $6::date ELSE least("backfillTargetDate", $6::date) END,
       "backfillReachedDate" = CASE WHEN $8 THEN NULL ELSE "backfillReachedDate" END
     WHERE "athleteId" = $1 AND "id" = $2`,
    [
      athleteId,
      start.connectionId,
      start.externalUserId,
      start.username,
      start.nextSyncAt,
      start.backfillTargetDate,
      start.connectedAt,
      start.isOtherAccount,
    ],
  );
  if (!start.isOtherAccount) return;
  await tx.query('DELETE FROM "ConnectionMetric" WHERE "connectionId" = $1', [start.connectionId]);
  await tx.query('DELETE FROM "SyncCoverage" WHERE "connectionId" = $1', [start.connectionId]);
  // The other ways lead to the account before.
  await deleteAccess(start.connectionId, null, tx);
}

/** Ends all ways in, with their secrets, and keeps the data. */
export async function endConnection(
  athleteId: string,
  connectionId: string,
  now: Date,
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `DELETE FROM "ConnectionAccess" a USING "Connection" c
     WHERE c."id" = a."connectionId" AND c."athleteId" = $1 AND c."id" = $2`,
    [athleteId, connectionId],
  );
  await tx.query(
    `UPDATE "Connection" SET "disconnectedAt" = coalesce("disconnectedAt", $3), "waitUntil" = NULL,
       "username" = NULL
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, connectionId, now],
  );
}

/** @returns false when the athlete has no such connection */
export async function updateSyncEnabled(
  athleteId: string,
  provider: ProviderId,
  isEnabled: boolean,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    'UPDATE "Connection" SET "syncEnabled" = $3 WHERE "athleteId" = $1 AND "provider" = $2',
    [athleteId, provider, isEnabled],
  );
  return rowCount === 1;
}

/** Moves the oldest day that the backfill is to reach further back; never forward. */
export async function extendBackfill(
  athleteId: string,
  connectionId: string,
  targetDate: LocalDate,
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `UPDATE "Connection" SET "backfillTargetDate" = least("backfillTargetDate", $3::date), "backfillPausedAt" = NULL
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, connectionId, targetDate],
  );
}

/** Notes that all days from `reachedDate` on were asked for; never moves forward. */
export async function moveBackfill(connectionId: string, reachedDate: LocalDate): Promise<void> {
  await pool().query(
    'UPDATE "Connection" SET "backfillReachedDate" = least("backfillReachedDate", $2::date) WHERE "id" = $1',
    [connectionId, reachedDate],
  );
}

export async function setWaitUntil(
  connectionId: string,
  waitUntil: Date | null,
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query('UPDATE "Connection" SET "waitUntil" = $2 WHERE "id" = $1', [connectionId, waitUntil]);
}

/** @returns false while another worker holds the connection */
export async function takeLease(
  connectionId: string,
  lease: { leaseId: string; now: Date; leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "Connection" SET "leaseId" = $2, "leasedUntil" = $4
     WHERE "id" = $1 AND ("leaseId" IS NULL OR "leasedUntil" <= $3)`,
    [connectionId, lease.leaseId, lease.now, new Date(lease.now.getTime() + lease.leaseMs)],
  );
  return rowCount === 1;
}

/** `leasedUntil` stays as the time of the last work, by which abandoned runs are noticed. */
export async function releaseLease(connectionId: string, leaseId: string, now: Date): Promise<void> {
  await pool().query(
    'UPDATE "Connection" SET "leaseId" = NULL, "leasedUntil" = $3 WHERE "id" = $1 AND "leaseId" = $2',
    [connectionId, leaseId, now],
  );
}

// ---------------------------------------------------------------- ways in

export const ACCESS_STATES = [
  "ready",
  "waiting",
  "needs_reconnect",
  "unavailable",
  "payload_changed",
  /** The athlete took the session elsewhere; two users of one rotating session end it. */
  "handed_over",
] as const;
export type AccessState = (typeof ACCESS_STATES)[number];

/** Of a way in, what its state is told from. */
export type AccessFacts = {
  way: string;
  /** False once it was disconnected. */
  hasSecret: boolean;
  secretExpiresAt: Date | null;
  state: AccessState;
  cause: string | null;
  stateSince: Date;
};

export type AccessRow = AccessFacts & {
  connectionId: string;
  sealedSecret: string | null;
  sealedAccessToken: string | null;
  accessTokenExpiresAt: Date | null;
  /** Set while somebody renews, and left behind by one who died over it. */
  refreshLeasedUntil: Date | null;
  /** When the secret was last exchanged or renewed. */
  renewedAt: Date | null;
  /** When the athlete connected this way, last. */
  createdAt: Date;
};

const ACCESS_COLUMNS = `"connectionId", "way", "sealedSecret", "sealedSecret" IS NOT NULL AS "hasSecret", "secretExpiresAt", "sealedAccessToken",
  "accessTokenExpiresAt", "refreshLeasedUntil", "renewedAt", "state", "cause", "stateSince",
  "createdAt"`;

/** The ways into a connection, best first. */
export async function listAccesses(connectionId: string, tx: Queryable = pool()): Promise<AccessRow[]> {
  const { rows } = await tx.query<AccessRow>(
    `SELECT ${ACCESS_COLUMNS} FROM "ConnectionAccess" WHERE "connectionId" = $1 ORDER BY "rank", "way"`,
    [connectionId],
  );
  return rows;
}

export async function findAccess(connectionId: string, way: string): Promise<AccessRow | null> {
  const { rows } = await pool().query<AccessRow>(
    `SELECT ${ACCESS_COLUMNS} FROM "ConnectionAccess" WHERE "connectionId" = $1 AND "way" = $2`,
    [connectionId, way],
  );
  return rows[0] ?? null;
}

export type NewAccess = {
  way: string;
  rank: number;
  sealedSecret: string;
  secretExpiresAt: Date | null;
  sealedAccessToken: string;
  accessTokenExpiresAt: Date;
  now: Date;
};

/** Puts a way in in place of an earlier one of the same kind; a refresh that is under way loses its lease. */
export async function replaceAccess(connectionId: string, access: NewAccess, tx: Queryable): Promise<void> {
  await tx.query(
    `INSERT INTO "ConnectionAccess" ("connectionId", "way", "rank", "sealedSecret", "secretExpiresAt",
       "sealedAccessToken", "accessTokenExpiresAt", "renewedAt", "stateSince", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)
     ON CONFLICT ("connectionId", "way") DO UPDATE SET "rank" = $3, "sealedSecret" = $4, "secretExpiresAt" = $5,
       "sealedAccessToken" = $6, "accessTokenExpiresAt" = $7, "refreshLeaseId" = NULL, "refreshLeasedUntil" = NULL,
       "renewedAt" = $8, "state" = 'ready', "cause" = NULL, "stateSince" = $8, "createdAt" = $8`,
    [
      connectionId,
      access.way,
      access.rank,
      access.sealedSecret,
      access.secretExpiresAt,
      access.sealedAccessToken,
      access.accessTokenExpiresAt,
      access.now,
    ],
  );
}

/** Removes one way in with its secret, or all of a connection. */
export async function deleteAccess(connectionId: string, way: string | null, tx: Queryable): Promise<void> {
  await tx.query(
    'DELETE FROM "ConnectionAccess" WHERE "connectionId" = $1 AND ($2::text IS NULL OR "way" = $2)',
    [connectionId, way],
  );
}

/** Who else is connected to an account of a provider. */
export async function findOtherOwner(
  athleteId: string,
  provider: ProviderId,
  externalUserId: string,
  tx: Queryable,
): Promise<string | null> {
  // One at a time for an account, so that two athletes cannot take it at once.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('account:' || $1 || ':' || $2, 0))", [
    provider,
    externalUserId,
  ]);
  const { rows } = await tx.query<{ athleteId: string }>(
    `SELECT "athleteId" FROM "Connection"
     WHERE "provider" = $2 AND "externalUserId" = $3 AND "disconnectedAt" IS NULL AND "athleteId" <> $1 LIMIT 1`,
    [athleteId, provider, externalUserId],
  );
  return rows[0]?.athleteId ?? null;
}

/**
 * Marks a session as used elsewhere from now on, unless somebody renews it at this moment:
 * what was handed over must be the newest. @returns false then
 */
export async function handOverAccess(
  connectionId: string,
  way: string,
  now: Date,
): Promise<AccessRow | null> {
  const { rows } = await pool().query<AccessRow>(
    `UPDATE "ConnectionAccess" SET "state" = 'handed_over', "cause" = 'handed_over', "refreshLeaseId" = NULL,
       "refreshLeasedUntil" = NULL, "stateSince" = CASE WHEN "state" = 'handed_over' THEN "stateSince" ELSE $3 END
     WHERE "connectionId" = $1 AND "way" = $2 AND "sealedSecret" IS NOT NULL
       AND ("refreshLeaseId" IS NULL OR "refreshLeasedUntil" <= $3)
     RETURNING ${ACCESS_COLUMNS}`,
    [connectionId, way, now],
  );
  return rows[0] ?? null;
}

/** Ways whose secret was last renewed before `renewedBefore`, oldest first, of connections that stand. */
export async function listAccessesToKeepAlive(
  ways: readonly string[],
  renewedBefore: Date,
  limit: number,
): Promise<{ connectionId: string; way: string }[]> {
  const { rows } = await pool().query<{ connectionId: string; way: string }>(
    `SELECT a."connectionId", a."way" FROM "ConnectionAccess" a JOIN "Connection" c ON c."id" = a."connectionId"
     WHERE a."way" = ANY($1) AND a."sealedSecret" IS NOT NULL AND a."state" NOT IN ('needs_reconnect', 'handed_over')
       AND coalesce(a."renewedAt", a."createdAt") <= $2 AND c."disconnectedAt" IS NULL
     ORDER BY coalesce(a."renewedAt", a."createdAt"), a."connectionId" LIMIT $3`,
    [ways, renewedBefore, limit],
  );
  return rows;
}

/** Ways whose secret ends within a span, of connections that stand. */
export async function listEndingAccesses(
  ways: readonly string[],
  span: { from: Date; to: Date },
): Promise<{ connectionId: string; way: string; secretExpiresAt: Date; timeZone: string }[]> {
  const { rows } = await pool().query<{
    connectionId: string;
    way: string;
    secretExpiresAt: Date;
    timeZone: string;
  }>(
    `SELECT a."connectionId", a."way", a."secretExpiresAt", u."timeZone" FROM "ConnectionAccess" a
     JOIN "Connection" c ON c."id" = a."connectionId" JOIN "Athlete" t ON t."id" = c."athleteId"
     JOIN "User" u ON u."id" = t."userId"
     WHERE a."way" = ANY($1) AND a."sealedSecret" IS NOT NULL AND a."state" <> 'needs_reconnect'
       AND a."secretExpiresAt" > $2 AND a."secretExpiresAt" <= $3 AND c."disconnectedAt" IS NULL
     ORDER BY a."secretExpiresAt", a."connectionId"`,
    [ways, span.from, span.to],
  );
  return rows;
}

/**
 * Takes the right to refresh, if nobody else holds it and the token is not good for
 * longer than `goodUntil`. @returns the sealed secret, or `null` when it was not given
 */
export async function takeRefreshLease(
  connectionId: string,
  way: string,
  lease: { leaseId: string; now: Date; leaseMs: number; goodUntil: Date },
): Promise<string | null> {
  const { rows } = await pool().query<{ sealedSecret: string | null }>(
    `UPDATE "ConnectionAccess" SET "refreshLeaseId" = $3, "refreshLeasedUntil" = $5
     WHERE "connectionId" = $1 AND "way" = $2 AND "sealedSecret" IS NOT NULL
       AND "state" NOT IN ('needs_reconnect', 'handed_over')
       AND ("refreshLeaseId" IS NULL OR "refreshLeasedUntil" <= $4)
       AND ("accessTokenExpiresAt" IS NULL OR "accessTokenExpiresAt" <= $6)
     RETURNING "sealedSecret"`,
    [
      connectionId,
      way,
      lease.leaseId,
      lease.now,
      new Date(lease.now.getTime() + lease.leaseMs),
      lease.goodUntil,
    ],
  );
  return rows[0]?.sealedSecret ?? null;
}

/** @returns false when the lease was lost meanwhile: then nothing was stored */
export async function storeRefreshed(
  connectionId: string,
  way: string,
  leaseId: string,
  fresh: {
    sealedSecret: string;
    /** `undefined` leaves it as it is. */
    secretExpiresAt: Date | null | undefined;
    sealedAccessToken: string;
    accessTokenExpiresAt: Date;
    now: Date;
  },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "ConnectionAccess" SET "sealedSecret" = $4, "sealedAccessToken" = $5, "accessTokenExpiresAt" = $6,
       "secretExpiresAt" = CASE WHEN $7 THEN $8 ELSE "secretExpiresAt" END,
       "refreshLeaseId" = NULL, "refreshLeasedUntil" = NULL, "renewedAt" = $9
     WHERE "connectionId" = $1 AND "way" = $2 AND "refreshLeaseId" = $3`,
    [
      connectionId,
      way,
      leaseId,
      fresh.sealedSecret,
      fresh.sealedAccessToken,
      fresh.accessTokenExpiresAt,
      fresh.secretExpiresAt !== undefined,
      fresh.secretExpiresAt ?? null,
      fresh.now,
    ],
  );
  return rowCount === 1;
}

export async function releaseRefreshLease(connectionId: string, way: string, leaseId: string): Promise<void> {
  await pool().query(
    `UPDATE "ConnectionAccess" SET "refreshLeaseId" = NULL, "refreshLeasedUntil" = NULL
     WHERE "connectionId" = $1 AND "way" = $2 AND "refreshLeaseId" = $3`,
    [connectionId, way, leaseId],
  );
}

/** Marks the stored token as expired, if it is still the one that was refused. */
export async function expireStoredToken(
  connectionId: string,
  way: string,
  sealedAccessToken: string,
  now: Date,
): Promise<void> {
  await pool().query(
    `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = $4
     WHERE "connectionId" = $1 AND "way" = $2 AND "sealedAccessToken" = $3`,
    [connectionId, way, sealedAccessToken, now],
  );
}

/** `stateSince` moves only when something changes. @returns whether something did */
export async function setAccessState(
  connectionId: string,
  way: string,
  change: { state: AccessState; cause: string | null; now: Date; onlyWithSecret?: string },
  tx: Queryable = pool(),
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "ConnectionAccess" SET "state" = $3, "cause" = $4, "stateSince" = $5
     WHERE "connectionId" = $1 AND "way" = $2 AND ("state", "cause") IS DISTINCT FROM ($3::text, $4::text)
       AND ($6::text IS NULL OR "sealedSecret" = $6)
       -- What was handed over stays so, whatever a sync that was under way notes.
       AND "state" <> 'handed_over'`,
    [connectionId, way, change.state, change.cause, change.now, change.onlyWithSecret ?? null],
  );
  return rowCount === 1;
}

// ---------------------------------------------------------------- metrics

export const METRICS = ["activities", "sleep", "hrv", "daily_summary", "health_snapshots"] as const;
export type Metric = (typeof METRICS)[number];

export type MetricRow = {
  metric: Metric;
  cursorDate: LocalDate | null;
  lastSucceededAt: Date | null;
  lastArrivedAt: Date | null;
  lastArrivedLocalDate: LocalDate | null;
  failedSince: Date | null;
  cause: string | null;
};

export async function listMetrics(connectionId: string, tx: Queryable = pool()): Promise<MetricRow[]> {
  const { rows } = await tx.query<MetricRow>(
    `SELECT "metric", "cursorDate"::text, "lastSucceededAt", "lastArrivedAt", "lastArrivedLocalDate"::text,
       "failedSince", "cause"
     FROM "ConnectionMetric" WHERE "connectionId" = $1`,
    [connectionId],
  );
  return rows;
}

/**
 * Notes that `from` to `to` was asked for and stored. The cursor moves only over days
 * that adjoin it, and never past `today`, which is not over yet.
 */
export async function markMetricSucceeded(
  connectionId: string,
  success: {
    metric: Metric;
    from: LocalDate;
    /** The day after the last one that is over. */
    cursorDate: LocalDate;
    now: Date;
    hasNews: boolean;
    lastArrivedLocalDate: LocalDate | null;
    /** `not_served`, or `null`. */
    cause: string | null;
  },
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `INSERT INTO "ConnectionMetric" AS m
       ("connectionId", "metric", "cursorDate", "lastSucceededAt", "lastArrivedAt", "lastArrivedLocalDate", "cause")
     VALUES ($1, $2, $4, $5, CASE WHEN $6 THEN $5::timestamptz END, $7, $8)
     ON CONFLICT ("connectionId", "metric") DO UPDATE SET
       "cursorDate" = CASE WHEN m."cursorDate" IS NULL OR $3::date <= m."cursorDate"
         THEN greatest(m."cursorDate", $4::date) ELSE m."cursorDate" END,
       "lastSucceededAt" = $5,
       "lastArrivedAt" = CASE WHEN $6 THEN $5::timestamptz ELSE m."lastArrivedAt" END,
       "lastArrivedLocalDate" = greatest(m."lastArrivedLocalDate", $7::date),
       "failedSince" = NULL, "cause" = $8`,
    [
      connectionId,
      success.metric,
      success.from,
      success.cursorDate,
      success.now,
      success.hasNews,
      success.lastArrivedLocalDate,
      success.cause,
    ],
  );
}

export async function markMetricFailed(
  connectionId: string,
  failure: { metric: Metric; cause: string; now: Date },
): Promise<void> {
  await pool().query(
    `INSERT INTO "ConnectionMetric" AS m ("connectionId", "metric", "failedSince", "cause") VALUES ($1, $2, $3, $4)
     ON CONFLICT ("connectionId", "metric") DO UPDATE SET "failedSince" = coalesce(m."failedSince", $3), "cause" = $4`,
    [connectionId, failure.metric, failure.now, failure.cause],
  );
}
