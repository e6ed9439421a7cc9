import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { areDependenciesFresh, explainInstallFailure, isNodeNewEnough } from "./dependencies.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-dependencies-"));
  mkdirSync(path.join(dir, "node_modules"));
  writeFileSync(path.join(dir, "package-lock.json"), "{}");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.each([
  ["18.20.0", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["22.1.0", true],
  ["24.0.0", true],
])("Node %s is new enough: %s", (version, expected) => {
  expect(isNodeNewEnough(version)).toBe(expected);
});

test("packages are stale when the lock file changed, also when it looks older", () => {
  expect(areDependenciesFresh(dir)).toBe(false);
  writeFileSync(path.join(dir, "node_modules/.package-lock.json"), "{}");
  // sha256 of "{}"
  const hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  writeFileSync(path.join(dir, "node_modules/.nightrun-lock"), `${hash}\n`);
  expect(areDependenciesFresh(dir)).toBe(true);
  writeFileSync(path.join(dir, "package-lock.json"), '{"changed": true}');
  utimesSync(path.join(dir, "package-lock.json"), 1, 1);
  expect(areDependenciesFresh(dir)).toBe(false);
});

test("packages that were installed by hand after the lock file count as fresh", () => {
  utimesSync(path.join(dir, "package-lock.json"), 1, 1);
  writeFileSync(path.join(dir, "node_modules/.package-lock.json"), "{}");
  expect(areDependenciesFresh(dir)).toBe(true);
});

test("a failed installation is explained in one sentence", () => {
  expect(explainInstallFailure("npm error ENOSPC: no space left on device", "npm ci")).toMatch(
    /disk is full/,
  );
  expect(explainInstallFailure("getaddrinfo ENOTFOUND registry.example", "npm ci")).toMatch(
    /cannot be reached/,
  );
});
