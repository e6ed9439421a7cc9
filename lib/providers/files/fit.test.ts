/** FIT files of ours; the values of testdata are those that fitdecode 0.11.0 for Python reads from them. */
import { describe, expect, test } from "vitest";
import { overnightAverageHeartRateBpm } from "@/lib/providers/files/fit-wellness";
import { readTrainingFile } from "@/lib/providers/files/read-file";
import { UnreadableFileError } from "@/lib/providers/files/reading";
import {
  BASE,
  buildFit,
  compressed,
  data,
  define,
  fitSeconds,
  float32,
  text,
  uint8,
  uint16,
  uint32,
} from "@/lib/providers/files/testing/build-fit";
import { ownFile } from "@/lib/providers/files/testing/fixtures";

const now = new Date("2026-12-01T00:00:00Z");
const read = (bytes: Uint8Array, timeZone?: string) => readTrainingFile(bytes, { now, timeZone });
const START = fitSeconds("2026-03-10T06:00:00Z");

const fileId = (type: number) => [define(0, 0, [[0, 1, BASE.enum]]), data(0, uint8(type))];
const SESSION = define(1, 18, [
  [253, 4, BASE.uint32],
  [2, 4, BASE.uint32],
  [5, 1, BASE.enum],
  [6, 1, BASE.enum],
  [7, 4, BASE.uint32],
  [9, 4, BASE.uint32],
]);
const session = (given: { sport?: number; subSport?: number; start?: number; meters?: number } = {}) => {
  const start = given.start ?? START;
  return data(
    1,
    uint32(start + 60),
    uint32(start),
    uint8(given.sport ?? 1),
    uint8(given.subSport ?? 0),
    uint32(60_000),
    uint32((given.meters ?? 200) * 100),
  );
};

describe("a run with rating and feel", () => {
  const reading = read(ownFile("run_rpe60_feel75.fit"));
  const [run] = reading.recordings;

  test("has every value of its summary", () => {
    expect(reading).toMatchObject({
      format: "fit",
      kind: "recordings",
      warnings: [],
      suspiciousClock: false,
    });
    expect(run?.recording).toMatchObject({
      sport: "run",
      sportDetail: "running",
      name: null,
      startedAt: new Date("2026-03-10T06:00:00Z"),
      utcOffsetSeconds: 3600,
      localDate: "2026-03-10",
      elapsedSeconds: 615,
      timerSeconds: 600,
      movingSeconds: 590,
      distanceMeters: 1800,
      elevationGainMeters: 6,
      elevationLossMeters: 6,
      averageHeartRateBpm: 137,
      maxHeartRateBpm: 155,
      heartRateZoneSeconds: [60, 300, 200, 40, 0],
      heartRateZoneLowerBpm: [99, 119, 139, 149, 169],
      averagePowerWatts: 260,
      maxPowerWatts: 300,
      normalizedPowerWatts: 262,
      averageCadenceStepsPerMinute: 169,
      rpe: 6,
      feelPercent: 75,
      aerobicTrainingEffect: 2.4,
      anaerobicTrainingEffect: 0.3,
      totalEnergyKilocalories: 70,
      restingEnergyKilocalories: 12,
      activeEnergyKilocalories: 58,
      sweatLossMilliliters: null,
      deviceId: "3400000001",
      manufacturer: "GARMIN",
      isMultisportParent: false,
      detailReadAt: null,
    });
  });

  test("has its laps and its samples", () => {
    expect(run?.laps).toMatchObject([
      { lapIndex: 0, elapsedSeconds: 300, movingSeconds: 300, distanceMeters: 900, averageHeartRateBpm: 130 },
      { lapIndex: 1, elapsedSeconds: 300, movingSeconds: 300, distanceMeters: 900, averageHeartRateBpm: 145 },
    ]);
    expect(run?.curve?.timeMs.length).toBe(601);
    expect(run?.curve?.timeMs[300]).toBe(300_000);
    expect(run?.curve?.distanceCentimeters[300]).toBe(90_000);
    expect(run?.curve?.heartRateBpm[300]).toBe(145);
    expect(run?.curve?.altitudeCentimeters[300]).toBe(17_720);
    expect(run?.curve?.powerWatts[300]).toBe(260);
    expect(run?.curve?.cadenceStepsPerMinute[300]).toBe(169);
  });

  test("has the same id in every reading, and another in another file", () => {
    const again = read(ownFile("run_rpe60_feel75.fit"));
    expect(again.recordings[0]?.recording.externalId).toBe(run?.recording.externalId);
    expect(run?.recording.externalId).toMatch(/^[0-9a-f]{64}-0$/);
  });
});

