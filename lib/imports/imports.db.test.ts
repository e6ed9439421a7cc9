import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { receiveImport } from "@/lib/imports/receive";
import { type ImportDeps, runImport } from "@/lib/imports/run";
import { formOf, readerHere } from "@/lib/imports/testing/uploads";
import { undoImport } from "@/lib/imports/undo";
import { type ImportView, readImport } from "@/lib/imports/view";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { BASE, buildFit, data, define, uint8, uint32 } from "@/lib/providers/files/testing/build-fit";
import { ownFile } from "@/lib/providers/files/testing/fixtures";
import { decodeCurve } from "@/lib/records/curve";

vi.mock("@/lib/imports/dispatch", () => ({ dispatchImport: vi.fn() }));

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

const now = new Date("2026-11-21T12:00:00Z");
const deps: ImportDeps = { now: () => now, createReader: readerHere, recomputeDailyMetrics: async () => 0 };

async function upload(files: Record<string, Uint8Array>, of = athleteId): Promise<string> {
  return receiveImport(of, formOf(files));
}

async function importFiles(files: Record<string, Uint8Array>, of = athleteId): Promise<ImportView> {
  const importId = await upload(files, of);
  await runImport({ athleteId: of, importId, executorId: "test" }, (_id, work) => work(), deps);
  return readImport(of, importId);
}

const RUN = "run_rpe60_feel75.fit";
const NIGHTS = ["hrv_status.fit", "sleep.fit", "monitoring_b.fit", "health_snapshot.fit"];
const own = (...names: string[]) => Object.fromEntries(names.map((name) => [name, ownFile(name)]));

/** Everything of the athlete that an import may touch, without what only says when it was written. */
async function contents(of = athleteId): Promise<unknown> {
  const tables = ["Recording", "Workout", "RecoverySource", "RecoveryDay", "SleepSession", "HealthSnapshot"];
  const stored = await Promise.all(tables.map((table) => rowsOf(table, of, "localDate")));
  const originals = await rowsOf("OriginalFile", of, "sha256");
  return [...stored, originals].map((rows) =>
    rows.map(
      ({
        id: _id,
        createdAt: _c,
        updatedAt: _u,
        workoutId: _w,
        primaryRecordingId: _p,
        firstSeenAt: _f,
        ...row
      }) => row,
    ),
  );
}

describe("one file", () => {
  test("is stored with its laps and its curve, under the channel file", async () => {
    const view = await importFiles(own(RUN));
    expect(view).toMatchObject({ state: "done", sentence: "1 new workout." });
    expect(view.files).toMatchObject([
      { fileName: RUN, state: "done", newCount: 1, sameCount: 0, warnings: [] },
    ]);
    const [recording] = await rowsOf("Recording", athleteId, "startedAt");
    expect(recording).toMatchObject({
      channel: "file",
      sport: "run",
      rpe: 6,
      feelPercent: 75,
      distanceMeters: 1800,
    });
    expect(await rowsOf("Workout", athleteId, "startedAt")).toMatchObject([
      { primaryRecordingId: recording?.id, distanceMeters: 1800 },
    ]);
    const laps = await queryRows('SELECT * FROM "Lap" WHERE "recordingId" = $1 ORDER BY "lapIndex"', [
      recording?.id,
    ]);
    expect(laps.length).toBeGreaterThan(0);
    expect(laps.reduce((sum, lap) => sum + lap.distanceMeters, 0)).toBeCloseTo(1800, -1);
    const curve = decodeCurve(
      await queryRows('SELECT * FROM "Curve" WHERE "recordingId" = $1', [recording?.id]),
    );
    expect(curve.timeMs.length).toBe(601);
    expect(curve.distanceCentimeters.at(-1)).toBeCloseTo(180_000, -3);
  });

  test("keeps the original, and of the upload nothing else", async () => {
    await importFiles(own(RUN));
    expect(await rowsOf("OriginalFile", athleteId, "sha256")).toMatchObject([
      { format: "fit", byteCount: ownFile(RUN).length },
    ]);
    const chunks = await queryRows(
      'SELECT c.* FROM "ImportChunk" c JOIN "ImportFile" f ON f."id" = c."importFileId" WHERE f."athleteId" = $1',
      [athleteId],
    );
    expect(chunks).toEqual([]);
  });

  test("sent again brings nothing new, and says so", async () => {
    await importFiles(own(RUN, ...NIGHTS));
    const before = await contents();
    const again = await importFiles(own(RUN, ...NIGHTS));
    expect(again.sentence).toBe("Nothing new: all of it was here already.");
    expect(again.totals).toMatchObject({ newCount: 0, updatedCount: 0, sameCount: 1, changedDayCount: 0 });
    expect(await contents()).toEqual(before);
  });

  test("sent as it is, without a form", async () => {
    const importId = await receiveImport(athleteId, {
      body: (async function* () {
        yield ownFile(RUN);
      })(),
      contentType: "application/octet-stream",
      fileName: "C:\\runs\\2026\\../a\u0000.fit",
    });
    expect((await readImport(athleteId, importId)).files).toMatchObject([{ fileName: "2026/a.fit" }]);
  });
});

