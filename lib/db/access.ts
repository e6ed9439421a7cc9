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

export type VisibleAthleteRow = { athleteId: string; name: string; isOwner: boolean; scopes: string[] };

/** The viewer's own athlete first, then those of links that hold at `now`, by name. */
export async function listAthletesOf(viewerUserId: string, now: Date): Promise<VisibleAthleteRow[]> {
  const { rows } = await pool().query(
    `SELECT a."id" AS "athleteId", u."name", a."userId" = $1 AS "isOwner",
            coalesce(l."scopes", '{}') AS "scopes"
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
