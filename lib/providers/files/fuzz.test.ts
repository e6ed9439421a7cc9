/** Damaged files from fixed seeds: each is read or refused with a sentence, quickly, and never gives NaN. */
import { describe, expect, test } from "vitest";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import { type FileReading, UnreadableFileError } from "@/lib/providers/files/reading";
import { withChecksum } from "@/lib/providers/files/testing/build-fit";
import { hasShared, ownFile, sharedFile } from "@/lib/providers/files/testing/fixtures";

const now = new Date("2026-12-01T00:00:00Z");
const CASES = 200;
const LIMIT_MS = 2000;

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function damage(file: Uint8Array, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const at = () => Math.floor(random() * file.length);
  switch (seed % 5) {
    case 0:
      return file.subarray(0, at());
    case 1:
      return Uint8Array.from([...file, ...file.subarray(at())]);
    case 2:
      return Uint8Array.from([...file.subarray(0, at()), ...file.subarray(at())]);
    default: {
      const flipped = file.slice();
      for (let count = 1 + Math.floor(random() * 20); count > 0; count -= 1) flipped[at()] = random() * 256;
      // Half of them with a checksum that fits, or else nothing behind the checksum is ever tried.
      return seed % 5 === 3 ? withChecksum(flipped) : flipped;
    }
  }
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof Int32Array || value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersIn);
}

function readOrRefuse(bytes: Uint8Array): FileReading | null {
  try {
    return readTrainingFile(bytes, { now });
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFileError);
    expect(error).toHaveProperty("message", expect.stringMatching(/^[A-Z].*\.$/));
    return null;
  }
}

const files: [string, () => Uint8Array][] = [
  ["a run", () => ownFile("run_rpe60_feel75.fit")],
  ["a night", () => ownFile("sleep.fit")],
  ["a day", () => ownFile("monitoring_b.fit")],
  ["a chain", () => ownFile("chained_two_files.fit")],
  ...(hasShared
    ? ([
        ["compressed times", () => sharedFile("fit-recorded/compressed-speed-distance.fit")],
        ["yoga", () => sharedFile("fit-recorded/fenix6x_yoga.fit")],
        ["a GPX", () => sharedFile("gpx/sample_activity.gpx")],
      ] satisfies [string, () => Uint8Array][])
    : []),
];

describe("damage", () => {
  test.each(files)("to %s", { timeout: 120_000 }, (_name, load) => {
    const file = load();
    for (let seed = 0; seed < Math.ceil(CASES / files.length); seed += 1) {
      const damaged = damage(file, seed);
      const startedAt = performance.now();
      const reading = readOrRefuse(damaged);
      expect(performance.now() - startedAt, `seed ${seed}`).toBeLessThan(LIMIT_MS);
      expect(numbersIn(reading).every(Number.isFinite), `seed ${seed}`).toBe(true);
    }
  });
});
