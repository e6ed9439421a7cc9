/**
 * The second half of `npm run demo`: starts the Garmin simulator and everything that `npm start`
 * does, then fills the instance through the ordinary sync. It begins afresh each time, since
 * the simulated athletes live up to today.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import {
  type GarminSimulator,
  simulatorEnvironment,
  startGarminSimulator,
} from "@/e2e/simulators/garmin/server";
import { type DemoPlan, listDemoPeople, type SeededAccount } from "./demo-people";
import { parseStartArguments } from "./stack/arguments";
import { messageOf, StartFault } from "./stack/fault";
import { endAtSignal } from "./stack/signals";
import { type Stack, startStack } from "./supervise";

const projectDir = path.resolve(import.meta.dirname, "..");
const FIRST_PORT = 3100;

async function main(): Promise<void> {
  const { port, dataDir, flags } = parseStartArguments(process.argv.slice(2), ["--json"]);
  const isJson = flags.has("--json");
  const say = (line: string) => (isJson ? console.error(line) : console.log(line));
  const ending = endAtSignal();
  const garmin = await startGarminSimulator();
  const plan = await planDemo(garmin);
  const stack = await startStack({
    projectDir,
    dataDir: path.resolve(dataDir ?? path.join(projectDir, ".nightrun-demo")),
    env: demoEnvironment(garmin, plan),
    port,
    firstPort: FIRST_PORT,
    say,
    signal: ending.signal,
  });
  say("Filling the demo: eight athletes, 180 days each, through the ordinary sync.");
  const accounts = await seed(stack, garmin, plan);
  if (isJson) console.log(JSON.stringify(summaryOf(stack, garmin, accounts)));
  else sayWhereItIs(stack, plan);
  const failure = await Promise.race([stack.failure, ending.asked]);
  say(failure ?? "Ending.");
  await stack.stop();
  await garmin.close();
  process.exit(failure === null ? 0 : 1);
}

/** One password for all accounts of one run; a demo that is reachable from elsewhere is not open to guessing. */
async function planDemo(garmin: GarminSimulator): Promise<DemoPlan> {
  const answer = await fetch(`${garmin.controlUrl}/athletes`);
  const people = listDemoPeople(await answer.json());
  const spareKeys = await Promise.all(SPARE_PROFILES.map((profile) => makeAccount(garmin, profile)));
  return { password: `demo-${randomBytes(6).toString("hex")}`, people, spareKeys };
}

/** For people who sign up in the demo: one Garmin account belongs to one athlete. */
const SPARE_PROFILES = ["steady", "overreach", "short_sleeper"];

async function makeAccount(garmin: GarminSimulator, profile: string): Promise<string> {
  const made = await fetch(`${garmin.controlUrl}/athletes`, {
    method: "POST",
    body: JSON.stringify({ profile }),
  });
  return z.object({ key: z.string() }).parse(await made.json()).key;
}

function demoEnvironment(garmin: GarminSimulator, plan: DemoPlan): Record<string, string | undefined> {
  const { password, people, spareKeys } = plan;
  return {
    ...process.env,
    // Never somebody's own database: the demo empties what it is given.
    DATABASE_URL: undefined,
    ...simulatorEnvironment(garmin),
    SIGNUP: "open",
    NIGHTRUN_DEMO: JSON.stringify({
      accounts: people.map(({ role, name, email }) => ({ role, name, email, password })),
      garminKeys: spareKeys.map((key, index) => ({ key, label: `Demo account ${index + 1}` })),
    }),
  };
}

/** Runs beside the app, as the app's own code: what it stores is what a sync stores. */
async function seed(stack: Stack, garmin: GarminSimulator, plan: DemoPlan): Promise<SeededAccount[]> {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(projectDir, "scripts/demo-seed.ts")], {
    cwd: projectDir,
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: stack.databaseUrl,
      TOKEN_ENCRYPTION_KEY: process.env.TOKEN_ENCRYPTION_KEY || stack.secrets.TOKEN_ENCRYPTION_KEY,
      NEXTAUTH_SECRET: stack.secrets.NEXTAUTH_SECRET,
      NEXTAUTH_URL: stack.url,
      SIGNUP: "open",
      ...simulatorEnvironment(garmin),
      LOG_LEVEL: "silent",
    },
  });
  child.stdin.end(JSON.stringify(plan));
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exitCode = await new Promise((resolve) => child.on("exit", resolve));
  if (exitCode !== 0) throw new StartFault("The demo could not be filled; the lines above say why.");
  return JSON.parse(output);
}

function summaryOf(stack: Stack, garmin: GarminSimulator, accounts: SeededAccount[]) {
  const key = accounts.find((account) => account.garminKey !== null)?.garminKey ?? null;
  const { personalUrl: personal, connectapiUrl: connectapi, controlUrl: control } = garmin;
  return {
    url: stack.url,
    accounts: accounts.map(({ garminKey: _, ...account }) => account),
    simulators: { garmin: { personal, connectapi, control, key } },
  };
}

function sayWhereItIs(stack: Stack, plan: DemoPlan): void {
  console.log(`\nNightrun demo: ${stack.url}\n`);
  console.log(`  ${plan.people.length} accounts; the sign-in page opens each by one click.`);
  console.log("\nCtrl-C ends everything.\n");
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exit(1);
}