describe("several files", () => {
  test("a broken one costs itself alone, with a reason", async () => {
    const view = await importFiles(
      own("broken_crc.fit", "not_a_fit.fit", RUN, "broken_truncated.fit", ...NIGHTS),
    );
    const refused = view.files.filter((file) => file.state === "refused");
    expect(refused.map(({ fileName, message }) => [fileName, message])).toEqual([
      ["broken_crc.fit", expect.stringMatching(/checksum/)],
      ["not_a_fit.fit", expect.stringMatching(/web page/)],
      ["broken_truncated.fit", expect.stringMatching(/cut short/)],
    ]);
    expect(view.sentence).toBe("1 new workout, 1 day with new values. 3 files could not be used.");
  });

  test("nights are stored by day", async () => {
    await importFiles(own(...NIGHTS));
    expect(await rowsOf("RecoveryDay", athleteId, "localDate")).toMatchObject([
      { localDate: "2026-03-10", hrvRmssdMs: 53, sleepSeconds: 450 * 60, channels: { hrvRmssdMs: "file" } },
    ]);
    expect(await rowsOf("HealthSnapshot", athleteId, "startedAt")).toMatchObject([
      { hrvSdrrMs: 61, hrvRmssdMs: 48 },
    ]);
  });

  test("without anything for us is said to be so", async () => {
    const settings = buildFit(define(0, 0, [[0, 1, BASE.enum]]), data(0, uint8(2)));
    const view = await importFiles({ "settings.fit": settings, "empty.fit": new Uint8Array() });
    expect(view.files.map(({ message }) => message)).toEqual([
      expect.stringMatching(/no workout and no night/),
      "This file is empty.",
    ]);
    expect(await rowsOf("OriginalFile", athleteId, "sha256")).toEqual([]);
  });

  test("a clock that was never set is refused and nothing of it stored", async () => {
    const start = 60;
    const file = buildFit(
      define(0, 0, [[0, 1, BASE.enum]]),
      data(0, uint8(4)),
      define(1, 18, [
        [253, 4, BASE.uint32],
        [2, 4, BASE.uint32],
        [5, 1, BASE.enum],
        [6, 1, BASE.enum],
        [7, 4, BASE.uint32],
        [9, 4, BASE.uint32],
      ]),
      data(1, uint32(start + 600), uint32(start), uint8(1), uint8(0), uint32(600_000), uint32(180_000)),
    );
    const view = await importFiles({ "old.fit": file });
    expect(view.files[0]?.message).toMatch(/clock of the watch was not set/);
    expect(await rowsOf("Recording", athleteId, "startedAt")).toEqual([]);
  });
});

