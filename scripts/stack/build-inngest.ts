/**
 * Builds the Inngest server from its Go module into the cache folder, once for every clone
 * of this user: `node --import tsx scripts/stack/build-inngest.ts`. Needs Go; with npm's
 * registry in reach the dashboard is built too, else the server has no pages.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { messageOf } from "./fault";
import { cachedInngest, INNGEST_VERSION, inngestCacheDir } from "./inngest-server";
import { withLockFile } from "./lock-file";

const MODULE = "github.com/inngest/inngest";
/** The package manager that the dashboard's lock file was made with. */
const PNPM = "pnpm@10.18.2";

const cacheDir = inngestCacheDir(process.env);
const binary = cachedInngest(process.env);

async function main(): Promise<void> {
  // Whoever started this is using the app meanwhile.
  os.setPriority(10);
  mkdirSync(cacheDir, { recursive: true });
  const lockFile = path.join(cacheDir, "build.lock");
  await withLockFile(lockFile, async () => {
    if (existsSync(binary)) return;
    removeAbandoned();
    build(path.join(cacheDir, `building-${process.pid}`));
  });
}

function build(workDir: string): void {
  try {
    const source = downloadSource(workDir);
    // The module leaves this folder out, although the server embeds it.
    const docs = path.join(source, "internal/embeddocs/website/pages/docs");
    mkdirSync(docs, { recursive: true });
    writeFileSync(path.join(docs, "index.md"), "Not part of this build.\n");
    buildDashboard(source);
    const built = path.join(workDir, path.basename(binary));
    run("go", ["build", "-ldflags", "-s -w", "-o", built, "./cmd"], source);
    renameSync(built, binary);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/** The module cache is read-only and checksummed, so the build runs in a copy. */
function downloadSource(workDir: string): string {
  const module = path.join(workDir, "module");
  mkdirSync(module, { recursive: true });
  writeFileSync(path.join(module, "go.mod"), "module nightrun.local/cache\n");
  const answer = run("go", ["mod", "download", "-json", `${MODULE}@v${INNGEST_VERSION}`], module);
  const { Dir: downloaded }: { Dir: string } = JSON.parse(answer);
  const source = path.join(workDir, "source");
  cpSync(downloaded, source, { recursive: true });
  makeWritable(source);
  return source;
}

function makeWritable(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const full = path.join(dir, entry.name);
    if (entry.isDirectory()) makeWritable(full);
    else if (entry.isFile()) chmodSync(full, 0o644);
  }
}

function buildDashboard(source: string): void {
  const ui = path.join(source, "ui/apps/dev-server-ui");
  try {
    run("npx", ["--yes", PNPM, "install", "--frozen-lockfile"], ui);
    run("npx", ["--no-install", "vite", "build", "--mode=production"], ui);
    cpSync(path.join(ui, "dist"), path.join(source, "pkg/devserver/static"), { recursive: true });
  } catch (error) {
    console.log(`Building without the dashboard: ${messageOf(error)}`);
  }
}

function run(command: string, args: string[], cwd: string): string {
  console.log(`${command} ${args.join(" ")}`);
  // Under NODE_ENV=production the dashboard's build tools would not be installed.
  const env = { ...process.env, HUSKY: "0", NODE_ENV: "development" as const };
  const options = { cwd, env, encoding: "utf8", maxBuffer: 200_000_000 } as const;
  const result = spawnSync(command, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  if (result.status !== 0)
    throw new Error(`${command} ${args[0]} failed: ${result.error?.message ?? result.stdout.slice(-2_000)}`);
  return result.stdout;
}

/** Of builds that were killed. We hold the lock, so none of them is at work. */
function removeAbandoned(): void {
  for (const name of readdirSync(cacheDir)) {
    if (name.startsWith("building-")) rmSync(path.join(cacheDir, name), { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