describe("wellness files", () => {
  test("HRV status gives the night's rMSSD and the watch's word", () => {
    const reading = read(ownFile("hrv_status.fit"));
    expect(reading).toMatchObject({ kind: "wellness", recordings: [] });
    expect(reading.days).toEqual([{ localDate: "2026-03-10", hrvRmssdMs: 53, garminHrvStatus: "BALANCED" }]);
  });

  test("five-minute values without the night's summary are no night's value", () => {
    const values = Array.from({ length: 80 }, (_, index) =>
      data(1, uint32(START + 300 * index), uint16(50 * 128)),
    );
    const layout = define(1, 371, [
      [253, 4, BASE.uint32],
      [0, 2, BASE.uint16],
    ]);
    expect(read(buildFit(...fileId(68), layout, ...values))).toMatchObject({ kind: "nothing", days: [] });
  });

  test("HRV status is dated in the athlete's zone", () => {
    // Written at 05:40 UTC, which is still the evening before in Honolulu.
    expect(read(ownFile("hrv_status.fit"), "Pacific/Honolulu").days[0]?.localDate).toBe("2026-03-09");
  });

  test("sleep is deep, light and REM; awake and unmeasurable are not", () => {
    const { days, sessions } = read(ownFile("sleep.fit"));
    const night = { sleepSeconds: 450 * 60, inBedSeconds: 460 * 60 };
    const [startedAt, endedAt] = [new Date("2026-03-09T22:31:00Z"), new Date("2026-03-10T06:11:00Z")];
    expect(days).toEqual([
      { localDate: "2026-03-10", ...night, sleepStartedAt: startedAt, sleepEndedAt: endedAt },
    ]);
    expect(sessions).toMatchObject([{ channel: "file", kind: "main", startedAt, endedAt, ...night }]);
  });

  test("the last stage of sleep lasts until the end that the file names", () => {
    const stage = (at: number, level: number) => data(1, uint32(at), uint8(level));
    const stages = [
      define(1, 275, [
        [253, 4, BASE.uint32],
        [0, 1, BASE.enum],
      ]),
      stage(START, 2),
      stage(START + 3600, 3),
    ];
    const end = [define(2, 276, [[253, 4, BASE.uint32]]), data(2, uint32(START + 9000))];
    expect(read(buildFit(...fileId(49), ...stages, ...end)).days[0]?.sleepSeconds).toBe(9000);
    expect(read(buildFit(...fileId(49), ...stages)).days[0]?.sleepSeconds).toBe(3600);
  });

  test("monitoring gives the day's resting heart rate, and heart rate by the minute", () => {
    const { days, heartRate } = read(ownFile("monitoring_b.fit"));
    // 46 is the day's, 47 the average of a week.
    expect(days).toEqual([{ localDate: "2026-03-10", restingHeartRateBpm: 46 }]);
    expect(heartRate.atMs).toHaveLength(60);
    expect(heartRate.atMs[0]).toBe(Date.parse("2026-03-10T00:01:00Z"));
    expect(heartRate.atMs.at(-1)).toBe(Date.parse("2026-03-10T01:00:00Z"));
    expect([heartRate.heartRateBpm[0], heartRate.heartRateBpm.at(-1)]).toEqual([47, 50]);
    const hour = { startedAt: new Date("2026-03-10T00:00:00Z"), endedAt: new Date("2026-03-10T01:00:00Z") };
    expect(overnightAverageHeartRateBpm(heartRate, hour)).toBeCloseTo(48.966_667, 5);
    expect(overnightAverageHeartRateBpm(heartRate, { startedAt: now, endedAt: now })).toBeNull();
  });

  test("the lower half of a time rolls over", () => {
    const full = (START & ~0xffff) + 0xfff0;
    const records = [
      define(1, 55, [
        [253, 4, BASE.uint32],
        [27, 1, BASE.uint8],
      ]),
      data(1, uint32(full), uint8(50)),
      define(2, 55, [
        [26, 2, BASE.uint16],
        [27, 1, BASE.uint8],
      ]),
      data(2, uint16(0xfffe), uint8(51)),
      data(2, uint16(0x000c), uint8(52)),
    ];
    const { atMs } = read(buildFit(...fileId(32), ...records)).heartRate;
    expect(atMs.map((at) => (at - (atMs[0] ?? 0)) / 1000)).toEqual([0, 14, 28]);
  });

  test("a Health Snapshot keeps SDRR and rMSSD apart", () => {
    expect(read(ownFile("health_snapshot.fit")).snapshots).toMatchObject([
      {
        channel: "file",
        startedAt: new Date("2026-03-10T06:40:00Z"),
        localDate: "2026-03-10",
        hrvSdrrMs: 61,
        hrvRmssdMs: 48,
        averageHeartRateBpm: 55,
      },
    ]);
  });

  test("a file of settings is sound and holds nothing", () => {
    expect(read(buildFit(...fileId(2)))).toMatchObject({ kind: "nothing", recordings: [], warnings: [] });
  });
});

