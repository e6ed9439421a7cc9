/**
 * The built app: one folder for each state of the source, never rebuilt under a running
 * server, shared by every start in this project folder. The last few are kept.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { explainSystemError, StartFault } from "./fault";
import { readHolder, withLockFile } from "./lock-file";
import { isStillThere, recordOf } from "./processes";

/** What the app is made of. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "inngest",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "prisma/schema.prisma",
];
const NOT_SOURCE = /(^|\/)generated\/|\.test\.tsx?$|\.md$/;
const KEPT_BUILDS = 2;

export type AppBuild = {
  /** Relative to the project folder, as Next wants it. */
  distDir: string;
  isNew: boolean;
};

type RunBuild = (env: Record<string, string>) => Promise<{ exitCode: number; output: string }>;

/** Sixteen hex digits of what all source files hold. */
export function computeBuildHash(projectDir: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesBelow(projectDir, source)).sort()) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(path.join(projectDir, file)))
        .digest(),
    );
  }
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(projectDir: string, source: string): string[] {
  const full = path.join(projectDir, source);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [source];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(projectDir, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"),
    )
    .filter((file) => !NOT_SOURCE.test(file));
}

/**
 * The build for the source as it is, made by `runBuild` when there is none yet. Two starts
 * at once build once: the second waits.
 * @throws StartFault when the build fails
 */
export async function ensureAppBuild(projectDir: string, runBuild: RunBuild): Promise<AppBuild> {
  const name = computeBuildHash(projectDir);
  const distDir = `.nightrun/builds/${name}`;
  const dir = path.join(projectDir, distDir);
  mkdirSync(path.dirname(dir), { recursive: true });
  const isNew = await withLockFile(`${dir}.lock`, () => build(projectDir, distDir, runBuild));
  markUsed(dir);
  removeOldBuilds(path.dirname(dir), name);
  return { distDir, isNew };
}

async function build(projectDir: string, distDir: string, runBuild: RunBuild): Promise<boolean> {
  const dir = path.join(projectDir, distDir);
  if (isComplete(dir)) return false;
  const tsconfig = `${distDir}.tsconfig.json`;
  rmSync(dir, { recursive: true, force: true });
  try {
    writeFileSync(path.join(projectDir, tsconfig), JSON.stringify({ extends: "../../tsconfig.json" }));
    const { exitCode, output } = await runBuild({
      NIGHTRUN_BUILD_DIR: distDir,
      NIGHTRUN_BUILD_TSCONFIG: tsconfig,
    });
    if (exitCode !== 0) throw new StartFault(explainBuildFailure(projectDir, output));
    writeFileSync(path.join(dir, "complete"), `${new Date().toISOString()}\n`);
    return true;
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(path.join(projectDir, tsconfig), { force: true });
  }
}

function explainBuildFailure(projectDir: string, output: string): string {
  if (/ENOSPC|no space left/i.test(output))
    return explainSystemError("no space left on device", projectDir) ?? "";
  return `${output.trim().split("\n").slice(-40).join("\n")}\nThe app could not be built; the lines above say why.`;
}

// ------------------------------------------------------------------ keeping few

/** A start notes itself, so that another one's clean-up leaves its files alone. */
function markUsed(dir: string): void {
  const now = new Date();
  utimesSync(path.join(dir, "complete"), now, now);
  writeFileSync(
    path.join(dir, `used-by-${process.pid}.json`),
    JSON.stringify(recordOf("supervisor", process.pid)),
  );
}

function removeOldBuilds(buildsDir: string, current: string): void {
  const builds = readdirSync(buildsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== current)
    .map((entry) => path.join(buildsDir, entry.name));
  const complete = builds.filter(isComplete).sort((a, b) => lastUsedMs(b) - lastUsedMs(a));
  const abandoned = builds.filter((dir) => !isComplete(dir) && !isHeld(`${dir}.lock`));
  for (const dir of [...complete.slice(KEPT_BUILDS - 1).filter((build) => !isUsed(build)), ...abandoned]) {
    rmSync(dir, { recursive: true, force: true });
  }
}

const isComplete = (dir: string): boolean => existsSync(path.join(dir, "complete"));
const lastUsedMs = (dir: string): number => statSync(path.join(dir, "complete")).mtimeMs;

function isUsed(dir: string): boolean {
  const notes = readdirSync(dir).filter((name) => name.startsWith("used-by-"));
  return notes.some((name) => isHeld(path.join(dir, name)));
}

function isHeld(file: string): boolean {
  const holder = readHolder(file);
  return holder !== null && isStillThere(holder);
}
