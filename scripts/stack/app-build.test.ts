import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { computeBuildHash, ensureAppBuild } from "./app-build";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-build-"));
  write("app/page.tsx", "one");
  write("lib/days.ts", "days");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
}

let buildCount = 0;
beforeEach(() => {
  buildCount = 0;
});
async function succeed(env: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  buildCount += 1;
  mkdirSync(path.join(dir, env.NIGHTRUN_BUILD_DIR ?? ""), { recursive: true });
  return { exitCode: 0, output: "" };
}

test("the hash follows what the app is made of, and nothing else", () => {
  const before = computeBuildHash(dir);
  write("lib/days.test.ts", "a test");
  write("docs/decisions/001.md", "text");
  write("lib/db/generated/client.ts", "generated out of the schema");
  expect(computeBuildHash(dir)).toBe(before);
  write("app/page.tsx", "two");
  expect(computeBuildHash(dir)).not.toBe(before);
});

test("an unchanged source is built once, also by two starts at the same time", async () => {
  const [a, b] = await Promise.all([ensureAppBuild(dir, succeed), ensureAppBuild(dir, succeed)]);
  const again = await ensureAppBuild(dir, succeed);
  expect(buildCount).toBe(1);
  expect([a.isNew, b.isNew, again.isNew].filter(Boolean)).toHaveLength(1);
  expect(again.distDir).toBe(a.distDir);
});

test("a failed build leaves nothing that a later start could take for a good one", async () => {
  const fail = async () => ({ exitCode: 1, output: "Type error in page.tsx" });
  await expect(ensureAppBuild(dir, fail)).rejects.toThrow(/Type error in page.tsx[\s\S]*could not be built/);
  expect((await ensureAppBuild(dir, succeed)).isNew).toBe(true);
});

test("a full disk is said in one sentence", async () => {
  const fail = async () => ({ exitCode: 1, output: "ENOSPC: no space left on device, write" });
  await expect(ensureAppBuild(dir, fail)).rejects.toThrow(/^The disk that holds .* is full\.$/);
});

test("the last two builds are kept, unless an older one still serves", async () => {
  const first = await ensureAppBuild(dir, succeed);
  for (const text of ["two", "three"]) {
    write("app/page.tsx", text);
    await ensureAppBuild(dir, succeed);
  }
  expect(existsSync(path.join(dir, first.distDir))).toBe(true);
  for (const note of readdirSync(path.join(dir, first.distDir)).filter((name) =>
    name.startsWith("used-by"),
  )) {
    rmSync(path.join(dir, first.distDir, note));
  }
  await ensureAppBuild(dir, succeed);
  expect(existsSync(path.join(dir, first.distDir))).toBe(false);
});
