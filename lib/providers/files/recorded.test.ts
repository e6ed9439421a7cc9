/**
 * Recorded files, against values that another decoder (fitdecode 0.11.0 for Python) gave:
 * its session, lap and time_in_zone messages, and averages over time of its records
 * (a record stands for at most 10 s). The GPX was measured with the law of cosines.
 */
import { describe, expect, test } from "vitest";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import type { FileRecording } from "@/lib/providers/files/reading";
import { hasShared, sharedFile } from "@/lib/providers/files/testing/fixtures";
import { fromChannelValue } from "@/lib/records/curve";

const now = new Date("2026-12-01T00:00:00Z");
const read = (name: string) => readTrainingFile(sharedFile(name), { now });

function only(recordings: readonly FileRecording[]): FileRecording {
  const [first] = recordings;
  if (first === undefined || recordings.length !== 1) throw new Error(`${recordings.length} recordings`);
  return first;
}

function lastOf(one: FileRecording, channel: "timeMs" | "distanceCentimeters"): number | undefined {
  return one.curve?.[channel].at(-1);
}

describe.skipIf(!hasShared)("recorded files", () => {
  test("Forerunner 110: a run without cadence, power and local time", () => {
    const reading = read("fit-recorded/2013-02-06-12-11-14.fit");
    const one = only(reading.recordings);
    expect(reading).toMatchObject({
      format: "fit",
      kind: "recordings",
      warnings: [],
      suspiciousClock: false,
    });
    expect(one.recording).toMatchObject({
      channel: "file",
      sport: "run",
      sportDetail: "running",
      startedAt: new Date("2013-02-06T12:11:14Z"),
      utcOffsetSeconds: null,
      localDate: "2013-02-06",
      elapsedSeconds: 2625.14,
      timerSeconds: 2625.14,
      distanceMeters: 4835.38,
      elevationGainMeters: 168,
      elevationLossMeters: 160,
      averageHeartRateBpm: 147,
      maxHeartRateBpm: 171,
      totalEnergyKilocalories: 336,
      averageCadenceStepsPerMinute: null,
      averagePowerWatts: null,
      rpe: null,
      feelPercent: null,
      manufacturer: "GARMIN",
      deviceId: "3819347952",
    });
    expect(one.laps.map((lap) => [lap.distanceMeters, lap.averageHeartRateBpm])).toEqual([
      [1000, 146],
      [1000, 157],
      [1000, 132],
      [1000, 157],
      [835.38, 154],
    ]);
    // 590 records at 583 different moments.
    expect(one.curve?.timeMs.length).toBe(583);
    expect(lastOf(one, "distanceCentimeters")).toBe(483_538);
    // 684625107 and -52850940 semicircles.
    expect(fromChannelValue(one.curve?.latitudeE7[0], 1e7)).toBeCloseTo((684_625_107 * 180) / 2 ** 31, 6);
    expect(fromChannelValue(one.curve?.longitudeE7[0], 1e7)).toBeCloseTo((-52_850_940 * 180) / 2 ** 31, 6);
  });

  test("fenix 2: seven legs of one day, each with its own lap, distance and heart rate", () => {
    const { recordings } = read("fit-recorded/activity-large-fenxi2-multisport.fit");
    const legs = recordings.map(({ recording }) => recording);
    expect(legs.map((leg) => [leg.sport, leg.sportDetail])).toEqual([
      ["other", "other"],
      ["other", "transition"],
      ["run", "running"],
      ["other", "transition"],
      ["run", "running"],
      ["other", "transition"],
      ["ride", "cycling"],
    ]);
    expect(legs.map((leg) => leg.distanceMeters)).toEqual([
      25072.07, 224.24, 2245.23, 3.63, 12740.37, 617.55, 28928.27,
    ]);
    expect(recordings.map((leg) => lastOf(leg, "distanceCentimeters"))).toEqual([
      2_507_207, 22_424, 224_523, 363, 1_274_037, 61_755, 2_892_739,
    ]);
    const heartRates = [135.1947, 107.8985, 164.4355, 164.2, 157.6254, 144.3481, 154.3158];
    for (const [index, leg] of legs.entries()) {
      expect(leg.averageHeartRateBpm).toBeCloseTo(heartRates[index] ?? 0, 2);
    }
    expect(legs.map((leg) => leg.maxHeartRateBpm)).toEqual([165, 131, 172, 165, 168, 167, 171]);
    expect(legs.map((leg) => leg.aerobicTrainingEffect)).toEqual([3.2, 1, 4, 1, 4.5, 1.5, 3.8]);
    expect(new Set(legs.map((leg) => leg.utcOffsetSeconds))).toEqual(new Set([7200]));
    expect(recordings.map((leg) => leg.laps.map((lap) => lap.distanceMeters))).toEqual([
      [25073.55],
      [225.3],
      [2245.57],
      [3.82],
      [12743.29],
      [619.75],
      [28920.07],
    ]);
    expect(new Set(legs.map((leg) => leg.externalId)).size).toBe(7);
  });

  test("fenix 2: a leg begins at its first sample when its own start is 45 minutes late", () => {
    const [first] = read("fit-recorded/activity-large-fenxi2-multisport.fit").recordings;
    // The session says 08:00:01; its lap and its first record say 07:14:44.
    expect(first?.recording.startedAt).toEqual(new Date("2015-08-29T07:14:44Z"));
    expect(first?.curve?.timeMs[0]).toBe(0);
  });

  test("fenix 2: cadence is that of both feet, though a lap tells both already", () => {
    const legs = read("fit-recorded/activity-large-fenxi2-multisport.fit").recordings;
    // One foot's records average 56.50 and 74.55; the laps tell 114 and 149.
    expect(legs[2]?.recording.averageCadenceStepsPerMinute).toBeCloseTo(2 * 56.50087, 1);
    expect(legs[4]?.recording.averageCadenceStepsPerMinute).toBeCloseTo(2 * 74.54664, 1);
    expect(legs[2]?.laps[0]?.averageCadenceStepsPerMinute).toBe(114);
    expect(legs[4]?.laps[0]?.averageCadenceStepsPerMinute).toBe(149);
  });

  test("fenix 2: a run whose summary has no heart rate gets it from the samples", () => {
    const one = only(read("fit-recorded/activity-small-fenix2-run.fit").recordings);
    expect(one.recording).toMatchObject({
      sport: "run",
      startedAt: new Date("2015-08-15T14:45:08Z"),
      utcOffsetSeconds: 7200,
      elapsedSeconds: 2832,
      distanceMeters: 9008.22,
      elevationGainMeters: 64,
      maxHeartRateBpm: 178,
      averageCadenceStepsPerMinute: 162,
      aerobicTrainingEffect: 3.8,
      totalEnergyKilocalories: 516,
    });
    expect(one.recording.averageHeartRateBpm).toBeCloseTo(153.91423, 4);
    expect(one.laps.map((lap) => [lap.distanceMeters, lap.averageCadenceStepsPerMinute])).toEqual([
      [848.94, 162],
      [2987.88, 166],
      [2978.79, 168],
      [2192.61, 152],
    ]);
    expect(one.laps[0]?.averageHeartRateBpm).toBeCloseTo(127.75465, 4);
    expect(one.laps[0]?.maxHeartRateBpm).toBe(146);
    expect(one.curve?.timeMs.length).toBe(2809);
  });

  test("Forerunner 70: compressed times and distances; a clock of 1990 is told", () => {
    const reading = read("fit-recorded/compressed-speed-distance.fit");
    const one = only(reading.recordings);
    expect(reading.suspiciousClock).toBe(true);
    expect(one.suspiciousClock).toBe(true);
    expect(one.recording).toMatchObject({
      sport: "run",
      startedAt: new Date("1990-07-18T06:44:24Z"),
      localDate: "1990-07-18",
      // The local time is of 2012: 21 years ahead is no offset.
      utcOffsetSeconds: null,
      elapsedSeconds: 3883.273,
      timerSeconds: 3772.75,
      distanceMeters: 10248.67,
      averageHeartRateBpm: 170,
      maxHeartRateBpm: 190,
      averageCadenceStepsPerMinute: 176,
      totalEnergyKilocalories: 708,
    });
    expect(one.laps.map((lap) => lap.averageHeartRateBpm)).toEqual([
      149, 159, 179, 170, 176, 175, 179, 184, 181, 185, 169,
    ]);
    expect(one.curve?.timeMs.length).toBe(755);
    // 10248.6875 m, in sixteenths of a meter that start anew every 256 m.
    expect(lastOf(one, "distanceCentimeters")).toBe(1_024_869);
    expect(lastOf(one, "timeMs")).toBe(3_880_000);
  });

  test("Forerunner 735XT: a pool swim, a chest strap's beats chained behind it", () => {
    const reading = read("fit-recorded/event_timestamp.fit");
    const one = only(reading.recordings);
    expect(reading.warnings).toEqual([]);
    expect(one.recording).toMatchObject({
      sport: "swim",
      sportDetail: "lap_swimming",
      startedAt: new Date("2017-06-13T13:42:30Z"),
      utcOffsetSeconds: -14_400,
      elapsedSeconds: 4567.485,
      timerSeconds: 4371.56,
      distanceMeters: 2606.04,
      averageHeartRateBpm: 142,
      maxHeartRateBpm: 161,
      heartRateZoneSeconds: [886.414, 1632.933, 48.061, 0, 0],
      heartRateZoneLowerBpm: [114, 142, 158, 168, 178],
      aerobicTrainingEffect: 2.8,
      // Strokes are no steps.
      averageCadenceStepsPerMinute: null,
    });
    expect(one.laps).toHaveLength(99);
    expect(one.laps.reduce((sum, lap) => sum + (lap.distanceMeters ?? 0), 0)).toBeCloseTo(2606.04, 2);
  });

  test("fenix 6X: ten seconds of yoga, without a distance, on the evening before in UTC", () => {
    const one = only(read("fit-recorded/fenix6x_yoga.fit").recordings);
    expect(one.recording).toMatchObject({
      sport: "other",
      sportDetail: "yoga",
      startedAt: new Date("2023-09-29T00:10:57Z"),
      utcOffsetSeconds: -21_600,
      localDate: "2023-09-28",
      elapsedSeconds: 9.676,
      distanceMeters: null,
      averageHeartRateBpm: 87,
      maxHeartRateBpm: 89,
      heartRateZoneSeconds: [0, 0, 0, 0, 0],
      heartRateZoneLowerBpm: [124, 137, 150, 163, 177],
      aerobicTrainingEffect: 0,
      anaerobicTrainingEffect: 0,
      totalEnergyKilocalories: 1,
      restingEnergyKilocalories: 0,
      activeEnergyKilocalories: 1,
      sweatLossMilliliters: 1,
    });
    expect(one.laps).toEqual([]);
  });

  test("fenix 5: a minute's run with fractional cadence and zones", () => {
    const one = only(read("fit-recorded/garmin-fenix-5-run.fit").recordings);
    expect(one.recording).toMatchObject({
      sport: "run",
      startedAt: new Date("2017-06-11T14:34:09Z"),
      utcOffsetSeconds: -25_200,
      elapsedSeconds: 56.887,
      distanceMeters: 157.56,
      averageHeartRateBpm: 90,
      maxHeartRateBpm: 112,
      heartRateZoneSeconds: [23.567, 0, 0, 0, 0],
      heartRateZoneLowerBpm: [107, 131, 146, 156, 164],
      averageCadenceStepsPerMinute: 2 * 83.671875,
    });
    expect(one.curve?.timeMs.length).toBe(21);
  });

  test("Strava's app: a damaged file keeps its summary and what came before the damage", () => {
    const reading = read("fit-recorded/strava-android-app-201.10-b1218918.fit");
    const one = only(reading.recordings);
    expect(reading.warnings).toEqual(["The file is cut short: samples after the cut are missing."]);
    expect(reading.suspiciousClock).toBe(false);
    expect(one.recording).toMatchObject({
      sport: "run",
      startedAt: new Date("2021-09-27T14:13:10Z"),
      elapsedSeconds: 3558,
      distanceMeters: 11274.04,
      manufacturer: "STRAVA",
      averageHeartRateBpm: null,
      deviceId: null,
    });
    // The damaged record claims to be of 2085; the one before it is the last good one.
    expect(lastOf(one, "timeMs")).toBe(
      Date.parse("2021-09-27T14:18:24Z") - Date.parse("2021-09-27T14:13:10Z"),
    );
    expect(lastOf(one, "distanceCentimeters")).toBe(92_825);
  });

  test("GPX: distance along the points, heart rate over time, a name", () => {
    const reading = read("gpx/sample_activity.gpx");
    const one = only(reading.recordings);
    expect(reading).toMatchObject({ format: "gpx", kind: "recordings", suspiciousClock: false });
    expect(one.recording).toMatchObject({
      sport: "run",
      sportDetail: "running",
      name: "Amsterdam City Center Run",
      startedAt: new Date("2025-08-31T10:00:00Z"),
      utcOffsetSeconds: null,
      elapsedSeconds: 630,
      timerSeconds: 630,
      maxHeartRateBpm: 165,
      totalEnergyKilocalories: null,
    });
    expect(one.recording.distanceMeters).toBeCloseTo(2983.68168, 2);
    // Points 45 s apart stand for 10 s each, the last one for 1 s.
    const sum = 120 + 125 + 130 + 135 + 140 + 142 + 145 + 148 + 150 + 152 + 155 + 158 + 160 + 162;
    expect(one.recording.averageHeartRateBpm).toBeCloseTo((sum * 10 + 165) / 141, 6);
    expect(one.laps).toEqual([]);
    expect(one.curve?.altitudeCentimeters[0]).toBe(-100);
    expect(one.curve?.latitudeE7[0]).toBe(523_676_000);
  });
});
