/** The last result of each thing that runs by itself. */
import { pool, type Queryable } from "@/lib/db/client";

export type OperationRecordRow = { name: string; at: Date; result: unknown };

/**
 * The record, locked until the transaction ends; made when there is none.
 * @returns `null` while another process holds it
 */
export async function lockOperationRecord(name: string, tx: Queryable): Promise<OperationRecordRow | null> {
  await tx.query(
    `INSERT INTO "OperationRecord" ("name", "at") VALUES ($1, '-infinity') ON CONFLICT DO NOTHING`,
    [name],
  );
  const { rows } = await tx.query<OperationRecordRow>(
    'SELECT "name", "at", "result" FROM "OperationRecord" WHERE "name" = $1 FOR UPDATE SKIP LOCKED',
    [name],
  );
  return rows[0] ?? null;
}

export async function storeOperationRecord(
  record: { name: string; at: Date; result: object },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `INSERT INTO "OperationRecord" ("name", "at", "result") VALUES ($1, $2, $3)
     ON CONFLICT ("name") DO UPDATE SET "at" = $2, "result" = $3`,
    [record.name, record.at, JSON.stringify(record.result)],
  );
}

export async function findOperationRecord(name: string): Promise<OperationRecordRow | null> {
  const { rows } = await pool().query<OperationRecordRow>(
    `SELECT "name", "at", "result" FROM "OperationRecord" WHERE "name" = $1 AND "at" > '-infinity'`,
    [name],
  );
  return rows[0] ?? null;
}
