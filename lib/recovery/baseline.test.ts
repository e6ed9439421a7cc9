import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { addDays, eachDate } from "@/lib/days";
import { computeRecoveryMetrics, isSuppressed, LOOK_BACK_DAYS, type Night } from "@/lib/recovery/baseline";

const TESTDATA = path.join(import.meta.dirname, "testdata");
const GARMIN_REFERENCE = path.resolve(
  import.meta.dirname,
  "../../../shared/vectors/garmin_hrv_weekly_reference.json",
);
const FIRST = "2026-01-01";

const night = (localDate: string, values: Partial<Night> = {}): Night => ({
  localDate,
  hrvRmssdMs: null,
  restingHeartRateBpm: null,
  overnightAverageHeartRateBpm: null,
  sleepSeconds: null,
  ...values,
});

/** Consecutive nights with these HRVs. */
const hrvNights = (valuesMs: readonly (number | null)[]) =>
  valuesMs.map((hrvRmssdMs, index) => night(addDays(FIRST, index), { hrvRmssdMs }));

const lastOf = (nights: readonly Night[]) => {
  const last = computeRecoveryMetrics(nights).at(-1);
  if (!last) throw new Error("no nights");
  return last;
};

describe("small vectors, worked by hand", () => {
  const Vectors = z.object({
    cases: z.array(
      z.object({
        id: z.string(),
        day: z.string(),
        series: z.record(z.string(), z.number().nullable()),
        expected: z.object({ n7: z.number(), geometric_mean7_ms: z.number(), cv7_ln_pct: z.number() }),
      }),
    ),
  });
  const { cases } = Vectors.parse(readJson(path.join(TESTDATA, "hrv_small_vectors.json")));

  test.each(cases)("$id", ({ series, day, expected }) => {
    const first = Object.keys(series).sort()[0] ?? day;
    const { hrv } = lastOf(
      eachDate(first, day).map((date) => night(date, { hrvRmssdMs: series[date] ?? null })),
    );
    expect(hrv.hrvNightCount7Day).toBe(expected.n7);
    expect(hrv.hrvRmssd7DayMs).toBeCloseTo(expected.geometric_mean7_ms, 3);
    // The vectors give the CV of four nights too; ours is said from five on.
    if (expected.n7 < 5) expect(hrv.hrvCv7DayPercent).toBeNull();
    else expect(hrv.hrvCv7DayPercent).toBeCloseTo(expected.cv7_ln_pct, 3);
  });
});

describe("90 nights with an illness and a zero", () => {
  const nights = readFileSync(path.join(TESTDATA, "hrv_rhr_90d.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [localDate = "", hrv, resting, overnight, sleep] = line.split(",");
      const number = (text = "") => (text === "" ? null : Number(text));
      const minutes = number(sleep);
      return night(localDate, {
        hrvRmssdMs: number(hrv),
        restingHeartRateBpm: number(resting),
        overnightAverageHeartRateBpm: number(overnight),
        sleepSeconds: minutes === null ? null : minutes * 60,
      });
    });
  const byDate = new Map(computeRecoveryMetrics(nights).map((metric) => [metric.localDate, metric]));

  const HeartRate = z.object({
    baseline_uncoupled60: z.object({
      n: z.number(),
      median: z.number().nullable(),
      sd_sample: z.number().nullable(),
    }),
  });
  const Band = z.object({ lower_ms: z.number(), upper_ms: z.number(), status: z.string() });
  const Expected = z.object({
    days: z.array(
      z.object({
        calendar_date: z.string(),
        hrv: z.object({
          n7: z.number(),
          mean7_ms: z.number().nullable(),
          cv7_ln_pct: z.number().nullable(),
          baseline: z.object({
            uncoupled60: z.object({
              n: z.number(),
              mean: z.number().nullable(),
              sd_sample: z.number().nullable(),
              bands: z.object({ "0.75": Band }).optional(),
              z_last: z.number().nullish(),
            }),
          }),
        }),
        resting_hr: HeartRate,
        overnight_hr: HeartRate,
        sleep: z.object({ n7: z.number(), avg7_min: z.number().nullable() }),
      }),
    ),
  });
  const { days } = Expected.parse(readJson(path.join(TESTDATA, "hrv_rhr_90d_expected_sample.json")));

  test.each(days)("HRV on $calendar_date", ({ calendar_date, hrv: expected }) => {
    const { hrv } = byDate.get(calendar_date) ?? lastOf([]);
    const { uncoupled60: base } = expected.baseline;
    const band = base.bands?.["0.75"];
    expect(hrv.hrvNightCount7Day).toBe(expected.n7);
    expect(hrv.hrvBaselineNightCount).toBe(base.n);
    if (expected.n7 >= 3) closeTo(hrv.hrvRmssd7DayMs, expected.mean7_ms, 1e-2);
    if (expected.n7 >= 5) closeTo(hrv.hrvCv7DayPercent, expected.cv7_ln_pct, 1e-3);
    if (base.n < 14) {
      expect(hrv).toMatchObject({
        hrvUsualLowMs: null,
        hrvUsualHighMs: null,
        hrvStatus: null,
        hrvNightZ: null,
      });
      return;
    }
    closeTo(hrv.hrvBaselineMeanLnMs, base.mean, 1e-4);
    closeTo(hrv.hrvBaselineSdLnMs, base.sd_sample, 1e-4);
    closeTo(hrv.hrvUsualLowMs, band?.lower_ms ?? null, 1e-2);
    closeTo(hrv.hrvUsualHighMs, band?.upper_ms ?? null, 1e-2);
    closeTo(hrv.hrvNightZ, base.z_last ?? null, 1e-3);
    expect(hrv.hrvStatus ?? "insufficient").toBe(band?.status);
  });

  test.each(days)("heart rates and sleep on $calendar_date", (expected) => {
    const metric = byDate.get(expected.calendar_date) ?? lastOf([]);
    for (const [usual, { baseline_uncoupled60: base }] of [
      [metric.restingHeartRate, expected.resting_hr],
      [metric.overnightHeartRate, expected.overnight_hr],
    ] as const) {
      expect(usual.baselineCount).toBe(base.n);
      if (base.n < 14) {
        expect(usual.usualBpm).toBeNull();
        continue;
      }
      closeTo(usual.usualBpm, base.median, 1e-2);
      const sd = Math.max(1, base.sd_sample ?? 0);
      closeTo(usual.highBpm, (base.median ?? 0) + sd, 1e-2);
      closeTo(usual.lowBpm, (base.median ?? 0) - sd, 1e-2);
    }
    expect(metric.sleep.sleepNightCount7Day).toBe(expected.sleep.n7);
    if (expected.sleep.n7 < 4) expect(metric.sleep.sleep7DaySeconds).toBeNull();
    else closeTo((metric.sleep.sleep7DaySeconds ?? 0) / 60, expected.sleep.avg7_min, 1e-2);
  });
});

