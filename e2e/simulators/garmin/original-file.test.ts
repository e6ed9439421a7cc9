/** The generated original file, read by the reader that the app uses. */
import { expect, test } from "vitest";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import { readOnlyEntry } from "@/lib/providers/files/zip";
import { originalFileZip } from "./original-file";

const ENTRY = {
  beginTimestamp: Date.UTC(2026, 2, 10, 6),
  duration: 3000,
  elapsedDuration: 3000,
  distance: 10_400,
  averageHR: 145,
  maxHR: 171,
  elevationGain: 60,
  averageRunningCadenceInStepsPerMinute: 172,
  avgPower: 260,
  calories: 700,
};

test("a generated original file is a whole FIT file with laps, samples, a route and the rating", async () => {
  const zip = originalFileZip("7", ENTRY, { summaryDTO: { directWorkoutRpe: 60, directWorkoutFeel: 75 } });
  const file = await readOnlyEntry(zip, /\.fit$/, 1_000_000);
  const reading = readTrainingFile(file ?? new Uint8Array(), { now: new Date("2026-03-11T00:00:00Z") });
  expect(reading.warnings).toEqual([]);
  const [found] = reading.recordings;
  expect(found?.recording).toMatchObject({ distanceMeters: 10_400, rpe: 6, feelPercent: 75, sport: "run" });
  expect(found?.laps.map(({ distanceMeters }) => distanceMeters)).toEqual([...Array(10).fill(1000), 400]);
  expect(found?.curve?.timeMs.length).toBe(601);
  expect(found?.curve?.distanceCentimeters.at(-1)).toBe(1_040_000);
  expect((found?.curve?.latitudeE7[0] ?? 0) / 1e7).toBeCloseTo(47.37, 4);
  expect(found?.curve?.powerWatts[0]).toBe(260);
});
