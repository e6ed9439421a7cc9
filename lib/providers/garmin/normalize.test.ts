import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDetail,
  normalizeDetailedActivity,
  normalizeListedActivity,
  sportOf,
} from "@/lib/providers/garmin/normalize-activity";
import {
  nightOfDay,
  nightOfRange,
  normalizeDailySummary,
  normalizeHrv,
  normalizeNights,
} from "@/lib/providers/garmin/normalize-recovery";
import { normalizeSnapshot } from "@/lib/providers/garmin/normalize-snapshots";
import {
  DailySummaries,
  DetailedActivity,
  HrvRange,
  ListedActivity,
  SleepDay,
  SleepRange,
  WellnessActivity,
} from "@/lib/providers/garmin/schemas";
import { listedRun, nightDto, noNight, runDetail, snapshot } from "@/lib/providers/garmin/testing/bodies";

const listed = (overrides: Record<string, unknown> = {}) =>
  normalizeListedActivity(ListedActivity.parse(listedRun(overrides)));
const READ_AT = new Date("2026-03-10T12:00:00Z");
const detailed = (summary: Record<string, unknown> = {}, overrides: Record<string, unknown> = {}) =>
  normalizeDetailedActivity(DetailedActivity.parse(runDetail(summary, overrides)), READ_AT);
const nights = (...dtos: Record<string, unknown>[]) =>
  normalizeNights(SleepRange.parse(dtos).map(nightOfRange));
const nightByDay = (body: unknown) => {
  const night = nightOfDay(SleepDay.parse(body));
  return normalizeNights(night === null ? [] : [night]);
};

describe("sports", () => {
  test.each([
    ["running", 17, "run"],
    ["trail_running", 1, "run"],
    ["treadmill_running", 1, "run"],
    ["virtual_run", 1, "run"],
    ["a_run_of_next_year", 1, "run"],
    ["cycling", 17, "ride"],
    ["indoor_cycling", 2, "ride"],
    ["lap_swimming", 26, "swim"],
    ["open_water_swimming", 26, "swim"],
    ["hiking", 17, "walk"],
    ["speed_walking", 9, "walk"],
    ["strength_training", 29, "strength"],
    ["yoga", 29, "other"],
    ["multi_sport", 17, "other"],
    ["stand_up_paddleboarding_v2", 228, "other"],
    ["unheard_of", null, "other"],
  ])("%s of %s is %s", (typeKey, parentTypeId, sport) => {
    expect(sportOf({ typeKey, parentTypeId })).toBe(sport);
  });
});

describe("what is zero and what is not measured", () => {
  test("a flat course is zero meters of climb; no altitude is none", () => {
    expect(listed().elevationGainMeters).toBe(0);
    expect(listed({ elevationGain: undefined }).elevationGainMeters).toBeNull();
  });

  test("no heart rate is zero", () => {
    expect(listed({ averageHR: 0, maxHR: null })).toMatchObject({
      averageHeartRateBpm: null,
      maxHeartRateBpm: null,
    });
  });

  test.each([
    ["a run that stood still", { typeKey: "running", parentTypeId: 17 }, 0],
    ["a treadmill without a sensor", { typeKey: "treadmill_running", parentTypeId: 1 }, null],
    ["yoga", { typeKey: "yoga", parentTypeId: 29 }, null],
  ])("0 meters: %s", (_case, activityType, meters) => {
    expect(listed({ activityType, distance: 0 }).distanceMeters).toBe(meters);
  });

  const zones = (...seconds: (number | undefined)[]) =>
    Object.fromEntries(seconds.map((value, index) => [`hrTimeInZone_${index + 1}`, value]));

  test("time in zones is whole or not there", () => {
    expect(listed(zones(60, 120, 30, 0, 0)).heartRateZoneSeconds).toEqual([60, 120, 30, 0, 0]);
    expect(listed(zones(60, 120, 30, 0)).heartRateZoneSeconds).toEqual([]);
    expect(listed(zones(0, 0, 0, 0, 0)).heartRateZoneSeconds).toEqual([0, 0, 0, 0, 0]);
    expect(listed({ ...zones(0, 0, 0, 0, 0), averageHR: null }).heartRateZoneSeconds).toEqual([]);
  });

  test.each([
    [400, 50, 350],
    [400, null, null],
    [null, 50, null],
    [40, 50, null],
  ])("of %s kcal with %s at rest, %s are active", (calories, bmrCalories, active) => {
    expect(listed({ calories, bmrCalories }).activeEnergyKilocalories).toBe(active);
  });

  test.each([
    [600, 250, -350],
    [600, 0, -600],
    [0, 250, 250],
    [600, undefined, null],
    [undefined, 250, null],
  ])("%s ml lost and %s ml drunk balance at %s", (waterEstimated, waterConsumed, balance) => {
    expect(listed({ waterEstimated, waterConsumed }).fluidBalanceMilliliters).toBe(balance);
  });

  test("an entry made by hand has only the timer's time", () => {
    expect(listed({ manualActivity: true, elapsedDuration: 0 })).toMatchObject({
      isManual: true,
      elapsedSeconds: 1800,
      timerSeconds: 1800,
    });
  });
});

