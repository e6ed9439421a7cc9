/** The folder with all that an instance keeps: secrets, database, logs. */
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { explainSystemError, messageOf, StartFault } from "./fault";
import { isStillThere, readPidRecord, stopLeftovers } from "./processes";

/** A new database with its log takes about half of it. */
const MINIMUM_FREE_BYTES = 200_000_000;

/**
 * Makes the folder, checks that it can be written to and that nobody else uses it, and
 * ends what a killed start left behind.
 * @throws StartFault
 */
export async function openDataDir(dataDir: string, say: (line: string) => void): Promise<void> {
  try {
    makeDir(path.join(dataDir, "logs"));
    const probe = path.join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, "Nightrun can write here.\n");
    rmSync(probe);
  } catch (error) {
    throw new StartFault(
      explainSystemError(error, dataDir) ?? `${dataDir} cannot be used: ${messageOf(error)}`,
    );
  }
  checkFreeSpace(dataDir);
  const record = readPidRecord(pidFileOf(dataDir));
  if (record === null) return;
  if (record.supervisor.pid !== process.pid && isStillThere(record.supervisor)) {
    const address = record.url ? ` at ${record.url}` : "";
    throw new StartFault(
      `Nightrun already runs with the data folder ${dataDir}${address}; --data names another.`,
    );
  }
  const stopped = await stopLeftovers(record);
  if (stopped.length > 0) say(`Stopped what an earlier start had left running: ${stopped.join(", ")}.`);
}

/** Node's recursive way never comes back where a system folder refuses, as /proc does. */
function makeDir(dir: string): void {
  if (existsSync(dir)) return;
  makeDir(path.dirname(dir));
  mkdirSync(dir);
}

export const pidFileOf = (dataDir: string): string => path.join(dataDir, "pids.json");

/** @throws StartFault when too little is left to begin with */
export function checkFreeSpace(dir: string, minimumBytes = MINIMUM_FREE_BYTES): void {
  const { bavail, bsize } = statfsSync(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= minimumBytes) return;
  const megabytes = (bytes: number) => Math.floor(bytes / 1_000_000);
  throw new StartFault(
    `The disk that holds ${dir} has ${megabytes(freeBytes)} MB left; Nightrun needs ${megabytes(minimumBytes)} MB.`,
  );
}
