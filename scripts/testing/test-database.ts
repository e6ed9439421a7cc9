/** A PostgreSQL for one test run: made in a temporary folder, migrated, gone afterwards. */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { migrate } from "../migrate";
import { startPostgres } from "../stack/postgres";

const projectDir = path.resolve(import.meta.dirname, "../..");
export const migrationsDir = path.join(projectDir, "prisma/migrations");

/** Nothing in it has to survive a power cut. */
const FAST_SETTINGS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

/** Runs `work` against a server of its own. `isMigrated: false` leaves the database empty. */
export async function withTestDatabase<Result>(
  { isMigrated }: { isMigrated: boolean },
  work: (databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-database-"));
  chmodSync(dir, 0o755);
  const password = randomBytes(18).toString("hex");
  const logFile = path.join(dir, "postgres.log");
  const postgres = await startPostgres({
    dir: path.join(dir, "postgres"),
    logFile,
    password,
    settings: FAST_SETTINGS,
  });
  const stop = () => {
    postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const stopAtSignal = () => {
    stop();
    process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stopAtSignal);
  try {
    await postgres.createDatabase("nightrun_test");
    const databaseUrl = postgres.url("nightrun_test");
    if (isMigrated) await migrate({ databaseUrl, migrationsDir });
    return await work(databaseUrl);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, stopAtSignal);
    stop();
  }
}
