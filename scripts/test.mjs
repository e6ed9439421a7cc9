/**
 * `npm test`: sets up what it needs, then runs every check and ends with
 * `N passed, N failed`. `--quick` is `npm run verify`; `--only unit|db|e2e|static` runs one
 * kind. Needs nothing but Node's own modules until the packages are in.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureBrowser } from "./setup/browser.mjs";
import { ensureDependencies, projectDir, requireNode } from "./setup/dependencies.mjs";
import { findLayerFaults, layerCaseCount } from "./testing/check-layers.mjs";
import { addCounts, finalLine, noCounts, playwrightCounts, vitestCounts } from "./testing/counts.mjs";

const KINDS = ["static", "unit", "db", "e2e"];
const TIME_ZONES = ["UTC", "Pacific/Auckland"];

const { isQuick, kinds } = readArguments(process.argv.slice(2));
let child = null;
let reportDir = "";

async function main() {
  const startedAtMs = performance.now();
  ensureDependencies();
  reportDir = mkdtempSync(path.join(os.tmpdir(), "nightrun-test-"));
  process.on("exit", () => rmSync(reportDir, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stopAll(signal));
  let counts = noCounts();
  for (const stage of stages()) counts = addCounts(counts, await runStage(stage));
  for (const line of skipLines(counts)) console.log(line);
  console.log(`Took ${seconds(startedAtMs)}.`);
  console.log(finalLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function stages() {
  const zones = isQuick ? TIME_ZONES.slice(0, 1) : TIME_ZONES;
  return [
    { kind: "static", name: "types", run: checkTypes },
    {
      kind: "static",
      name: "lint and format",
      run: () => check(tool("@biomejs/biome/bin/biome"), ["check", "."]),
    },
    { kind: "static", name: `layers (${layerCaseCount} imports)`, run: checkLayers },
    ...zones.map((zone) => ({ kind: "unit", name: `unit tests in ${zone}`, run: () => runUnitTests(zone) })),
    { kind: "db", name: "schema.prisma equals the migrations", run: checkSchema, isSlow: true },
    { kind: "db", name: "database tests", run: runDatabaseTests, isSlow: true },
    { kind: "e2e", name: "journeys in the browser", run: runJourneys, isSlow: true },
  ].filter((stage) => kinds.includes(stage.kind) && !(isQuick && stage.isSlow));
}

async function runStage(stage) {
  const stageStartedAtMs = performance.now();
  process.stdout.write(`${stage.name} ... `);
  const result = await stage.run();
  const verdict =
    result.failed > 0 ? `${result.failed} FAILED, ${result.passed} passed` : `${result.passed} passed`;
  console.log(`${verdict} (${seconds(stageStartedAtMs)})`);
  if (result.failed > 0) console.log(`${result.output.trim()}\n`);
  return result;
}

// ------------------------------------------------------------------ the stages

async function checkTypes() {
  if (existsSync(path.join(projectDir, "app"))) {
    const typegen = await check(tool("next/dist/bin/next"), ["typegen"]);
    if (typegen.failed > 0) return typegen;
  }
  return check(tool("typescript/bin/tsc"), ["--noEmit"]);
}

async function checkLayers() {
  const faults = findLayerFaults(projectDir);
  return {
    ...noCounts(),
    passed: faults.length === 0 ? 1 : 0,
    failed: faults.length === 0 ? 0 : 1,
    output: faults.join("\n"),
  };
}

function runUnitTests(zone) {
  return runVitest(["--exclude", "**/*.db.test.ts"], { TZ: zone });
}

function checkSchema() {
  return check("--import", ["tsx", "scripts/testing/check-schema.ts"]);
}

async function runDatabaseTests() {
  if (!hasFile(/\.db\.test\.ts$/)) return { ...noCounts(), output: "" };
  const report = path.join(reportDir, "db.json");
  const run = await node(["--import", "tsx", "scripts/testing/database-tests.ts", report], {});
  return counted(run, report, vitestCounts);
}

async function runJourneys() {
  if (!hasFile(/\.spec\.ts$/)) return { ...noCounts(), output: "" };
  const browser = ensureBrowser();
  if (browser === null) return { ...noCounts(), failed: 1, output: "The journeys need a Chromium." };
  const report = path.join(reportDir, "journeys.json");
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const run = await node(["--import", "tsx", "scripts/testing/journeys.ts", "--reporter=list,json"], env);
  return counted(run, report, playwrightCounts);
}

// ------------------------------------------------------------------ running things

async function runVitest(args, env) {
  const report = path.join(reportDir, `unit-${env.TZ.replace("/", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return counted(
    await node([tool("vitest/vitest.mjs"), "run", ...reporters, ...args], env),
    report,
    vitestCounts,
  );
}

/** Counts from the JSON report; a run that left none, or failed without a failed test, is one failure. */
function counted(run, report, read) {
  const found = existsSync(report) ? read(JSON.parse(readFileSync(report, "utf8"))) : noCounts();
  const failed = run.code !== 0 && found.failed === 0 ? 1 : found.failed;
  return { ...found, failed, output: run.output };
}

/** A stage that is one check: it passes when the script ends with 0. */
async function check(script, args) {
  const run = await node([script, ...args], {});
  return {
    ...noCounts(),
    passed: run.code === 0 ? 1 : 0,
    failed: run.code === 0 ? 0 : 1,
    output: run.output,
  };
}

function node(args, env) {
  return new Promise((resolve) => {
    const options = {
      cwd: projectDir,
      env: { ...cleanEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    };
    // A group of its own, so that Ctrl-C here ends the child in order and not by accident.
    child = spawn(process.execPath, args, { ...options, detached: process.platform !== "win32" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => (output += error.message));
    child.on("close", (code) => {
      child = null;
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A person's settings for their own instance must not reach the tests. */
function cleanEnvironment() {
  const { DATABASE_URL, INNGEST_BASE_URL, INNGEST_DEV, NIGHTRUN_DATA_DIR, NODE_ENV, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", FORCE_COLOR: "0" };
}

function stopAll(signal) {
  if (child === null) process.exit(130);
  const running = child;
  running.once("close", () => process.exit(130));
  process.kill(process.platform === "win32" ? running.pid : -running.pid, signal);
}

// ------------------------------------------------------------------ small things

function readArguments(args) {
  const only = args.indexOf("--only");
  const kinds = only < 0 ? KINDS : (args[only + 1] ?? "").split(",");
  const unknown = kinds.filter((kind) => !KINDS.includes(kind));
  if (unknown.length > 0) {
    console.error(`--only takes ${KINDS.join(", ")}; not "${unknown.join(",")}".`);
    process.exit(1);
  }
  return { isQuick: args.includes("--quick"), kinds };
}

function skipLines({ skips }) {
  if (skips.length === 0) return [];
  const hasFixtures = existsSync(path.join(projectDir, "../shared/fixtures"));
  const reason = hasFixtures ? "marked so in the file" : "recorded fixtures are not beside this folder";
  return ["Skipped:", ...skips.map((skip) => `  ${skip.name} (${skip.reason ?? reason})`)];
}

function hasFile(pattern) {
  const folders = ["app", "components", "e2e", "inngest", "lib", "scripts"];
  return folders.some((folder) => {
    const dir = path.join(projectDir, folder);
    return existsSync(dir) && readdirSync(dir, { recursive: true }).some((name) => pattern.test(name));
  });
}

const tool = (name) => path.join(projectDir, "node_modules", name);
const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

requireNode();
await main();
