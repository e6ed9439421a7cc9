/**
 * The children of one start: each in a process group and with a log of its own, recorded
 * in `pids.json` so that the next start can stop what a killed parent left behind.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

const STOP_TIMEOUT_MS = 8_000;
const RESTART_DELAY_MS = 1_000;
const RESTART_LIMIT = 5;
/** Restarts longer ago than this are forgiven. */
const RESTART_MEMORY_MS = 600_000;
const LOG_LIMIT_BYTES = 20_000_000;

export type RecordedProcess = { name: string; pid: number; stamp: string };
export type PidRecord = { supervisor: RecordedProcess; url: string | null; children: RecordedProcess[] };

export type ChildOptions = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
};

export type Child = { name: string; process: ChildProcess; logFile: string; hasExited: () => boolean };

/**
 * Tells one process from a later one with the same number: boot and start time.
 * @returns null when no such process runs
 */
export function processStamp(pid: number): string | null {
  try {
    if (process.platform === "linux") return linuxStamp(pid);
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return started === "" ? null : started;
  } catch {
    return null;
  }
}

function linuxStamp(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold spaces; what follows it starts with the state.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === "Z" || state === "X") return null;
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${bootId}:${fields[18]}`;
}

export const isStillThere = ({ pid, stamp }: RecordedProcess, stampOf = processStamp): boolean =>
  stampOf(pid) === stamp;

export function recordOf(name: string, pid: number): RecordedProcess {
  return { name, pid, stamp: processStamp(pid) ?? "gone" };
}

export function readPidRecord(file: string): PidRecord | null {
  try {
    const record: PidRecord = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(record.children) && record.supervisor ? record : null;
  } catch {
    // Absent, or cut off by a full disk: then there is nothing to go by.
    return null;
  }
}

export class Children {
  private readonly children: Child[] = [];
  private url: string | null = null;
  private isStopping = false;

  constructor(
    private readonly pidFile: string,
    private readonly logDir: string,
  ) {}

  start(options: ChildOptions): Child {
    const logFile = path.join(this.logDir, `${options.name}.log`);
    keepLogSmall(logFile);
    const log = openSync(logFile, "a");
    const started = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...options.env, NODE_ENV: "production" },
      stdio: ["ignore", log, log],
      // A terminal's Ctrl-C must reach the supervisor only, which ends its children in order.
      detached: process.platform !== "win32",
    });
    closeSync(log);
    const child = { name: options.name, process: started, logFile, hasExited: () => hasExited(started) };
    // Without a listener a command that cannot be run would end the supervisor.
    started.on("error", () => {});
    this.children.push(child);
    this.record();
    started.once("exit", () => this.forget(child));
    return child;
  }

  /** From now on starts it again when it ends by itself; `giveUp` is told when that does not help. */
  keep(
    child: Child,
    options: ChildOptions,
    giveUp: (child: Child) => void,
    restartsAtMs: number[] = [],
  ): void {
    const restart = () => {
      if (this.isStopping) return;
      const nowMs = Date.now();
      const recent = restartsAtMs.filter((atMs) => nowMs - atMs < RESTART_MEMORY_MS);
      if (recent.length >= RESTART_LIMIT) giveUp(child);
      else this.keep(this.start(options), options, giveUp, [...recent, nowMs]);
    };
    child.process.once("exit", () => setTimeout(restart, RESTART_DELAY_MS));
  }

  /** Told to people who start a second time with the same data folder. */
  setUrl(url: string): void {
    this.url = url;
    this.record();
  }

  record(): void {
    const children = this.children.flatMap(({ name, process: { pid } }) =>
      pid ? [recordOf(name, pid)] : [],
    );
    const record: PidRecord = { supervisor: recordOf("supervisor", process.pid), url: this.url, children };
    const partial = `${this.pidFile}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(partial, this.pidFile);
  }

  /** Ends the named ones one after the other, then the rest. */
  async stopAll(firstNames: string[]): Promise<void> {
    this.isStopping = true;
    const first = firstNames.flatMap((name) => this.children.filter((child) => child.name === name));
    for (const child of first) await stopChild(child);
    await Promise.all([...this.children].map(stopChild));
    rmSync(this.pidFile, { force: true });
  }

  private forget(child: Child): void {
    this.children.splice(this.children.indexOf(child), 1);
    if (!this.isStopping) this.record();
  }
}

async function stopChild(child: Child): Promise<void> {
  if (child.process.pid && !child.hasExited()) await stopProcess(child.process.pid, child.hasExited);
}

/** Ends what a killed parent left behind. @returns their names */
export async function stopLeftovers(record: PidRecord): Promise<string[]> {
  const left = record.children.filter((child) => isStillThere(child));
  for (const child of left) await stopProcess(child.pid, () => !isStillThere(child));
  return left.map(({ name }) => name);
}

/** SIGTERM to its whole group, SIGKILL when it does not end in time. */
async function stopProcess(pid: number, isGone: () => boolean): Promise<void> {
  const target = process.platform === "win32" ? pid : -pid;
  signal(target, "SIGTERM");
  const giveUpAtMs = Date.now() + STOP_TIMEOUT_MS;
  while (!isGone() && Date.now() < giveUpAtMs) await new Promise((resolve) => setTimeout(resolve, 30));
  if (!isGone()) signal(target, "SIGKILL");
  while (!isGone() && Date.now() < giveUpAtMs + STOP_TIMEOUT_MS)
    await new Promise((resolve) => setTimeout(resolve, 30));
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // It ended by itself in between.
  }
}

const hasExited = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function keepLogSmall(file: string): void {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
}

/** The end of a log, for a person who has to see why something did not start. */
export function lastLines(file: string, count: number): string {
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
