import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, eachDate } from "@/lib/days";
import { computeLoadDays, LOAD_LOOK_BACK_DAYS, type LoadDaysInput } from "@/lib/training/load-days";

const FIRST = "2026-01-01";
const on = (day: number) => addDays(FIRST, day);

/** Days from FIRST on: a number is a workout of that load, 0 a known day of rest, `null` an unknown one. */
function daysOf(loads: readonly (number | null)[], rest: Partial<LoadDaysInput> = {}) {
  const dates = eachDate(FIRST, on(loads.length - 1));
  return computeLoadDays({
    dates,
    workouts: loads.flatMap((load, day) => (load ? [{ localDate: on(day), trainingLoad: load }] : [])),
    knownDates: new Set(dates.filter((_, day) => (loads[day] ?? null) !== null)),
    loadsBefore: new Map(),
    stateBefore: null,
    ...rest,
  });
}
const lastOf = (loads: readonly (number | null)[]) => daysOf(loads).at(-1);

describe("a day", () => {
  test("without a workout is rest where something is known of it, unknown otherwise", () => {
    expect(daysOf([0, null]).map((day) => day.trainingLoad)).toEqual([0, null]);
  });

  test("with a workout that has no load is unknown; beside one that has, it is known and counted", () => {
    const workouts = [
      { localDate: on(0), trainingLoad: null },
      { localDate: on(1), trainingLoad: null },
      { localDate: on(1), trainingLoad: 40 },
    ];
    const days = daysOf([0, 0], { workouts });
    expect(days.map((day) => [day.trainingLoad, day.workoutCount, day.unknownLoadCount])).toEqual([
      [null, 1, 1],
      [40, 2, 1],
    ]);
  });
});

describe("fitness, fatigue and form", () => {
  test("of a constant load follow the closed form", () => {
    const days = daysOf(Array(60).fill(100));
    const fitnessAfter = (day: number) => 100 * (1 - Math.exp(-day / 42));
    expect(days[41]?.fitness).toBeCloseTo(fitnessAfter(42), 9);
    expect(days[41]?.fatigue).toBeCloseTo(100 * (1 - Math.exp(-42 / 7)), 9);
    expect(days[42]?.form).toBeCloseTo((days[41]?.fitness ?? 0) - (days[41]?.fatigue ?? 0), 9);
    expect(days[0]?.form).toBeNull();
  });

  test("stay where they were over days that nobody knows of, and begin anew after four weeks of them", () => {
    const before = daysOf(Array(40).fill(50)).at(-1);
    const gap = daysOf([...Array(40).fill(50), ...Array(28).fill(null), 50]);
    expect(gap[45]).toMatchObject({ fitness: null, fatigue: null, loadDayCount: 40 });
    expect(gap[68]?.form).toBeCloseTo((before?.fitness ?? 0) - (before?.fatigue ?? 0), 9);
    expect(gap[68]?.loadDayCount).toBe(41);
    const long = lastOf([...Array(40).fill(50), ...Array(29).fill(null), 50]);
    expect(long).toMatchObject({ loadDayCount: 1, form: null });
  });

  test("depend on the order of days: the hard day last leaves more fatigue", () => {
    const early = lastOf([200, 0, 0, 0])?.fatigue ?? 0;
    expect(lastOf([0, 0, 0, 200])?.fatigue).toBeGreaterThan(early);
  });
});

describe("the week", () => {
  test("is the sum of seven known days and not said where one is unknown", () => {
    expect(lastOf([1, 2, 3, 4, 5, 6, 7])?.load7Day).toBe(28);
    expect(lastOf([1, 2, 3, null, 5, 6, 7])?.load7Day).toBeNull();
    expect(lastOf([1, 2, 3])?.load7Day).toBeNull();
  });

  test("is held against the middle half of the sums of eight weeks that end before it", () => {
    const weekly = Array.from({ length: 63 }, (_, day) => (day < 56 ? 10 : 100));
    const last = lastOf(weekly);
    expect(last).toMatchObject({ load7Day: 700, load7DayUsualLow: 70, load7DayUsualHigh: 70 });
    expect(lastOf(weekly.slice(0, 30))?.load7DayUsualLow).toBeNull();
  });
});

test("doubling every load doubles every sum, and twice as even is as even", () => {
  const load = fc.option(fc.integer({ min: 0, max: 400 }), { nil: null });
  fc.assert(
    fc.property(fc.array(load, { minLength: 1, maxLength: 120 }), (loads) => {
      const once = daysOf(loads);
      const twice = daysOf(loads.map((one) => (one === null ? null : one * 2)));
      once.forEach((day, index) => {
        const other = twice[index];
        expect(other?.load7Day ?? null).toBe(day.load7Day === null ? null : day.load7Day * 2);
        expect(other?.monotony ?? 0).toBeCloseTo(day.monotony ?? 0, 9);
        expect(other?.fitness ?? 0).toBeCloseTo((day.fitness ?? 0) * 2, 6);
      });
    }),
    { numRuns: 40 },
  );
});

test("a start in the midst gives the same days as a start at the first", () => {
  const load = fc.option(fc.integer({ min: 0, max: 400 }), { nil: null });
  fc.assert(
    fc.property(
      fc.array(load, { minLength: 2, maxLength: 160 }),
      fc.integer({ min: 1, max: 159 }),
      (loads, at) => {
        const all = daysOf(loads);
        const start = Math.min(at, loads.length - 1);
        const state = all.slice(0, start).findLast((day) => day.fitness !== null);
        const dates = eachDate(on(start), on(loads.length - 1));
        const late = computeLoadDays({
          dates,
          workouts: dates.flatMap((localDate, index) => {
            const trainingLoad = loads[start + index];
            return trainingLoad ? [{ localDate, trainingLoad }] : [];
          }),
          knownDates: new Set(dates.filter((_, index) => (loads[start + index] ?? null) !== null)),
          loadsBefore: new Map(
            all
              .slice(Math.max(0, start - LOAD_LOOK_BACK_DAYS), start)
              .map((day) => [day.localDate, day.trainingLoad]),
          ),
          stateBefore:
            state === undefined
              ? null
              : {
                  localDate: state.localDate,
                  fitness: state.fitness ?? 0,
                  fatigue: state.fatigue ?? 0,
                  loadDayCount: state.loadDayCount,
                },
        });
        expect(late).toEqual(all.slice(start));
      },
    ),
    { numRuns: 60 },
  );
});
