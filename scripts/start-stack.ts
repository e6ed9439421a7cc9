/** The second half of `npm start`: reads the settings, starts everything, says where it is, waits for Ctrl-C. */
import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { isLoopback, parseStartArguments } from "./stack/arguments";
import { messageOf, StartFault } from "./stack/fault";
import { endAtSignal } from "./stack/signals";
import { type Stack, startStack } from "./supervise";

const projectDir = path.resolve(import.meta.dirname, "..");

async function main(): Promise<void> {
  const { port, dataDir, host } = parseStartArguments(process.argv.slice(2));
  const settingsFile = path.join(projectDir, ".env");
  if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
  const env = { ...process.env };
  const ending = endAtSignal();
  const stack = await startStack({
    projectDir,
    dataDir: path.resolve(dataDir ?? (env.NIGHTRUN_DATA_DIR || path.join(projectDir, ".nightrun"))),
    env,
    port,
    host: host ?? undefined,
    say: console.log,
    signal: ending.signal,
  });
  await sayWhatRuns(stack);
  const failure = await Promise.race([stack.failure, ending.asked]);
  console.log(failure ?? "Ending.");
  await stack.stop();
  process.exit(failure === null ? 0 : 1);
}

async function sayWhatRuns(stack: Stack): Promise<void> {
  const { hostname, port } = new URL(stack.databaseUrl);
  console.log(`\nNightrun: ${stack.url}\n`);
  console.log(`  PostgreSQL  ${hostname}:${port || 5432}`);
  console.log(`  Inngest     ${stack.inngestUrl ? `${stack.inngestUrl} (starting)` : "none"}`);
  if (!isLoopback(stack.host) && (await isEmpty(stack.databaseUrl))) {
    const code = process.env.FIRST_ACCOUNT_CODE || stack.secrets.FIRST_ACCOUNT_CODE;
    console.log(`\nThe first account needs this code: ${code}`);
  }
  console.log("\nCtrl-C ends everything.\n");
  void stack.inngest.then((inngest) => {
    console.log(inngest.state === "on" ? `Inngest runs; its dashboard is at ${inngest.url}` : inngest.reason);
  });
}

async function isEmpty(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM "User" LIMIT 1');
    return rowCount === 0;
  } finally {
    await client.end();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exit(1);
}
