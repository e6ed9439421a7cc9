/** Invitations between coaches and athletes. Only the hashes of their codes are here. */
import { pool, type Queryable } from "@/lib/db/client";

/** A coach asks for the scopes; an athlete offers them. */
export type InvitationRole = "coach" | "athlete";
export type InvitationOutcome = "accepted" | "declined" | "withdrawn";

export type NewInvitation = {
  fromRole: InvitationRole;
  codeHash: string;
  name: string | null;
  email: string | null;
  scopes: readonly string[];
  sharedUntil: Date | null;
  groups: readonly string[];
  expiresAt: Date;
};

export type InvitationRow = {
  id: string;
  fromUserId: string;
  fromName: string;
  /** The sender's own athlete; `null` for an account that is no athlete. */
  fromAthleteId: string | null;
  fromRole: InvitationRole;
  name: string | null;
  email: string | null;
  scopes: string[];
  sharedUntil: Date | null;
  groups: string[];
  createdAt: Date;
  expiresAt: Date;
  signedUpAt: Date | null;
  usedAt: Date | null;
  outcome: InvitationOutcome | null;
};

const COLUMNS = `i."id", i."fromUserId", u."name" AS "fromName", a."id" AS "fromAthleteId", i."fromRole",
  i."name", i."email", i."scopes", i."sharedUntil", i."groups", i."createdAt", i."expiresAt", i."signedUpAt",
  i."usedAt", i."outcome"`;
const TABLES = `"CoachInvitation" i JOIN "User" u ON u."id" = i."fromUserId"
  LEFT JOIN "Athlete" a ON a."userId" = u."id"`;

export async function insertInvitation(fromUserId: string, invitation: NewInvitation): Promise<string> {
  const { fromRole, codeHash, name, email, scopes, sharedUntil, groups, expiresAt } = invitation;
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO "CoachInvitation"
       ("fromUserId", "fromRole", "codeHash", "name", "email", "scopes", "sharedUntil", "groups", "expiresAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING "id"`,
    [fromUserId, fromRole, codeHash, name, email, scopes, sharedUntil, groups, expiresAt],
  );
  return rows[0]?.id ?? "";
}

/** Whatever its state; `null` for a code that nobody made. */
export async function findInvitationByCode(codeHash: string): Promise<InvitationRow | null> {
  const { rows } = await pool().query<InvitationRow>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE i."codeHash" = $1`,
    [codeHash],
  );
  return rows[0] ?? null;
}

/** Those that the person sent, newest first. */
export async function listInvitationsFrom(
  fromUserId: string,
  fromRole: InvitationRole,
  createdSince: Date,
): Promise<InvitationRow[]> {
  const { rows } = await pool().query<InvitationRow>(
    `SELECT ${COLUMNS} FROM ${TABLES}
      WHERE i."fromUserId" = $1 AND i."fromRole" = $2 AND i."createdAt" > $3
      ORDER BY i."createdAt" DESC, i."id"`,
    [fromUserId, fromRole, createdSince],
  );
  return rows;
}

export async function countOpenInvitations(fromUserId: string, now: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "CoachInvitation"
      WHERE "fromUserId" = $1 AND "usedAt" IS NULL AND "expiresAt" > $2`,
    [fromUserId, now],
  );
  return rows[0]?.count ?? 0;
}

/** Marks it used; `false` when it was used or has expired meanwhile. Atomic. */
export async function spendInvitation(
  invitationId: string,
  outcome: InvitationOutcome,
  now: Date,
  db: Queryable = pool(),
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE "CoachInvitation" SET "usedAt" = $3, "outcome" = $2
      WHERE "id" = $1 AND "usedAt" IS NULL AND "expiresAt" > $3`,
    [invitationId, outcome, now],
  );
  return rowCount === 1;
}

/** As above, by the sender. */
export async function withdrawInvitationFrom(
  fromUserId: string,
  invitationId: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "CoachInvitation" SET "usedAt" = $3, "outcome" = 'withdrawn'
      WHERE "fromUserId" = $1 AND "id" = $2 AND "usedAt" IS NULL`,
    [fromUserId, invitationId, now],
  );
  return rowCount === 1;
}

/** Lets one account be made by an invitation that is still open; `null` when it can't. Atomic. */
export async function spendInvitationForSignUp(
  codeHash: string,
  now: Date,
  db: Queryable,
): Promise<{ email: string | null } | null> {
  const { rows } = await db.query<{ email: string | null }>(
    `UPDATE "CoachInvitation" SET "signedUpAt" = $2
      WHERE "codeHash" = $1 AND "usedAt" IS NULL AND "signedUpAt" IS NULL AND "expiresAt" > $2
      RETURNING "email"`,
    [codeHash, now],
  );
  return rows[0] ?? null;
}
