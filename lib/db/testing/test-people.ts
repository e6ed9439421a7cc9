/** Accounts for tests; every one is new, so tests never meet. */
import { randomUUID } from "node:crypto";
import type { Role } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";

export type TestPerson = { userId: string; email: string; athleteId: string };

/** `athleteId` is "" for an account that is no athlete. The password hash fits no password. */
export async function insertPerson(roles: Role[], { passwordHash = "none" } = {}): Promise<TestPerson> {
  const email = `${randomUUID()}@test.example`;
  const user = await pool().query(
    `INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
     VALUES ($1, 'Test Person', $2, $3, 'Europe/Berlin') RETURNING "id"`,
    [email, passwordHash, roles],
  );
  const userId: string = user.rows[0].id;
  if (!roles.includes("athlete")) return { userId, email, athleteId: "" };
  const athlete = await pool().query(`INSERT INTO "Athlete" ("userId") VALUES ($1) RETURNING "id"`, [userId]);
  return { userId, email, athleteId: athlete.rows[0].id };
}

export type LinkDates = { expiresAt?: Date; pausedAt?: Date; endedAt?: Date };

export async function linkCoach(
  coachUserId: string,
  athleteId: string,
  scopes: string[],
  { expiresAt, pausedAt, endedAt }: LinkDates = {},
): Promise<void> {
  await pool().query(
    `INSERT INTO "CoachLink" ("coachUserId", "athleteId", "scopes", "expiresAt", "pausedAt", "endedAt")
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [coachUserId, athleteId, scopes, expiresAt, pausedAt, endedAt],
  );
}
