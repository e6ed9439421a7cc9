/**
 * What must be there before any other script of this project can run: a new enough Node,
 * the packages of package-lock.json and the generated database client. Needs nothing but
 * Node's own modules.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export const projectDir = path.resolve(import.meta.dirname, "../..");

const MINIMUM_NODE = [20, 19];

/** True when `version` ("20.19.1") can run this project. */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
}

/** Ends the process with one sentence when Node is too old. */
export function requireNode() {
  if (isNodeNewEnough(process.versions.node)) return;
  console.error(`Nightrun needs Node ${MINIMUM_NODE.join(".")} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
const read = (file) => (existsSync(file) ? readFileSync(file, "utf8").trim() : null);

/** True when node_modules holds what package-lock.json asks for. */
export function areDependenciesFresh(dir = projectDir) {
  const lock = path.join(dir, "package-lock.json");
  const installed = path.join(dir, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const stamp = read(path.join(dir, "node_modules/.nightrun-lock"));
  if (stamp !== null) return stamp === sha256(lock);
  // Installed by hand: npm writes its own copy of the lock file last.
  return statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

/** Installs packages and generates the database client where missing or stale. */
export function ensureDependencies(dir = projectDir) {
  const stamp = path.join(dir, "node_modules/.nightrun-lock");
  if (!areDependenciesFresh(dir)) {
    console.error("Installing packages (npm ci); this takes about a minute.");
    run(npmCommand(), ["ci", "--no-audit", "--no-fund", "--loglevel=error"], dir, "npm ci");
  }
  if (!existsSync(stamp)) writeFileSync(stamp, `${sha256(path.join(dir, "package-lock.json"))}\n`);
  ensureDatabaseClient(dir);
}

function ensureDatabaseClient(dir) {
  const stamp = path.join(dir, "node_modules/.nightrun-schema");
  const schemaHash = sha256(path.join(dir, "prisma/schema.prisma"));
  const generated = path.join(dir, "lib/db/generated/client.ts");
  if (existsSync(generated) && read(stamp) === schemaHash) return;
  const prisma = path.join(dir, "node_modules/prisma/build/index.js");
  run(process.execPath, [prisma, "generate"], dir, "prisma generate");
  writeFileSync(stamp, `${schemaHash}\n`);
}

const npmCommand = () => (process.platform === "win32" ? "npm.cmd" : "npm");

function run(command, args, cwd, name) {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (result.status === 0) return;
  const output = `${result.error?.message ?? ""}${result.stdout ?? ""}${result.stderr ?? ""}`.trim();
  console.error(output.split("\n").slice(-30).join("\n"));
  console.error(explainInstallFailure(output, name));
  process.exit(1);
}

/** The last line that a person reads when the set-up failed. */
export function explainInstallFailure(output, name) {
  if (/ENOSPC|no space left/i.test(output)) return `${name} failed: the disk is full.`;
  if (/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(output)) {
    return `${name} failed: the package registry cannot be reached from here.`;
  }
  return `${name} failed; the lines above say why.`;
}