describe("parts", () => {
  test("two chained files give what both hold", () => {
    const reading = read(ownFile("chained_two_files.fit"));
    expect(reading.kind).toBe("mixed");
    expect(reading.recordings[0]?.recording).toMatchObject({ distanceMeters: 1800, rpe: 6 });
    expect(reading.days).toEqual([{ localDate: "2026-03-10", hrvRmssdMs: 53, garminHrvStatus: "BALANCED" }]);
  });

  test("a part that is cut does not take the one before it along", () => {
    const whole = ownFile("chained_two_files.fit");
    const reading = read(whole.subarray(0, whole.length - 100));
    expect(reading.recordings).toHaveLength(1);
    expect(reading.days).toEqual([]);
    expect(reading.warnings).toEqual([
      "A further part of the file was left out: This FIT file is cut short.",
    ]);
  });

  test("what follows the last part is left out and told", () => {
    const file = ownFile("run_rpe60_feel75.fit");
    const reading = read(Uint8Array.from([...file, 1, 2, 3]));
    expect(reading.recordings).toHaveLength(1);
    expect(reading.warnings).toHaveLength(1);
  });
});

describe("broken files", () => {
  test("cut behind its summary: kept, with a warning", () => {
    const file = ownFile("run_rpe60_feel75.fit");
    // Without its checksum and the last message.
    const reading = read(file.subarray(0, file.length - 5));
    expect(reading.recordings[0]?.recording).toMatchObject({ distanceMeters: 1800, rpe: 6 });
    expect(reading.warnings).toEqual(["The file is cut short: samples after the cut are missing."]);
  });

  test("never closed, so that its header says zero bytes: read to its end", () => {
    const file = ownFile("run_rpe60_feel75.fit");
    file.fill(0, 4, 8);
    expect(read(file).recordings[0]?.recording.distanceMeters).toBe(1800);
  });

  test("a whole activity without a summary takes its totals from its samples", () => {
    const record = (second: number, bpm: number) =>
      data(1, uint32(START + second), uint32(second * 300), uint8(bpm));
    const reading = read(
      buildFit(
        ...fileId(4),
        define(1, 20, [
          [253, 4, BASE.uint32],
          [5, 4, BASE.uint32],
          [3, 1, BASE.uint8],
        ]),
        record(0, 120),
        record(10, 140),
        record(20, 150),
        define(2, 12, [
          [0, 1, BASE.enum],
          [1, 1, BASE.enum],
        ]),
        data(2, uint8(1), uint8(3)),
      ),
    );
    expect(reading.warnings).toEqual(["The file has no summary: the totals are taken from its samples."]);
    expect(reading.recordings[0]?.recording).toMatchObject({
      sport: "run",
      sportDetail: "trail_running",
      elapsedSeconds: 20,
      timerSeconds: null,
      distanceMeters: 60,
      maxHeartRateBpm: 150,
    });
  });

  test.each([
    ["cut before its summary", ownFile("broken_truncated.fit"), /cut short before the summary/],
    ["a wrong checksum", ownFile("broken_crc.fit"), /checksum/],
    ["a web page", ownFile("not_a_fit.fit"), /web page/],
    ["a cut wellness file", ownFile("sleep.fit").subarray(0, 150), /cut short/],
    ["an empty activity", buildFit(...fileId(4)), /does not say when/],
    ["nothing", new Uint8Array(), /empty/],
  ])("%s is refused with a sentence", (_case, bytes, sentence) => {
    expect(() => read(bytes)).toThrow(UnreadableFileError);
    expect(() => read(bytes)).toThrow(sentence);
  });
});

