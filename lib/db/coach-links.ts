/** Who coaches whom. Functions of the athlete take the athlete first, those of the coach the coach. */
import { pool, type Queryable } from "@/lib/db/client";

export type NewLink = {
  coachUserId: string;
  scopes: readonly string[];
  expiresAt: Date | null;
  groups?: readonly string[];
};

/** Makes the link, or gives one that stands or ended the new terms. Groups are added. */
export async function upsertCoachLink(
  athleteId: string,
  { coachUserId, scopes, expiresAt, groups = [] }: NewLink,
  db: Queryable = pool(),
): Promise<void> {
  await db.query(
    `INSERT INTO "CoachLink" AS l ("coachUserId", "athleteId", "scopes", "expiresAt", "groups")
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ("coachUserId", "athleteId")
     DO UPDATE SET "scopes" = excluded."scopes", "expiresAt" = excluded."expiresAt",
                   "createdAt" = CASE WHEN l."endedAt" IS NULL THEN l."createdAt" ELSE now() END,
                   "groups" = ARRAY(SELECT DISTINCT g FROM unnest(l."groups" || excluded."groups") AS g ORDER BY g),
                   "pausedAt" = NULL, "endedAt" = NULL`,
    [coachUserId, athleteId, scopes, expiresAt, groups],
  );
}

/** A link as either side lists it, with the other's name. */
export type LinkRow = {
  coachUserId: string;
  athleteId: string;
  /** The other side's. */
  name: string;
  scopes: string[];
  groups: string[];
  createdAt: Date;
  expiresAt: Date | null;
  pausedAt: Date | null;
  endedAt: Date | null;
};

const COLUMNS = `l."coachUserId", l."athleteId", u."name", l."scopes", l."groups", l."createdAt",
  l."expiresAt", l."pausedAt", l."endedAt"`;

/** Everybody who may look at the athlete or once could. */
export async function listCoachesOf(athleteId: string): Promise<LinkRow[]> {
  const { rows } = await pool().query<LinkRow>(
    `SELECT ${COLUMNS} FROM "CoachLink" l JOIN "User" u ON u."id" = l."coachUserId"
      WHERE l."athleteId" = $1 ORDER BY lower(u."name"), l."coachUserId"`,
    [athleteId],
  );
  return rows;
}

/** Every athlete that shares with the coach or once did. */
export async function listLinksOfCoach(coachUserId: string): Promise<LinkRow[]> {
  const { rows } = await pool().query<LinkRow>(
    `SELECT ${COLUMNS} FROM "CoachLink" l
       JOIN "Athlete" a ON a."id" = l."athleteId" JOIN "User" u ON u."id" = a."userId"
      WHERE l."coachUserId" = $1 ORDER BY lower(u."name"), l."athleteId"`,
    [coachUserId],
  );
  return rows;
}

export type TermsChange = { scopes: readonly string[]; expiresAt: Date | null };

/** `false` when there is no such link or it has ended. */
export async function updateLinkTerms(
  athleteId: string,
  coachUserId: string,
  { scopes, expiresAt }: TermsChange,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachLink" SET "scopes" = $3, "expiresAt" = $4
      WHERE "athleteId" = $1 AND "coachUserId" = $2 AND "endedAt" IS NULL`,
    [athleteId, coachUserId, scopes, expiresAt],
  );
  return rowCount === 1;
}

/** @param pausedAt `null` goes on. */
export async function updateLinkPause(
  athleteId: string,
  coachUserId: string,
  pausedAt: Date | null,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachLink" SET "pausedAt" = $3
      WHERE "athleteId" = $1 AND "coachUserId" = $2 AND "endedAt" IS NULL`,
    [athleteId, coachUserId, pausedAt],
  );
  return rowCount === 1;
}

/** Either side may end it. */
export async function endLink(athleteId: string, coachUserId: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachLink" SET "endedAt" = $3
      WHERE "athleteId" = $1 AND "coachUserId" = $2 AND "endedAt" IS NULL`,
    [athleteId, coachUserId, now],
  );
  return rowCount === 1;
}

/** The coach's own order; the athlete is not asked. */
export async function updateLinkGroups(
  coachUserId: string,
  athleteId: string,
  groups: readonly string[],
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachLink" SET "groups" = $3
      WHERE "coachUserId" = $1 AND "athleteId" = $2 AND "endedAt" IS NULL`,
    [coachUserId, athleteId, groups],
  );
  return rowCount === 1;
}

export type Mark = { seenAt: Date | null; seenReasons: readonly string[]; seenNote: string | null };

/** What the coach notes of a case; only while something is shared. */
export async function updateLinkMark(
  coachUserId: string,
  athleteId: string,
  { seenAt, seenReasons, seenNote }: Mark,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachLink" SET "seenAt" = $3, "seenReasons" = $4, "seenNote" = $5
      WHERE "coachUserId" = $1 AND "athleteId" = $2 AND "endedAt" IS NULL`,
    [coachUserId, athleteId, seenAt, seenReasons, seenNote],
  );
  return rowCount === 1;
}
