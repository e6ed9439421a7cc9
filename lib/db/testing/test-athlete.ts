/** People for database tests: each test makes its own, so tests never meet. */
import { randomUUID } from "node:crypto";
import type { QueryResultRow } from "pg";
import { pool } from "@/lib/db/client";

export type TestAthlete = { userId: string; athleteId: string };

/** Inserts an account with an athlete; its e-mail is random. */
export async function insertTestAthlete({ timeZone = "UTC" } = {}): Promise<TestAthlete> {
  const [row] = await queryRows<TestAthlete>(
    `WITH person AS (
       INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
       VALUES ($1, 'Test', 'none', '{athlete}', $2) RETURNING "id"
     )
     INSERT INTO "Athlete" ("userId") SELECT "id" FROM person RETURNING "userId", "id" AS "athleteId"`,
    [`${randomUUID()}@test.example`, timeZone],
  );
  if (!row) throw new Error("The athlete was not inserted");
  return row;
}

export async function queryRows<Row extends QueryResultRow>(
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await pool().query<Row>(sql, [...values])).rows;
}

/** All rows of a table that belong to an athlete. */
export async function rowsOf(table: string, athleteId: string, orderBy: string): Promise<QueryResultRow[]> {
  // The whole row as text decides between equals, so that two readings can be compared.
  return queryRows(`SELECT * FROM "${table}" t WHERE "athleteId" = $1 ORDER BY "${orderBy}", t::text`, [
    athleteId,
  ]);
}