describe("an upload", () => {
  test("without a file is refused, and one that breaks off leaves nothing", async () => {
    await expect(receiveImport(athleteId, formOf({}))).rejects.toMatchObject({ code: "invalid_input" });
    const { body, contentType } = formOf(own(RUN));
    const cut = (async function* () {
      for await (const piece of body) {
        yield piece.subarray(0, 5000);
        return;
      }
    })();
    await expect(receiveImport(athleteId, { body: cut, contentType, fileName: null })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await rowsOf("Import", athleteId, "createdAt")).toEqual([]);
  });

  test("larger than a piece comes back whole", async () => {
    const big = Buffer.alloc(9_000_000, "nightrun");
    const importId = await upload({ "big.fit": big });
    const chunks = await queryRows<{ body: Buffer }>(
      `SELECT c."body" FROM "ImportChunk" c JOIN "ImportFile" f ON f."id" = c."importFileId"
       WHERE f."importId" = $1 ORDER BY c."chunkIndex"`,
      [importId],
    );
    expect(chunks.map(({ body }) => body.length)).toEqual([4_194_304, 4_194_304, 9_000_000 - 2 * 4_194_304]);
    expect(Buffer.concat(chunks.map(({ body }) => body)).equals(big)).toBe(true);
  });

  test("goes on with the next file after its worker died", async () => {
    const importId = await upload(own(RUN, ...NIGHTS));
    let readCount = 0;
    const dying: ImportDeps = {
      ...deps,
      createReader: () => ({
        ...readerHere(),
        read: (bytes, options) => {
          readCount += 1;
          if (readCount === 3) throw new Error("killed");
          return readerHere().read(bytes, options);
        },
      }),
    };
    const first = { athleteId, importId, executorId: "one" };
    await expect(runImport(first, (_id, work) => work(), dying)).rejects.toThrow("killed");
    expect((await readImport(athleteId, importId)).totals).toMatchObject({ doneFileCount: 2, fileCount: 5 });

    const other = { ...first, executorId: "two" };
    expect(await runImport(other, (_id, work) => work(), deps)).toEqual({ status: "not_mine" });
    const later = { ...deps, now: () => new Date(now.getTime() + 10 * 60_000) };
    expect(await runImport(other, (_id, work) => work(), later)).toEqual({ status: "success" });
    const view = await readImport(athleteId, importId);
    expect(view).toMatchObject({ state: "done", totals: { doneFileCount: 5, newCount: 1 } });
    await expect(runImport(first, (_id, work) => work(), deps)).resolves.toEqual({ status: "not_mine" });
  });
});

describe("undo", () => {
  test("takes back all that one import brought", async () => {
    const before = await contents();
    const { importId } = await importFiles(own(RUN, ...NIGHTS));
    await undoImport(athleteId, importId, now);
    expect(await contents()).toEqual(before);
    expect(await rowsOf("ImportRow", athleteId, "id")).toEqual([]);
    expect(await readImport(athleteId, importId)).toMatchObject({ state: "undone", sentence: /Taken back/ });
    await undoImport(athleteId, importId, now);
  });

  test("leaves what an earlier import brought too, and goes when that one goes", async () => {
    const first = await importFiles(own(RUN, "hrv_status.fit"));
    const before = await contents();
    const second = await importFiles(own(RUN, ...NIGHTS));
    expect(await contents()).not.toEqual(before);
    await undoImport(athleteId, second.importId, now);
    expect(await contents()).toEqual(before);
    await undoImport(athleteId, first.importId, now);
    expect(await rowsOf("Workout", athleteId, "startedAt")).toEqual([]);
    expect(await rowsOf("RecoveryDay", athleteId, "localDate")).toEqual([]);
  });

  test("of the first one keeps what the later one brought", async () => {
    const first = await importFiles(own(RUN, "hrv_status.fit"));
    await importFiles(own(RUN, "sleep.fit"));
    await undoImport(athleteId, first.importId, now);
    expect(await rowsOf("Recording", athleteId, "startedAt")).toHaveLength(1);
    expect(await rowsOf("RecoveryDay", athleteId, "localDate")).toMatchObject([
      { hrvRmssdMs: null, sleepSeconds: 450 * 60 },
    ]);
  });

  test("leaves rows of the live channel as they are", async () => {
    await storeRecovery(athleteId, {
      channel: "garmin",
      days: [{ localDate: "2026-03-10", hrvRmssdMs: 60 }],
      sessions: [],
      snapshots: [],
      raw: [],
      syncRunId: null,
      window: { from: "2026-03-10", to: "2026-03-10" },
      metric: "hrv",
    });
    const before = await contents();
    const { importId } = await importFiles(own(...NIGHTS));
    expect(await rowsOf("RecoveryDay", athleteId, "localDate")).toMatchObject([
      { hrvRmssdMs: 60, sleepSeconds: 450 * 60, channels: { hrvRmssdMs: "garmin", sleepSeconds: "file" } },
    ]);
    await undoImport(athleteId, importId, now);
    expect(await contents()).toEqual(before);
  });

  test("is nobody else's to ask for", async () => {
    const { importId } = await importFiles(own(RUN));
    const stranger = await insertTestAthlete();
    await expect(undoImport(stranger.athleteId, importId, now)).rejects.toMatchObject({ code: "not_found" });
    await expect(readImport(stranger.athleteId, importId)).rejects.toMatchObject({ code: "not_found" });
    expect(await rowsOf("Recording", athleteId, "startedAt")).toHaveLength(1);
  });
});
