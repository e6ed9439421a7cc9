/** What the access module asks: whose athlete, which link, and the log of who looked. */
import { pool } from "@/lib/db/client";

export type AccessRow = {
  ownerUserId: string;
  /** The viewer's link as coach, whatever its state; `null` without one. */
  link: { scopes: string[]; expiresAt: Date | null; pausedAt: Date | null; endedAt: Date | null } | null;
};

/** `null` when there is no such athlete. */
export async function findAccess(athleteId: string, viewerUserId: string): Promise<AccessRow | null> {
  const { rows } = await pool().query(
    `SELECT a."userId", l."coachUserId", l."scopes", l."expiresAt", l."pausedAt", l."endedAt"
       FROM "Athlete" a
       LEFT JOIN "CoachLink" l ON l."athleteId" = a."id" AND l."coachUserId" = $2
      WHERE a."id" = $1`,
    [athleteId, viewerUserId],
  );
  const row = rows[0];
  if (!row) return null;
  const { scopes, expiresAt, pausedAt, endedAt } = row;
  return { ownerUserId: row.userId, link: row.coachUserId && { scopes, expiresAt, pausedAt, endedAt } };
}

export type VisibleAthleteRow = {
  athleteId: string;
  name: string;
  /** IANA zone of the athlete. */
  timeZone: string;
  isOwner: boolean;
  scopes: string[];
  /** The viewer's own groups that the athlete is in. */
  groups: string[];
  /** The viewer has seen to the athlete's case; `null` when not. */
  seenAt: Date | null;
  /** Raised reasons of then. */
  seenReasons: string[];
  seenNote: string | null;
};

/** The viewer's own athlete first, then those of links that hold at `now`, by name. */
export async function listAthletesOf(viewerUserId: string, now: Date): Promise<VisibleAthleteRow[]> {
  const { rows } = await pool().query(
    `SELECT a."id" AS "athleteId", u."name", u."timeZone", a."userId" = $1 AS "isOwner",
            coalesce(l."scopes", '{}') AS "scopes", coalesce(l."groups", '{}') AS "groups",
            l."seenAt", coalesce(l."seenReasons", '{}') AS "seenReasons", l."seenNote"
       FROM "Athlete" a
       JOIN "User" u ON u."id" = a."userId"
       LEFT JOIN "CoachLink" l ON l."athleteId" = a."id" AND l."coachUserId" = $1
            AND l."endedAt" IS NULL AND l."pausedAt" IS NULL AND (l."expiresAt" IS NULL OR l."expiresAt" > $2)
      WHERE a."userId" = $1 OR l."coachUserId" IS NOT NULL
      ORDER BY "isOwner" DESC, lower(u."name"), a."id"`,
    [viewerUserId, now],
  );
  return rows;
}

/** Folded by UTC day. */
export async function logAccess(
  athleteId: string,
  userId: string,
  kinds: string[],
  now: Date,
): Promise<void> {
  await pool().query(
    `INSERT INTO "AccessLog" ("athleteId", "userId", "kind", "onDate", "lastAt")
     SELECT $1, $2, k, ($4::timestamptz AT TIME ZONE 'UTC')::date, $4 FROM unnest($3::text[]) AS k
     ON CONFLICT ("athleteId", "userId", "kind", "onDate")
     DO UPDATE SET "count" = "AccessLog"."count" + 1, "lastAt" = excluded."lastAt"`,
    [athleteId, userId, kinds, now],
  );
}

/** As above for a page that shows several athletes, each with the kinds that are shown. One statement. */
export async function logAccessOfMany(
  userId: string,
  looks: readonly { athleteId: string; kinds: readonly string[] }[],
  now: Date,
): Promise<void> {
  const pairs = looks.flatMap(({ athleteId, kinds }) => kinds.map((kind) => ({ athleteId, kind })));
  if (pairs.length === 0) return;
  await pool().query(
    `INSERT INTO "AccessLog" ("athleteId", "userId", "kind", "onDate", "lastAt")
     SELECT a, $1, k, ($4::timestamptz AT TIME ZONE 'UTC')::date, $4
       FROM unnest($2::uuid[], $3::text[]) AS look(a, k) ORDER BY a, k
     ON CONFLICT ("athleteId", "userId", "kind", "onDate")
     DO UPDATE SET "count" = "AccessLog"."count" + 1, "lastAt" = excluded."lastAt"`,
    [userId, pairs.map(({ athleteId }) => athleteId), pairs.map(({ kind }) => kind), now],
  );
}

export type LookRow = {
  userId: string;
  name: string;
  kind: string;
  onDate: string;
  count: number;
  lastAt: Date;
};

/** Who looked at the athlete from `from` on, newest day first. */
export async function listLooks(athleteId: string, from: string): Promise<LookRow[]> {
  const { rows } = await pool().query<LookRow>(
    `SELECT l."userId", u."name", l."kind", l."onDate", l."count", l."lastAt"
       FROM "AccessLog" l JOIN "User" u ON u."id" = l."userId"
      WHERE l."athleteId" = $1 AND l."onDate" >= $2
      ORDER BY l."onDate" DESC, lower(u."name"), l."userId", l."kind"`,
    [athleteId, from],
  );
  return rows;
}

/** Looks of days before `before` are forgotten; returns how many rows. */
export async function deleteLooksBefore(before: string): Promise<number> {
  const { rowCount } = await pool().query(`DELETE FROM "AccessLog" WHERE "onDate" < $1`, [before]);
  return rowCount ?? 0;
}

/** The person's own athlete; `null` for an account that is no athlete. */
export async function findOwnAthlete(userId: string): Promise<string | null> {
  const { rows } = await pool().query(`SELECT "id" FROM "Athlete" WHERE "userId" = $1`, [userId]);
  return rows[0]?.id ?? null;
}

/** Whose data a row is, for ids that come without their athlete; `null` when there is none. */
export async function findAthleteOfWorkout(workoutId: string): Promise<string | null> {
  const { rows } = await pool().query(`SELECT "athleteId" FROM "Workout" WHERE "id" = $1`, [workoutId]);
  return rows[0]?.athleteId ?? null;
}

export async function findAthleteOfSyncRun(syncRunId: string): Promise<string | null> {
  const { rows } = await pool().query(`SELECT "athleteId" FROM "SyncRun" WHERE "id" = $1`, [syncRunId]);
  return rows[0]?.athleteId ?? null;
}

export async function findAthleteOfImport(importId: string): Promise<string | null> {
  const { rows } = await pool().query(`SELECT "athleteId" FROM "Import" WHERE "id" = $1`, [importId]);
  return rows[0]?.athleteId ?? null;
}
