/** Original files of new runs: what they add, and what they cost. */
import { afterAll, describe, expect, test } from "vitest";
import { closeDb } from "@/lib/db/client";
import { queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { UnreadableFileError } from "@/lib/providers/files/reading";
import { ownFile } from "@/lib/providers/files/testing/fixtures";
import { runHere } from "@/lib/sync/run-here";
import {
  type Connected,
  connectedAthlete,
  depsWith,
  type FakeGarmin,
  fakeGarmin,
  run,
  TODAY,
} from "@/lib/sync/testing/fake-garmin";

afterAll(closeDb);

const once = <Result>(_id: string, work: () => Promise<Result>) => work();
/** The file begins at 06:00 of this day, as the runs of the fake do. */
const FILE_DAY = "2026-03-10";

/** A Garmin that hands out this for every run. */
function withFiles(garmin: FakeGarmin, file: () => Uint8Array | null): FakeGarmin {
  garmin.provider.readOriginalFile = async ({ recording }) => {
    garmin.calls.push(`file ${recording.externalId}`);
    return file();
  };
  return garmin;
}

async function sync({ takeWork }: Connected, garmin: FakeGarmin): Promise<void> {
  await runHere(takeWork(), once, depsWith(garmin));
}

describe("the original file of a new run", () => {
  test("gives laps, curve and the rating, and is kept", async () => {
    const garmin = withFiles(fakeGarmin({ runs: [run(FILE_DAY)], nights: [] }), () =>
      ownFile("run_rpe60_feel75.fit"),
    );
    const connected = await connectedAthlete(garmin);
    await sync(connected, garmin);
    const [recording] = await rowsOf("Recording", connected.athleteId, "startedAt");
    expect(recording).toMatchObject({ channel: "garmin", rpe: 6, feelPercent: 75, distanceMeters: 10_000 });
    const laps = await queryRows('SELECT * FROM "Lap" WHERE "recordingId" = $1', [recording?.id]);
    const curves = await queryRows('SELECT "kind" FROM "Curve" WHERE "recordingId" = $1', [recording?.id]);
    expect(laps.length).toBeGreaterThan(0);
    expect(curves.map(({ kind }) => kind)).toContain("heart_rate_bpm");
    const originals = await rowsOf("OriginalFile", connected.athleteId, "sha256");
    expect(
      await queryRows('SELECT "sha256" FROM "RecordingFile" WHERE "recordingId" = $1', [recording?.id]),
    ).toEqual([{ sha256: originals[0]?.sha256 }]);
    // Rated on the watch: nothing is left for the detail to add.
    expect(garmin.calls.filter((call) => call.startsWith("detail"))).toEqual([]);
  });

  test("is asked for once, newest first", async () => {
    const runs = ["2026-03-06", "2026-03-08", FILE_DAY].map((date) => run(date));
    const garmin = withFiles(fakeGarmin({ runs, nights: [] }), () => ownFile("run_rpe60_feel75.fit"));
    const connected = await connectedAthlete(garmin);
    await sync(connected, garmin);
    const files = () => garmin.calls.filter((call) => call.startsWith("file"));
    expect(files()).toEqual(["file run-2026-03-10", "file run-2026-03-08", "file run-2026-03-06"]);
    await connected.request(connected.athleteId, "garmin", { trigger: "manual" });
    await sync(connected, garmin);
    expect(files()).toHaveLength(3);
  });

  test.each([
    ["there is none", () => null, "Garmin has no file of it."],
    [
      "it is damaged",
      (): Uint8Array => {
        throw new UnreadableFileError("This FIT file is cut short.");
      },
      "This FIT file is cut short.",
    ],
    ["it is broken", () => ownFile("broken_crc.fit"), expect.stringMatching(/checksum/)],
  ])("leaves the run whole when %s", async (_name, file, message) => {
    const garmin = withFiles(fakeGarmin({ runs: [run(FILE_DAY)], nights: [] }), file);
    const connected = await connectedAthlete(garmin);
    await sync(connected, garmin);
    const [recording] = await rowsOf("Recording", connected.athleteId, "startedAt");
    expect(recording).toMatchObject({ rpe: 5, distanceMeters: 10_000 });
    expect(
      await queryRows('SELECT * FROM "RecordingFile" WHERE "recordingId" = $1', [recording?.id]),
    ).toMatchObject([{ sha256: null, message }]);
  });
});

test("a daily sync with one new run asks at most six times", async () => {
  const garmin = fakeGarmin({ runs: [run("2026-03-08")] });
  withFiles(garmin, () => ownFile("chained_two_files.fit"));
  const connected = await connectedAthlete(garmin);
  await sync(connected, garmin);
  garmin.runs.push(run(TODAY));
  for (const file of ["run_rpe60_feel75.fit", null]) {
    withFiles(garmin, () => (file === null ? null : ownFile(file)));
    garmin.calls.length = 0;
    await connected.request(connected.athleteId, "garmin", { trigger: "scheduled" });
    await sync(connected, garmin);
    expect(garmin.calls.length).toBeLessThanOrEqual(6);
    garmin.runs.push(run(TODAY, { externalId: "second" }));
  }
});