describe("time", () => {
  test("the local date is the one on the wall at the start", () => {
    const recording = listed({ startTimeGMT: "2026-03-10 23:30:00", startTimeLocal: "2026-03-11 12:30:00" });
    expect(recording).toMatchObject({ localDate: "2026-03-11", utcOffsetSeconds: 46_800 });
  });

  test("beginTimestamp stands in for a start in UTC", () => {
    expect(listed({ startTimeGMT: null }).startedAt).toEqual(new Date("2026-03-10T06:00:00Z"));
  });

  test("an offset that no place has is none", () => {
    expect(listed({ startTimeLocal: "2026-03-10 22:00:00" }).utcOffsetSeconds).toBeNull();
  });
});

describe("multisport", () => {
  test("parent and leg are told apart", () => {
    expect(listed({ parent: true }).isMultisportParent).toBe(true);
    expect(listed({ activityType: { typeKey: "multi_sport", parentTypeId: 17 } }).isMultisportParent).toBe(
      true,
    );
    expect(listed({ parentId: 2000 })).toMatchObject({ isMultisportParent: false, parentExternalId: "2000" });
  });

  test("the detail knows a parent too", () => {
    expect(detailed({}, { isMultiSportParent: true }).isMultisportParent).toBe(true);
    expect(addDetail(listed(), detailed({}, { isMultiSportParent: true })).isMultisportParent).toBe(true);
  });
});

describe("the athlete's rating", () => {
  test.each([
    [0, 0],
    [10, 1],
    [60, 6],
    [100, 10],
    [undefined, null],
    [null, null],
  ])("%s is RPE %s", (directWorkoutRpe, rpe) => {
    expect(detailed({ directWorkoutRpe }).rpe).toBe(rpe);
  });

  test("a rating that was taken back is gone", () => {
    const rated = addDetail(listed(), detailed({ directWorkoutRpe: 60, directWorkoutFeel: 50 }));
    expect(addDetail(rated, detailed())).toMatchObject({ rpe: null, feelPercent: null });
  });
});

