/**
 * The second half of `npm run bench`: a database and, where a bench asks for it, the app, both
 * in a folder of their own that goes afterwards. With `--json` stdout holds nothing but the
 * rows. Ends with 1 when a goal is missed.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startGarminSimulator } from "@/e2e/simulators/garmin/server";
import { closeDb } from "@/lib/db/client";
import type { Bench, BenchApp, BenchContext, BenchRow } from "./bench/bench";
import { BENCHES } from "./bench/table";
import { openDatabase, type StackDatabase } from "./stack/database";
import { messageOf, StartFault } from "./stack/fault";
import { ensureSecrets, type Secrets } from "./stack/secrets";
import { endAtSignal } from "./stack/signals";
import { type Stack, startStack } from "./supervise";

const projectDir = path.resolve(import.meta.dirname, "..");
const FIRST_PORT = 3600;

/** What has to end, the newest first. */
const endings: (() => Promise<void> | void)[] = [];

async function main(): Promise<number> {
  const { benches, isJson } = readArguments(process.argv.slice(2));
  const say = (line: string) => (isJson ? console.error(line) : console.log(line));
  const { signal } = endAtSignal();
  signal.addEventListener("abort", () => void endAll().then(() => process.exit(130)), { once: true });
  const context = await openContext(say, signal);
  const rows: BenchRow[] = [];
  for (const bench of benches) {
    say(`${bench.name}: ${bench.measures}`);
    const found = await bench.run(context);
    rows.push(...found);
    if (!isJson) for (const one of found) console.log(`  ${describe(one)}`);
  }
  if (isJson) console.log(JSON.stringify(rows));
  const missed = rows.filter(({ ok }) => !ok);
  say(
    `${rows.length} figures, ${missed.length} over their goal${missed.map(({ name }) => `\n  ${name}`).join("")}`,
  );
  return missed.length > 0 ? 1 : 0;
}

/** @throws StartFault for a name that no bench has */
function readArguments(args: string[]): { benches: readonly Bench[]; isJson: boolean } {
  const names: string[] = [];
  let isJson = false;
  const rest = args.flatMap((arg) => arg.split("="));
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === "--json") isJson = true;
    else if (option === "--only") names.push(...(rest.shift() ?? "").split(","));
    else throw new StartFault(`Unknown option ${option}; there are --only and --json.`);
  }
  const known = BENCHES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new StartFault(`--only takes ${known.join(", ")}; not "${unknown}".`);
  return { benches: BENCHES.filter(({ name }) => names.length === 0 || names.includes(name)), isJson };
}

function describe({ name, value, unit, goal, ok }: BenchRow): string {
  const held = goal === null ? (ok ? "" : "  NOT RIGHT") : `  (goal ${goal}) ${ok ? "ok" : "MISSED"}`;
  return `${name.padEnd(62)} ${String(value).padStart(8)} ${unit}${held}`;
}

async function openContext(say: (line: string) => void, signal: AbortSignal): Promise<BenchContext> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "nightrun-bench-"));
  endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
  // PostgreSQL runs as another user where this one is root.
  chmodSync(dataDir, 0o755);
  const garmin = await startGarminSimulator();
  endings.push(garmin.close);
  const secrets = ensureSecrets(dataDir);
  const database = await openBenchDatabase(dataDir, secrets);
  const env = benchEnvironment(database, secrets, garmin.personalUrl);
  Object.assign(process.env, env);
  endings.push(closeDb);
  let app: Promise<BenchApp> | null = null;
  const start = () => startApps({ dataDir, env, say, signal });
  return {
    projectDir,
    databaseUrl: database.url,
    garmin,
    say,
    app: () => {
      app ??= start();
      return app;
    },
  };
}

async function openBenchDatabase(dataDir: string, secrets: Secrets): Promise<StackDatabase> {
  const database = await openDatabase({
    projectDir,
    dataDir,
    logDir: dataDir,
    password: secrets.POSTGRES_PASSWORD,
    databaseUrl: undefined,
    settings: [],
  });
  endings.push(database.stop);
  return database;
}

/** Without Inngest, whose own work would be measured too: syncs run in this process. */
function benchEnvironment(database: StackDatabase, secrets: Secrets, garminUrl: string) {
  return {
    DATABASE_URL: database.url,
    TOKEN_ENCRYPTION_KEY: secrets.TOKEN_ENCRYPTION_KEY,
    NEXTAUTH_SECRET: secrets.NEXTAUTH_SECRET,
    NEXTAUTH_URL: "http://127.0.0.1",
    GARMIN_PERSONAL_API_BASE_URL: garminUrl,
    INNGEST_BASE_URL: "",
    SIGNUP: "open",
    LOG_LEVEL: "silent",
  };
}

type AppOptions = {
  dataDir: string;
  env: Record<string, string>;
  say: (line: string) => void;
  signal: AbortSignal;
};

/** The app twice, of one build and on one database: as it is, and with its rows from memory. */
async function startApps({ dataDir, env, say, signal }: AppOptions): Promise<BenchApp> {
  const start = async (name: string, extra: Record<string, string>): Promise<Stack> => {
    const stack = await startStack({
      projectDir,
      dataDir: path.join(dataDir, name),
      env: { ...process.env, ...env, NEXTAUTH_URL: "", ...extra },
      port: null,
      firstPort: FIRST_PORT + Math.floor(Math.random() * 300),
      host: "127.0.0.1",
      hasInngest: false,
      say,
      signal,
    });
    endings.push(stack.stop);
    return stack;
  };
  const app = await start("app", {});
  const preload = path.join(projectDir, "scripts/bench/constant-rows.mjs");
  const constants = await start("constants", { NODE_OPTIONS: `--import=${preload}` });
  return { url: app.url, constantsUrl: constants.url, buildDir: path.join(projectDir, app.distDir) };
}

async function endAll(): Promise<void> {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exitCode = 1;
} finally {
  await endAll();
}
process.exit();
