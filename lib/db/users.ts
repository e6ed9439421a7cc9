/** Accounts. */
import { Role, Theme, Units } from "@/lib/auth/roles";
import { pool, prisma, type Queryable } from "@/lib/db/client";

export type SessionRow = {
  userId: string;
  email: string;
  name: string;
  roles: Role[];
  timeZone: string;
  units: Units;
  theme: Theme;
  tokenVersion: number;
  athleteId: string | null;
};

/** Read on every request: one row by its key. */
export async function findSessionRow(userId: string, db: Queryable = pool()): Promise<SessionRow | null> {
  const { rows } = await db.query(
    `SELECT u."id", u."email", u."name", u."roles", u."timeZone", u."units", u."theme", u."tokenVersion",
            a."id" AS "athleteId"
       FROM "User" u LEFT JOIN "Athlete" a ON a."userId" = u."id"
      WHERE u."id" = $1`,
    [userId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    userId: row.id,
    email: row.email,
    name: row.name,
    roles: Role.array().parse(row.roles),
    timeZone: row.timeZone,
    units: Units.parse(row.units),
    theme: Theme.parse(row.theme),
    tokenVersion: row.tokenVersion,
    athleteId: row.athleteId,
  };
}

/** @param email in lower case */
export async function findCredentials(
  email: string,
): Promise<{ userId: string; passwordHash: string } | null> {
  const row = await prisma().user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  return row && { userId: row.id, passwordHash: row.passwordHash };
}

export async function findPasswordHash(userId: string): Promise<string | null> {
  const row = await prisma().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return row?.passwordHash ?? null;
}

export async function hasAnyUser(db: Queryable = pool()): Promise<boolean> {
  const { rows } = await db.query(`SELECT EXISTS (SELECT 1 FROM "User") AS "any"`);
  return rows[0]?.any === true;
}

const SIGN_UP_LOCK = "nightrun.sign-up";

/** Makes sign-ups wait for each other until the transaction ends, so that one alone can be the first. */
export async function lockSignUps(tx: Queryable): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [SIGN_UP_LOCK]);
}

export type NewUser = {
  email: string;
  name: string;
  passwordHash: string;
  roles: Role[];
  timeZone: string;
};

/** The new account and, for an athlete, its Athlete row; `null` when the e-mail is taken. */
export async function insertUser(
  tx: Queryable,
  user: NewUser,
): Promise<{ userId: string; athleteId: string | null } | null> {
  const { rows } = await tx.query(
    `INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT ("email") DO NOTHING RETURNING "id"`,
    [user.email, user.name, user.passwordHash, user.roles, user.timeZone],
  );
  const userId: string | undefined = rows[0]?.id;
  if (userId === undefined) return null;
  if (!user.roles.includes("athlete")) return { userId, athleteId: null };
  const athlete = await tx.query(`INSERT INTO "Athlete" ("userId") VALUES ($1) RETURNING "id"`, [userId]);
  return { userId, athleteId: athlete.rows[0]?.id ?? null };
}

/** Stores the new hash and ends every session. */
export async function replacePassword(
  userId: string,
  passwordHash: string,
  db: Queryable = pool(),
): Promise<void> {
  await db.query(
    `UPDATE "User" SET "passwordHash" = $2, "tokenVersion" = "tokenVersion" + 1 WHERE "id" = $1`,
    [userId, passwordHash],
  );
}

export async function raiseTokenVersion(userId: string): Promise<void> {
  await prisma().user.updateMany({ where: { id: userId }, data: { tokenVersion: { increment: 1 } } });
}

export type SettingsChange = { name?: string; timeZone?: string; units?: Units; theme?: Theme };

export async function updateSettings(userId: string, change: SettingsChange): Promise<void> {
  await prisma().user.updateMany({ where: { id: userId }, data: change });
}

/** @param sex `null` for not said */
export async function updateAthleteSex(userId: string, sex: "female" | "male" | null): Promise<void> {
  await prisma().athlete.updateMany({ where: { userId }, data: { sex } });
}

export async function findAthleteSex(userId: string): Promise<string | null> {
  const row = await prisma().athlete.findUnique({ where: { userId }, select: { sex: true } });
  return row?.sex ?? null;
}

/** Gives the account a role that it may have already, and its Athlete row; returns that row's id, if it has one. */
export async function addRole(
  userId: string,
  role: "athlete" | "coach",
  db: Queryable = pool(),
): Promise<string | null> {
  await db.query(
    `UPDATE "User" SET "roles" = "roles" || $2::text WHERE "id" = $1 AND NOT $2 = ANY("roles")`,
    [userId, role],
  );
  if (role === "athlete") {
    await db.query(`INSERT INTO "Athlete" ("userId") VALUES ($1) ON CONFLICT ("userId") DO NOTHING`, [
      userId,
    ]);
  }
  const { rows } = await db.query<{ id: string }>(`SELECT "id" FROM "Athlete" WHERE "userId" = $1`, [userId]);
  return rows[0]?.id ?? null;
}
