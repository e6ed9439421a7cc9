/**
 * What a running instance told about itself, so that a script beside it works on the same
 * rows: where its database and its Inngest server are. Secrets are not in it.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ENV_KEYS } from "@/lib/env";
import { StartFault } from "./fault";
import { ensureSecrets } from "./secrets";

type Environment = Record<string, string | undefined>;

const KEPT_ELSEWHERE = [
  "TOKEN_ENCRYPTION_KEY",
  "NEXTAUTH_SECRET",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "FIRST_ACCOUNT_CODE",
  "NIGHTRUN_DEMO",
];

const fileOf = (dataDir: string): string => path.join(dataDir, "instance.json");

/** Called by a start once its ports are known. */
export function recordInstance(dataDir: string, env: Environment): void {
  const names = ENV_KEYS.filter((name) => !KEPT_ELSEWHERE.includes(name) && env[name]);
  const told = Object.fromEntries(names.map((name) => [name, env[name]]));
  const partial = `${fileOf(dataDir)}.${process.pid}`;
  // The address of the database holds its password.
  writeFileSync(partial, `${JSON.stringify(told, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, fileOf(dataDir));
}

/**
 * The environment of a script: what is set already, then `.env` of the project, then the
 * instance that runs with this data folder.
 *
 * @throws StartFault when no database is named and nothing ever ran with the folder
 */
export function joinInstance(projectDir: string, dataDir: string): void {
  const settingsFile = path.join(projectDir, ".env");
  if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
  const file = fileOf(dataDir);
  if (existsSync(file)) {
    setMissing(JSON.parse(readFileSync(file, "utf8")));
    setMissing(ensureSecrets(dataDir));
  }
  if (!process.env.DATABASE_URL) {
    throw new StartFault(
      `Nothing runs with the data folder ${dataDir}: start Nightrun first, or set DATABASE_URL.`,
    );
  }
}

function setMissing(env: Environment): void {
  for (const [name, value] of Object.entries(env)) {
    if (ENV_KEYS.includes(name) && value && !process.env[name]) process.env[name] = value;
  }
}