describe("nights", () => {
  test("of two nights on one date the longer is the main one", () => {
    const start = Date.UTC(2026, 2, 10, 8);
    const short = nightDto({
      sleepStartTimestampGMT: start,
      sleepEndTimestampGMT: start + 3_600_000,
      sleepEndTimestampLocal: start + 7_200_000,
      sleepTimeSeconds: 3000,
    });
    const { days, sessions } = nights(short, nightDto());
    expect(days).toMatchObject([{ sleepSeconds: 25_200 }]);
    expect(sessions.map((session) => [session.kind, session.sleepSeconds])).toEqual([
      ["main", 25_200],
      ["second", 3000],
    ]);
  });

  test.each([
    ["the night's own average", { avgHeartRate: 48, averageSpO2HRSleep: 50 }, [60], 48],
    ["the mean of its readings", { avgHeartRate: null, averageSpO2HRSleep: 50 }, [46, 0, null, 50], 48],
    ["the one beside blood oxygen", { avgHeartRate: null, averageSpO2HRSleep: 50 }, [], 50],
    ["none", { avgHeartRate: null, averageSpO2HRSleep: 0 }, [0], null],
  ])("overnight heart rate: %s", (_case, rates, readings, expected) => {
    const body = { dailySleepDTO: nightDto(rates), sleepHeartRate: readings.map((value) => ({ value })) };
    expect(nightByDay(body).days).toMatchObject([{ overnightAverageHeartRateBpm: expected }]);
  });

  test("a sum that is missing is that of the stages, if all are there", () => {
    expect(nights(nightDto({ sleepTimeSeconds: null })).days).toMatchObject([{ sleepSeconds: 25_200 }]);
    const { days } = nights(nightDto({ sleepTimeSeconds: null, remSleepSeconds: null }));
    expect(days).toMatchObject([{ sleepSeconds: null, inBedSeconds: 27_000 }]);
  });

  test("a window that ends before it starts is none", () => {
    const { days, sessions } = nights(nightDto({ sleepEndTimestampGMT: 1 }));
    expect(days).toMatchObject([{ sleepSeconds: 25_200, inBedSeconds: null, sleepStartedAt: null }]);
    expect(sessions).toEqual([]);
  });

  test("no night leaves nothing, nor does a zero without a window", () => {
    expect(nightByDay(noNight("2030-01-01"))).toEqual({ days: [], sessions: [] });
    expect(nightByDay({ dailySleepDTO: null })).toEqual({ days: [], sessions: [] });
    expect(nights({ ...noNight("2030-01-01").dailySleepDTO, sleepTimeSeconds: 0 })).toEqual({
      days: [],
      sessions: [],
    });
  });

  test("a nap is a session of its own and no part of the night", () => {
    const nap = {
      calendarDate: "2026-03-10",
      napStartTimestampGMT: "2026-03-10T12:00:00",
      napEndTimestampGMT: "2026-03-10T12:30:00.0",
      napTimeSec: 1500,
    };
    const { days, sessions } = nightByDay({ dailySleepDTO: nightDto(), dailyNapDTOS: [nap] });
    expect(days).toMatchObject([{ sleepSeconds: 25_200, inBedSeconds: 27_000 }]);
    expect(sessions).toMatchObject([
      { kind: "main" },
      { kind: "nap", localDate: "2026-03-10", sleepSeconds: 1500, inBedSeconds: 1800 },
    ]);
  });
});

describe("Health Snapshots", () => {
  const one = (overrides: Record<string, unknown> = {}) =>
    normalizeSnapshot(WellnessActivity.parse(snapshot(overrides)));
  const rate = [{ summaryType: "HEART_RATE", avgValue: 55 }];

  test("without variability it is one only if it says so", () => {
    expect(one({ summaryTypeDataList: rate })).toMatchObject({ averageHeartRateBpm: 55, hrvRmssdMs: null });
    expect(one({ summaryTypeDataList: rate, wellnessActivityType: undefined })).toBeNull();
  });

  test("one that measured nothing is none", () => {
    expect(one({ summaryTypeDataList: [{ summaryType: "RMSSD_HRV", avgValue: 0 }] })).toBeNull();
    expect(one({ summaryTypeDataList: null })).toBeNull();
  });
});

