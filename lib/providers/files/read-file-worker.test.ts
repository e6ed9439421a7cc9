import { afterEach, describe, expect, test } from "vitest";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import {
  createFileReader,
  defaultTimeLimitMs,
  type FileReader,
  type ReaderSettings,
} from "@/lib/providers/files/read-file-worker";
import { UnreadableFileError } from "@/lib/providers/files/reading";
import { ownFile } from "@/lib/providers/files/testing/fixtures";

const now = new Date("2026-12-01T00:00:00Z");
const options = { now, timeZone: "Europe/Vienna" };
const run = ownFile("run_rpe60_feel75.fit");

let reader: FileReader | null = null;
afterEach(() => reader?.close());

function start(settings: ReaderSettings = {}): FileReader {
  reader = createFileReader(settings);
  return reader;
}

describe("in a process of its own", () => {
  test("a reading comes over as it is, dates and curves too", async () => {
    const reading = await start().read(run, options);
    expect(reading).toEqual(readTrainingFile(run, options));
    expect(reading.recordings[0]?.recording.startedAt).toBeInstanceOf(Date);
    expect(reading.recordings[0]?.curve?.timeMs).toBeInstanceOf(Int32Array);
  });

  test("files asked for at once are answered in order, a bad one among them with its sentence", async () => {
    const { read } = start();
    const asked = [run, ownFile("broken_crc.fit"), ownFile("sleep.fit")].map((bytes) => read(bytes, options));
    const [first, second, third] = await Promise.allSettled(asked);
    expect(first).toMatchObject({ status: "fulfilled", value: { kind: "recordings" } });
    expect(second).toMatchObject({ status: "rejected", reason: { name: "UnreadableFileError" } });
    expect(third).toMatchObject({ status: "fulfilled", value: { kind: "wellness" } });
  });

  test("a file over its time limit is given up, and the next one is read", async () => {
    let limitMs = 0;
    const { read } = start({ timeLimitMs: () => limitMs });
    await expect(read(run, options)).rejects.toThrow(/took too long/);
    await expect(read(run, options)).rejects.toThrow(UnreadableFileError);
    limitMs = 5000;
    await expect(read(run, options)).resolves.toMatchObject({ kind: "recordings" });
  });

  test("a file that needs too much memory costs only itself", { timeout: 60_000 }, async () => {
    const points = '<trkpt lat="1" lon="1"><time>2026-03-10T06:00:00Z</time></trkpt>'.repeat(400_000);
    const huge = new TextEncoder().encode(`<gpx><trk><trkseg>${points}</trkseg></trk></gpx>`);
    const { read } = start({ memoryMegabytes: 64 });
    await expect(read(huge, options)).rejects.toThrow(/more memory/);
    await expect(read(run, options)).resolves.toMatchObject({ kind: "recordings" });
  });

  test("that the process does not start is not blamed on the file", async () => {
    const failure = await start({ rootDir: "/" })
      .read(run, options)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(UnreadableFileError);
  });
});

test("a small file has two seconds, each further megabyte ten more, none more than two minutes", () => {
  expect(defaultTimeLimitMs(1000)).toBe(2000);
  expect(defaultTimeLimitMs(1_025_000)).toBe(12_000);
  expect(defaultTimeLimitMs(60_000_000)).toBe(120_000);
});
