/**
 * Applies prisma/migrations to a database: `DATABASE_URL=... node --import tsx scripts/migrate.ts`.
 *
 * Keeps the same table and checksums as Prisma Migrate, needs no native engine, and lets
 * any number of starts race: one applies, the others wait. A file that has to run outside
 * a transaction starts with `-- no-transaction` and holds one statement.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";

/** The advisory lock that Prisma Migrate takes too. */
const LOCK_ID = 72_707_369;

const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };
type Migration = { name: string; sql: string };

export type MigrateOptions = {
  databaseUrl: string;
  migrationsDir: string;
  say?: (line: string) => void;
  lockTimeoutMs?: number;
};

/**
 * @returns the names of the migrations that were applied now
 * @throws Error when one fails (nothing of it stays), was edited after it was applied, or is
 *   unknown here because the database is newer than the code
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { databaseUrl, migrationsDir, say = () => {}, lockTimeoutMs = 60_000 } = options;
  const db = new pg.Client({ connectionString: databaseUrl, application_name: "nightrun-migrate" });
  db.on("error", () => {});
  await db.connect();
  try {
    await takeLock(db, lockTimeoutMs);
    await db.query(HISTORY_TABLE);
    const known = await readMigrations(migrationsDir);
    const applied = await readHistory(db);
    checkHistory(applied, known, migrationsDir);
    const pending = known.filter(({ name }) => !applied.some((row) => row.migration_name === name));
    for (const migration of pending) {
      await apply(db, migration);
      say(`applied ${migration.name}`);
    }
    return pending.map(({ name }) => name);
  } finally {
    await db.end();
  }
}

/** Held by the session, so it is gone with the connection. */
async function takeLock(db: pg.Client, lockTimeoutMs: number): Promise<void> {
  await db.query(`SET lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
  await db.query("SELECT pg_advisory_lock($1)", [LOCK_ID]);
  await db.query("SET lock_timeout = 0");
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const text = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql: text.replace(/^\uFEFF/, "") };
    }),
  );
}

async function readHistory(db: pg.Client): Promise<Applied[]> {
  const { rows } = await db.query<Applied>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function checkHistory(applied: Applied[], known: Migration[], dir: string): void {
  const unfinished = applied.filter((row) => row.finished_at === null).map((row) => row.migration_name);
  if (unfinished.length > 0) {
    throw new Error(
      `Migration ${unfinished.join(", ")} failed before; repair it, then run ` +
        `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE finished_at IS NULL`,
    );
  }
  for (const row of applied) {
    const migration = known.find(({ name }) => name === row.migration_name);
    if (!migration) {
      throw new Error(
        `The database has migration ${row.migration_name}, which ${dir} lacks: it is newer than this code.`,
      );
    }
    if (!checksums(migration.sql).includes(row.checksum)) {
      throw new Error(`Migration ${row.migration_name} was edited after it was applied.`);
    }
  }
}

async function apply(db: pg.Client, { name, sql }: Migration): Promise<void> {
  const id = randomUUID();
  const isInTransaction = !/^--\s*no-transaction\b/m.test(sql);
  await db.query(`INSERT INTO "_prisma_migrations"(id, checksum, migration_name) VALUES ($1, $2, $3)`, [
    id,
    sha256(sql),
    name,
  ]);
  try {
    if (isInTransaction) await db.query("BEGIN");
    // Without parameters the whole file goes over in one message, function bodies included.
    await db.query(sql);
    await db.query(
      `UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1`,
      [id],
    );
    if (isInTransaction) await db.query("COMMIT");
  } catch (error) {
    await forgetAttempt(db, id, isInTransaction, error);
    throw new Error(`Migration ${name} failed: ${messageOf(error)}`, { cause: error });
  }
}

/** A rolled-back attempt leaves no trace; one outside a transaction stays on record as failed. */
async function forgetAttempt(
  db: pg.Client,
  id: string,
  wasInTransaction: boolean,
  error: unknown,
): Promise<void> {
  if (wasInTransaction) {
    await db.query("ROLLBACK").catch(() => {});
    await db.query(`DELETE FROM "_prisma_migrations" WHERE id = $1`, [id]);
  } else {
    await db.query(`UPDATE "_prisma_migrations" SET logs = $2 WHERE id = $1`, [id, messageOf(error)]);
  }
}

/** A checkout may have changed the line ends. */
function checksums(sql: string): string[] {
  const unix = sql.replace(/\r\n/g, "\n");
  return [sql, unix, unix.replace(/\n/g, "\r\n")].map(sha256);
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const migrationsDir = process.argv[2] ?? path.resolve(import.meta.dirname, "../prisma/migrations");
  try {
    const { DATABASE_URL } = process.env;
    if (!DATABASE_URL) throw new Error("Set DATABASE_URL to the database to migrate.");
    const applied = await migrate({ databaseUrl: DATABASE_URL, migrationsDir, say: console.log });
    console.log(applied.length === 0 ? "up to date" : `${applied.length} applied`);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