describe("for any body that passes the check", () => {
  const given = fc.option(fc.oneof(fc.constant(0), fc.double({ noNaN: true, noDefaultInfinity: true })), {
    nil: null,
  });
  const numbersOf = (value: unknown): unknown[] =>
    value !== null && typeof value === "object" && !(value instanceof Date)
      ? Object.values(value).flatMap(numbersOf)
      : [value instanceof Date ? value.getTime() : value];
  const expectNoNaN = (value: unknown) => expect(numbersOf(value).some(Number.isNaN)).toBe(false);

  const LISTED = {
    movingDuration: "movingSeconds",
    duration: "timerSeconds",
    distance: "distanceMeters",
    elevationGain: "elevationGainMeters",
    elevationLoss: "elevationLossMeters",
    averageHR: "averageHeartRateBpm",
    maxHR: "maxHeartRateBpm",
    avgPower: "averagePowerWatts",
    maxPower: "maxPowerWatts",
    normPower: "normalizedPowerWatts",
    averageRunningCadenceInStepsPerMinute: "averageCadenceStepsPerMinute",
    aerobicTrainingEffect: "aerobicTrainingEffect",
    anaerobicTrainingEffect: "anaerobicTrainingEffect",
    calories: "totalEnergyKilocalories",
    bmrCalories: "restingEnergyKilocalories",
    waterEstimated: "sweatLossMilliliters",
    waterConsumed: "fluidIntakeMilliliters",
  } as const;

  test("an activity has no NaN, and what is missing or nonsense is null", () => {
    const bodies = fc.record(Object.fromEntries(Object.keys(LISTED).map((key) => [key, given])));
    fc.assert(
      fc.property(bodies, (body) => {
        const recording = listed(body);
        expectNoNaN(recording);
        for (const [key, field] of Object.entries(LISTED)) {
          const value = body[key] ?? null;
          if (value === null || value < 0) expect(recording[field]).toBeNull();
          else if (value > 0) expect(recording[field]).toBe(value);
        }
      }),
    );
  });

  test("a night has no NaN, and what is missing is null", () => {
    const ms = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: null });
    const seconds = fc.option(fc.double({ min: -10, max: 200_000, noNaN: true }), { nil: null });
    const bodies = fc.record({
      sleepTimeSeconds: seconds,
      sleepStartTimestampGMT: ms,
      sleepEndTimestampGMT: ms,
      sleepEndTimestampLocal: ms,
      deepSleepSeconds: fc.constant(null),
      avgHeartRate: given,
      averageSpO2HRSleep: fc.constant(null),
    });
    fc.assert(
      fc.property(bodies, (body) => {
        const { days, sessions } = nights(nightDto(body));
        expectNoNaN([days, sessions]);
        if (body.sleepTimeSeconds === null) expect(days[0]?.sleepSeconds ?? null).toBeNull();
        if (body.avgHeartRate === null) expect(days[0]?.overnightAverageHeartRateBpm ?? null).toBeNull();
        if (body.sleepStartTimestampGMT === null || body.sleepEndTimestampGMT === null) {
          expect(days[0]?.inBedSeconds ?? null).toBeNull();
          expect(sessions).toEqual([]);
        }
      }),
    );
  });

  test("a day has no NaN, and what is missing is null", () => {
    const keys = ["restingHeartRate", "activeKilocalories", "bmrKilocalories", "totalKilocalories"];
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(keys.map((key) => [key, given]))),
        given,
        (values, lastNightAvg) => {
          const body = { data: [{ calendarDate: "2026-03-10", ...values }] };
          const days = DailySummaries.parse(body).data.flatMap(normalizeDailySummary);
          expectNoNaN(days);
          if (values.restingHeartRate === null) expect(days[0]?.restingHeartRateBpm ?? null).toBeNull();
          if (values.activeKilocalories === null)
            expect(days[0]?.activeEnergyKilocalories ?? null).toBeNull();
          const hrv = normalizeHrv(
            HrvRange.parse({ hrvSummaries: [{ calendarDate: "2026-03-10", lastNightAvg }] }),
          );
          expect(hrv).toHaveLength(lastNightAvg !== null && lastNightAvg > 0 ? 1 : 0);
        },
      ),
    );
  });
});
