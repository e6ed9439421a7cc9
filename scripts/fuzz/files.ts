/** Damaged training files: each is read or refused with a sentence, quickly, and never gives NaN. */
import { readTrainingFile } from "@/lib/providers/files/read-file";
import { UnreadableFileError } from "@/lib/providers/files/reading";
import { withChecksum } from "@/lib/providers/files/testing/build-fit";
import { hasShared, ownFile, RECORDED_FIT, sharedFile } from "@/lib/providers/files/testing/fixtures";
import { type Chance, type FuzzTarget, hasNaN } from "./fuzz";

const NOW = new Date("2026-12-01T00:00:00Z");
const LIMIT_MS = 2_000;
/** Larger ones say nothing more and take seconds each. */
const MAX_FILE_BYTES = 150_000;
const OWN_FILES = ["run_rpe60_feel75.fit", "sleep.fit", "monitoring_b.fit", "chained_two_files.fit"];
const SHARED_FILES = [...RECORDED_FIT, "gpx/sample_activity.gpx"];

/** One target a file; the recorded ones where they are there. */
export const FILE_TARGETS: readonly FuzzTarget[] = [
  ...OWN_FILES.map((name) => target(name, ownFile(name))),
  ...(hasShared ? SHARED_FILES.map((name) => ({ name, file: sharedFile(name) })) : [])
    .filter(({ file }) => file.length <= MAX_FILE_BYTES)
    .map(({ name, file }) => target(name, file)),
];

function target(name: string, file: Uint8Array): FuzzTarget {
  return { name: `file ${name}`, attempt: (chance) => tryDamaged(damage(file, chance)) };
}

function tryDamaged(bytes: Uint8Array): string | null {
  // Time on the processor: what else the machine does says nothing about a file.
  const before = process.cpuUsage();
  const fault = readOrRefuse(bytes);
  const used = process.cpuUsage(before);
  const tookMs = (used.user + used.system) / 1000;
  return fault ?? (tookMs > LIMIT_MS ? `took ${tookMs.toFixed(0)} ms` : null);
}

function readOrRefuse(bytes: Uint8Array): string | null {
  try {
    return hasNaN(readTrainingFile(bytes, { now: NOW })) ? "a value is no number" : null;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    return /^[A-Z].*\.$/.test(error.message) ? null : `no sentence: ${error.message}`;
  }
}

function damage(file: Uint8Array, chance: Chance): Uint8Array {
  const at = () => Math.floor(chance() * file.length);
  const kind = Math.floor(chance() * 5);
  switch (kind) {
    case 0:
      return file.subarray(0, at());
    case 1:
      return Uint8Array.from([...file, ...file.subarray(at())]);
    case 2:
      return Uint8Array.from([...file.subarray(0, at()), ...file.subarray(at())]);
    default: {
      const flipped = file.slice();
      for (let count = 1 + Math.floor(chance() * 20); count > 0; count -= 1) flipped[at()] = chance() * 256;
      // Half of them with a checksum that fits, or else nothing behind the checksum is ever tried.
      return kind === 3 ? withChecksum(flipped) : flipped;
    }
  }
}
