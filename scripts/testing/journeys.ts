/**
 * Runs the journeys in the browser against the built app as `npm start` runs it, with the
 * Garmin simulator as provider, a database of its own and the real Inngest server. Arguments
 * go to Playwright, so that one journey can be run: `... journeys.ts e2e/connect.spec.ts`.
 *
 * The journeys find it all in NIGHTRUN_E2E_URL, NIGHTRUN_E2E_GARMIN_CONTROL,
 * NIGHTRUN_E2E_DATABASE_URL and NIGHTRUN_E2E_INNGEST_URL (empty where Inngest cannot run).
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { simulatorEnvironment } from "@/e2e/simulators/garmin/server";
import { messageOf } from "../stack/fault";
import { findFreePorts } from "../stack/ports";
import { lastLines, processStamp } from "../stack/processes";
import { type Stack, startStack } from "../supervise";
import { startGarminSimulatorChild } from "./garmin-simulator";

const projectDir = path.resolve(import.meta.dirname, "../..");
const FIRST_PORT = 3_400;
/** Screenshots and traces of what failed; those of earlier runs go when a run begins. */
const resultsDir = path.join(projectDir, "test-results");
const outputDir = path.join(resultsDir, `run-${process.pid}`);

async function main(): Promise<number> {
  removeEarlierResults();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "nightrun-journeys-"));
  chmodSync(dataDir, 0o755);
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => controller.abort());
  const { stack, garminControl } = await start(dataDir, controller.signal);
  try {
    const inngest = await stack.inngest;
    if (inngest.state === "off") console.log(`Without Inngest: ${inngest.reason}`);
    const code = await runPlaywright(controller.signal, {
      NIGHTRUN_E2E_URL: stack.url,
      NIGHTRUN_E2E_GARMIN_CONTROL: garminControl,
      NIGHTRUN_E2E_DATABASE_URL: stack.databaseUrl,
      NIGHTRUN_E2E_INNGEST_URL: inngest.state === "on" ? inngest.url : "",
      NIGHTRUN_E2E_OUTPUT: outputDir,
    });
    if (code !== 0)
      console.log(`The app's last words:\n${lastLines(path.join(dataDir, "logs/app.log"), 40)}`);
    return code;
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function start(dataDir: string, signal: AbortSignal): Promise<{ stack: Stack; garminControl: string }> {
  let garminControl = "";
  const stack = await startStack({
    projectDir,
    dataDir,
    env: { ...process.env, DATABASE_URL: "", INNGEST_BASE_URL: "", NEXTAUTH_URL: "", SIGNUP: "open" },
    port: null,
    firstPort: FIRST_PORT + (await randomOffset()),
    host: "127.0.0.1",
    say: console.log,
    signal,
    postgresSettings: ["fsync=off", "synchronous_commit=off"],
    beforeApp: async (startChild) => {
      const garmin = await startGarminSimulatorChild(projectDir, startChild);
      garminControl = garmin.control;
      const { personal: personalUrl, connectapi: connectapiUrl, login: loginUrl } = garmin;
      return simulatorEnvironment({ personalUrl, connectapiUrl, loginUrl });
    },
  });
  return { stack, garminControl };
}

function removeEarlierResults(): void {
  if (!existsSync(resultsDir)) return;
  for (const name of readdirSync(resultsDir)) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (pid && processStamp(pid) === null)
      rmSync(path.join(resultsDir, name), { recursive: true, force: true });
  }
}

/** Two runs at once rarely begin at the same port; when they do, the second takes the next. */
async function randomOffset(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port % 500;
}

function runPlaywright(signal: AbortSignal, env: Record<string, string>): Promise<number> {
  const playwright = path.join(projectDir, "node_modules/@playwright/test/cli.js");
  const args = [playwright, "test", ...process.argv.slice(2)];
  const tests = spawn(process.execPath, args, {
    cwd: projectDir,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  signal.addEventListener("abort", () => tests.kill("SIGINT"));
  return new Promise((resolve) => tests.once("exit", (code) => resolve(code ?? 1)));
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