test.skipIf(!existsSync(GARMIN_REFERENCE))(
  "agrees with Garmin's own weekly value but for one rounding",
  () => {
    const Reference = z.object({
      rows: z.array(
        z.object({
          calendarDate: z.string(),
          weeklyAvg: z.number().nullable(),
          lastNightAvg: z.number().nullable(),
        }),
      ),
    });
    const { rows } = Reference.parse(readJson(GARMIN_REFERENCE));
    const byDate = new Map(rows.map((row) => [row.calendarDate, row]));
    const dates = [...byDate.keys()].sort();
    const metrics = computeRecoveryMetrics(
      eachDate(dates[0] ?? FIRST, dates.at(-1) ?? FIRST).map((date) =>
        night(date, { hrvRmssdMs: byDate.get(date)?.lastNightAvg ?? null }),
      ),
    );
    const full = metrics.filter(({ localDate, hrv }) => hrv.hrvNightCount7Day === 7 && byDate.has(localDate));
    const same = full.filter(
      ({ localDate, hrv }) => Math.round(hrv.hrvRmssd7DayMs ?? 0) === byDate.get(localDate)?.weeklyAvg,
    );
    expect([same.length, full.length]).toEqual([33, 34]);
  },
);

describe("what is not known stays unknown", () => {
  test("three nights give a value and no judgement, two give neither", () => {
    const baseline = Array.from({ length: 60 }, (_, index) => 50 + (index % 5));
    const three = lastOf(hrvNights([...baseline, 30, null, 30, null, null, 30, null])).hrv;
    expect(three.hrvRmssd7DayMs).toBeCloseTo(30, 9);
    expect(three.hrvStatus).toBeNull();
    const two = lastOf(hrvNights([...baseline, 30, null, 30, null, null, null, null])).hrv;
    expect(two.hrvRmssd7DayMs).toBeNull();
  });

  test("13 nights before the week are too few for a usual range, 14 are enough", () => {
    const usualAfter = (count: number) => lastOf(hrvNights(Array(count + 7).fill(50))).hrv;
    expect(usualAfter(13).hrvUsualLowMs).toBeNull();
    // An even baseline has its SD lifted to the floor: exp(ln 50 - 0.75 * 0.04).
    expect(usualAfter(14).hrvUsualLowMs).toBeCloseTo(48.5223, 4);
    expect(usualAfter(14).hrvStatus).toBe("within");
  });

  test.each([null, 0, 4.9, 250.1, 400])("an HRV of %s is a missing night", (value) => {
    expect(lastOf(hrvNights([50, 50, value])).hrv.hrvNightCount7Day).toBe(2);
  });

  test.each([5, 250])("an HRV of %s is a night", (value) => {
    expect(lastOf(hrvNights([50, 50, value])).hrv.hrvNightCount7Day).toBe(3);
  });

  test("the baseline ends before the week begins and goes no further back than 60 days", () => {
    const values: (number | null)[] = Array(67).fill(null);
    values[0] = 50;
    values[59] = 50;
    values[60] = 50;
    expect(lastOf(hrvNights(values)).hrv).toMatchObject({ hrvBaselineNightCount: 2, hrvNightCount7Day: 1 });
    expect(lastOf(hrvNights([...values, null])).hrv.hrvBaselineNightCount).toBe(2);
  });

  test("a missing day in the series is refused", () => {
    expect(() => computeRecoveryMetrics([night("2026-01-01"), night("2026-01-03")])).toThrow(RangeError);
    expect(() => computeRecoveryMetrics([night("2026-01-01"), night("2026-01-01")])).toThrow(RangeError);
  });
});

