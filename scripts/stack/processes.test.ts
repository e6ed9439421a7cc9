import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  Children,
  isStillThere,
  lastLines,
  processStamp,
  readPidRecord,
  recordOf,
  stopLeftovers,
} from "./processes";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-processes-"));
  mkdirSync(path.join(dir, "logs"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const pidFile = () => path.join(dir, "pids.json");
const newChildren = () => new Children(pidFile(), path.join(dir, "logs"));
const sleeper = { name: "sleeper", command: "sleep", args: ["60"], cwd: "/", env: {} };

async function waitFor(isTrue: () => boolean): Promise<void> {
  const giveUpAtMs = Date.now() + 10_000;
  while (!isTrue() && Date.now() < giveUpAtMs) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isTrue()).toBe(true);
}

test("a number that a later process took over is not ours", () => {
  expect(isStillThere({ name: "app", pid: 4711, stamp: "boot:1" }, () => "boot:2")).toBe(false);
  expect(isStillThere({ name: "app", pid: 4711, stamp: "boot:1" }, () => "boot:1")).toBe(true);
  expect(isStillThere({ name: "app", pid: 4711, stamp: "boot:1" }, () => null)).toBe(false);
});

test("a process that never was has no stamp, this one has", () => {
  expect(processStamp(process.pid)).not.toBeNull();
  expect(processStamp(2 ** 30)).toBeNull();
});

test("children are recorded, and what a killed parent left is stopped by number", async () => {
  const children = newChildren();
  const child = children.start(sleeper);
  const record = readPidRecord(pidFile());
  expect(record?.children).toEqual([recordOf("sleeper", child.process.pid ?? 0)]);
  expect(await stopLeftovers(record ?? { supervisor: recordOf("x", 1), url: null, children: [] })).toEqual([
    "sleeper",
  ]);
  await waitFor(child.hasExited);
});

test("a stranger with a recorded number is left alone", async () => {
  const stranger = spawn("sleep", ["60"], { detached: true });
  const supervisor = recordOf("supervisor", process.pid);
  const record = {
    supervisor,
    url: null,
    children: [{ name: "app", pid: stranger.pid ?? 0, stamp: "boot:1" }],
  };
  expect(await stopLeftovers(record)).toEqual([]);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

test("stopping ends every child and takes the record away", async () => {
  const children = newChildren();
  const child = children.start(sleeper);
  await children.stopAll(["sleeper"]);
  expect(child.hasExited()).toBe(true);
  expect(existsSync(pidFile())).toBe(false);
});

test("a kept child that ends by itself is started again", async () => {
  const children = newChildren();
  const first = children.start(sleeper);
  children.keep(first, sleeper, () => {});
  first.process.kill("SIGKILL");
  await waitFor(() => {
    const pid = readPidRecord(pidFile())?.children[0]?.pid;
    return pid !== undefined && pid !== first.process.pid;
  });
  await children.stopAll([]);
});

test("a record that was cut off counts as none", () => {
  writeFileSync(pidFile(), '{"supervisor": {');
  expect(readPidRecord(pidFile())).toBeNull();
});

test("what a child prints is in its log", async () => {
  const children = newChildren();
  const child = children.start({ name: "echo", command: "echo", args: ["hello"], cwd: "/", env: {} });
  await waitFor(child.hasExited);
  expect(readFileSync(child.logFile, "utf8")).toBe("hello\n");
  expect(lastLines(child.logFile, 1)).toBe("hello");
});