describe("what devices do", () => {
  const activity = (...records: number[][]) => read(buildFit(...fileId(4), SESSION, ...records));

  test.each([
    [1, 0, "run", "running"],
    [1, 1, "run", "treadmill_running"],
    [1, 2, "run", "street_running"],
    [1, 3, "run", "trail_running"],
    [1, 4, "run", "track_running"],
    [1, 45, "run", "indoor_running"],
    [1, 58, "run", "virtual_run"],
    [1, 59, "run", "obstacle_run"],
    [1, 67, "run", "ultra_run"],
    [2, 6, "ride", "indoor_cycling"],
    [5, 18, "swim", "open_water_swimming"],
    [17, 0, "walk", "hiking"],
    [10, 20, "strength", "strength_training"],
    [4, 1, "run", "treadmill_running"],
    [15, 0, "other", "rowing"],
    [200, 0, "other", "other"],
  ])("sport %i, sub sport %i is %s, %s", (sport, subSport, ours, detail) => {
    const [one] = activity(session({ sport, subSport })).recordings;
    expect(one?.recording).toMatchObject({ sport: ours, sportDetail: detail });
  });

  test("zero meters on a treadmill were not measured, out of doors they were", () => {
    const meters = (subSport: number) =>
      activity(session({ subSport, meters: 0 })).recordings[0]?.recording.distanceMeters;
    expect(meters(1)).toBeNull();
    expect(meters(0)).toBe(0);
  });

  test("laps go to the leg in which they end", () => {
    const lap = define(2, 19, [
      [253, 4, BASE.uint32],
      [2, 4, BASE.uint32],
      [7, 4, BASE.uint32],
    ]);
    const oneLap = (from: number, to: number) =>
      data(2, uint32(START + to), uint32(START + from), uint32((to - from) * 1000));
    const { recordings } = activity(
      lap,
      oneLap(0, 30),
      oneLap(30, 60),
      oneLap(61, 121),
      session(),
      session({ sport: 2, start: START + 61 }),
    );
    expect(recordings.map((leg) => [leg.recording.sport, leg.laps.map((one) => one.elapsedSeconds)])).toEqual(
      [
        ["run", [30, 30]],
        ["ride", [60]],
      ],
    );
  });

  test("power of a developer field (Stryd) counts where the watch has none of its own", () => {
    const description = [
      define(2, 206, [
        [0, 1, BASE.uint8],
        [1, 1, BASE.uint8],
        [2, 1, BASE.uint8],
        [3, 8, BASE.text],
        [8, 8, BASE.text],
      ]),
      data(2, uint8(0), uint8(0), uint8(BASE.uint16), text("Power", 8), text("Watts", 8)),
    ];
    const record = define(3, 20, [[253, 4, BASE.uint32]], [[0, 2, 0]]);
    const at = (second: number, watts: number) => data(3, uint32(START + second), uint16(watts));
    const [run] = activity(...description, record, at(0, 200), at(1, 300), session()).recordings;
    expect([...(run?.curve?.powerWatts ?? [])]).toEqual([200, 300]);
    expect(run?.recording).toMatchObject({ averagePowerWatts: 250, maxPowerWatts: 300 });
  });

  test("a developer field that says it stands in for power counts under any name", () => {
    const description = [
      define(2, 206, [
        [0, 1, BASE.uint8],
        [1, 1, BASE.uint8],
        [2, 1, BASE.uint8],
        [3, 8, BASE.text],
        [14, 2, BASE.uint16],
        [15, 1, BASE.uint8],
      ]),
      data(2, uint8(0), uint8(5), uint8(BASE.float32), text("Leistng", 8), uint16(20), uint8(7)),
    ];
    const record = define(3, 20, [[253, 4, BASE.uint32]], [[5, 4, 0]]);
    const at = (second: number, watts: number) => data(3, uint32(START + second), float32(watts));
    const [run] = activity(...description, record, at(0, 210.4), at(1, Number.NaN), session()).recordings;
    expect(run?.recording.averagePowerWatts).toBeCloseTo(210.4, 3);
  });

  test("a record with a compressed time lies in the same half minute, or in the next", () => {
    const start = START - (START % 32) + 30;
    const full = define(2, 20, [
      [253, 4, BASE.uint32],
      [3, 1, BASE.uint8],
    ]);
    const short = define(3, 20, [[3, 1, BASE.uint8]]);
    const [run] = activity(
      full,
      data(2, uint32(start), uint8(120)),
      short,
      compressed(3, 31, uint8(121)),
      compressed(3, 2, uint8(122)),
      session({ start }),
    ).recordings;
    expect([...(run?.curve?.timeMs ?? [])]).toEqual([0, 1000, 4000]);
    expect([...(run?.curve?.heartRateBpm ?? [])]).toEqual([120, 121, 122]);
  });

  test("a date ahead by more than a day is suspicious, one of today is not", () => {
    const at = (iso: string) => activity(session({ start: fitSeconds(iso) })).suspiciousClock;
    expect(at("2026-12-01T20:00:00Z")).toBe(false);
    expect(at("2026-12-02T01:00:00Z")).toBe(true);
    expect(at("1999-12-31T23:00:00Z")).toBe(true);
    expect(at("2000-01-01T01:00:00Z")).toBe(false);
  });
});