describe("days below", () => {
  const baseline = Array.from({ length: 60 }, (_, index) => 50 + (index % 5));

  test("are counted over evaluated days and end with the first day that is not below", () => {
    const metrics = computeRecoveryMetrics(
      hrvNights([...baseline, ...Array(10).fill(35), ...Array(7).fill(60)]),
    );
    const counts = metrics.slice(60).map(({ hrv }) => hrv.hrvDaysBelow);
    const firstBelow = counts.indexOf(1);
    expect(counts.slice(firstBelow, firstBelow + 4)).toEqual([1, 2, 3, 4]);
    expect(counts.at(-1)).toBe(0);
    expect(isSuppressed(1)).toBe(false);
    expect(isSuppressed(2)).toBe(true);
  });

  test("go on after days that can't be evaluated", () => {
    const metrics = computeRecoveryMetrics(
      hrvNights([...baseline, 35, 35, 35, 35, 35, 35, 35, null, null, null, null, 35, 35, 35, 35]),
    );
    const evaluated = metrics
      .filter(({ hrv }) => hrv.hrvStatus === "below")
      .map(({ hrv }) => hrv.hrvDaysBelow);
    expect(evaluated).toEqual(evaluated.map((_, index) => index + 1));
    expect(metrics.some(({ hrv }) => hrv.hrvStatus === null && hrv.hrvDaysBelow !== 0)).toBe(false);
  });

  test("nights of excluded dates stay out of the baseline and in the week", () => {
    const nights = hrvNights(Array(30).fill(50));
    const excludedDates = new Set(eachDate(FIRST, addDays(FIRST, 9)));
    const [last] = computeRecoveryMetrics(nights, { excludedDates }).slice(-1);
    expect(last?.hrv).toMatchObject({ hrvBaselineNightCount: 13, hrvNightCount7Day: 7 });
  });
});

test("any day computed from a late start equals the same day computed from the first", () => {
  const value = (min: number, max: number) => fc.option(fc.integer({ min, max }), { nil: null, freq: 4 });
  const anyNight = fc.record({
    hrvRmssdMs: value(20, 90),
    restingHeartRateBpm: value(40, 60),
    overnightAverageHeartRateBpm: value(42, 66),
    sleepSeconds: value(10_000, 36_000),
  });
  fc.assert(
    fc.property(fc.array(anyNight, { minLength: 1, maxLength: 200 }), fc.nat(), (values, seed) => {
      const nights = values.map((some, index) => night(addDays(FIRST, index), some));
      const start = seed % nights.length;
      const full = computeRecoveryMetrics(nights);
      const lastEvaluated = full.slice(0, start).findLast(({ hrv }) => hrv.hrvStatus !== null);
      const late = computeRecoveryMetrics(nights.slice(Math.max(0, start - LOOK_BACK_DAYS)), {
        from: addDays(FIRST, start),
        daysBelowBefore: lastEvaluated?.hrv.hrvDaysBelow ?? 0,
      });
      expect(late).toEqual(full.slice(start));
    }),
    { numRuns: 60 },
  );
});

test("ten years take less than a second", () => {
  const nights = Array.from({ length: 3650 }, (_, index) =>
    night(addDays(FIRST, index), {
      hrvRmssdMs: 40 + (index % 17),
      restingHeartRateBpm: 45 + (index % 5),
      overnightAverageHeartRateBpm: 50 + (index % 7),
      sleepSeconds: 27_000,
    }),
  );
  const startedMs = performance.now();
  expect(computeRecoveryMetrics(nights)).toHaveLength(3650);
  expect(performance.now() - startedMs).toBeLessThan(1000);
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function closeTo(actual: number | null, expected: number | null, tolerance: number): void {
  expect(actual).not.toBeNull();
  expect(expected).not.toBeNull();
  expect(Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN))).toBeLessThanOrEqual(tolerance);
}
