/** A lock between processes: a file that names its holder. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { messageOf } from "./fault";
import { isStillThere, type RecordedProcess, recordOf } from "./processes";

const WAIT_MS = 300;

/** Waits for its turn, runs `work`, lets go. A lock whose holder is gone is taken over. */
export async function withLockFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  while (!tryLock(file)) {
    const holder = readHolder(file);
    if (holder && isStillThere(holder)) await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    else rmSync(file, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(recordOf("lock", process.pid)), { flag: "wx" });
    return true;
  } catch (error) {
    if (messageOf(error).startsWith("EEXIST")) return false;
    throw error;
  }
}

/** null when it is gone or was cut off. */
export function readHolder(file: string): RecordedProcess | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
