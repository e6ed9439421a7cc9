/** Whether the database answers, and which migration it stands at. */
import { pool } from "@/lib/db/client";

export type SchemaState = { lastMigration: string | null; unfinishedCount: number };

/** @throws when the database cannot be reached */
export async function readSchemaState(): Promise<SchemaState> {
  const { rows } = await pool().query<{ table_name: string | null }>(
    `SELECT to_regclass('_prisma_migrations')::text AS table_name`,
  );
  if (rows[0]?.table_name == null) return { lastMigration: null, unfinishedCount: 0 };
  const history = await pool().query<{ last_migration: string | null; unfinished_count: number }>(
    `SELECT max(migration_name) FILTER (WHERE finished_at IS NOT NULL) AS last_migration,
            count(*) FILTER (WHERE finished_at IS NULL)::int AS unfinished_count
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  const row = history.rows[0];
  return { lastMigration: row?.last_migration ?? null, unfinishedCount: row?.unfinished_count ?? 0 };
}
