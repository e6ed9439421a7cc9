import { describe, expect, test } from "vitest";
import type { WorkoutRow } from "@/lib/db/read-workouts";
import { groupByWeek, parseRunsQuery, weekOf, weekStart } from "@/lib/insights/runs";
import { metersByDay, sayHeadline } from "@/lib/insights/today";

const MONDAY = 1;
const SUNDAY = 7;

function run(localDate: string, overrides: Partial<WorkoutRow> = {}): WorkoutRow {
  return {
    workoutId: crypto.randomUUID(),
    sport: "run",
    sportDetail: "running",
    name: null,
    startedAt: new Date(`${localDate}T06:00:00Z`),
    utcOffsetSeconds: 0,
    localDate,
    elapsedSeconds: 3600,
    timerSeconds: 3500,
    movingSeconds: 3400,
    distanceMeters: 10_000,
    averageHeartRateBpm: 150,
    channel: "garmin",
    isMultisportParent: false,
    ...overrides,
  };
}

describe("where a week begins", () => {
  // 31 May 2026 is a Sunday, 1 June a Monday.
  test("on Monday: Sunday belongs to the week before", () => {
    expect(weekStart("2026-05-31", MONDAY)).toBe("2026-05-25");
    expect(weekStart("2026-06-01", MONDAY)).toBe("2026-06-01");
  });
  test("on Sunday: Sunday opens the week", () => {
    expect(weekStart("2026-05-31", SUNDAY)).toBe("2026-05-31");
    expect(weekStart("2026-05-30", SUNDAY)).toBe("2026-05-24");
  });
  test("across a new year, a leap day, and before 1970", () => {
    expect(weekStart("2027-01-01", MONDAY)).toBe("2026-12-28");
    expect(weekStart("2028-02-29", MONDAY)).toBe("2028-02-28");
    expect(weekStart("1969-12-31", MONDAY)).toBe("1969-12-29");
  });
});

describe("weeks with their totals", () => {
  test("the athlete's own day decides, not the day in UTC", () => {
    // Sunday 23:30 in Los Angeles is Monday in UTC.
    const lateSunday = run("2026-05-31", {
      startedAt: new Date("2026-06-01T06:30:00Z"),
      utcOffsetSeconds: -25_200,
    });
    const weeks = groupByWeek([run("2026-06-01"), lateSunday], MONDAY);
    expect(weeks.map((week) => [week.startDate, week.endDate, week.count])).toEqual([
      ["2026-06-01", "2026-06-07", 1],
      ["2026-05-25", "2026-05-31", 1],
    ]);
  });

  test("moving time counts, then the timer, then all of it", () => {
    const week = weekOf("2026-05-25", [
      run("2026-05-25"),
      run("2026-05-26", { movingSeconds: null }),
      run("2026-05-27", { movingSeconds: null, timerSeconds: null }),
    ]);
    expect(week.seconds).toBe(3400 + 3500 + 3600);
  });

  test("a multisport parent is listed, its legs count", () => {
    const parent = run("2026-05-25", { isMultisportParent: true, distanceMeters: 50_000 });
    const week = weekOf("2026-05-25", [parent, run("2026-05-25"), run("2026-05-25")]);
    expect(week).toMatchObject({ count: 2, distanceMeters: 20_000, seconds: 6800 });
    expect(week.workouts).toHaveLength(3);
  });

  test("no distance at all is not a distance of zero", () => {
    expect(weekOf("2026-05-25", [run("2026-05-25", { distanceMeters: null })]).distanceMeters).toBeNull();
    expect(weekOf("2026-05-25", [run("2026-05-25", { distanceMeters: 0 })]).distanceMeters).toBe(0);
  });
});

test("the address is read forgivingly: runs only, no search, the newest", () => {
  expect(parseRunsQuery({})).toEqual({ sport: "run", search: "", before: null });
  expect(parseRunsQuery({ sport: "all", q: "  tempo ", before: "2026-05-25" })).toEqual({
    sport: null,
    search: "tempo",
    before: "2026-05-25",
  });
  expect(parseRunsQuery({ sport: "chess", q: "\0", before: "2026-02-30" })).toEqual({
    sport: "run",
    search: "",
    before: null,
  });
});

test("distance by day is zero on a day of rest and ends with today", () => {
  const runs = [run("2026-05-25"), run("2026-05-27"), run("2026-05-27", { distanceMeters: null })];
  expect(metersByDay(runs, "2026-05-25", "2026-05-28")).toEqual([10_000, 0, 10_000, 0]);
});

test("the headline never tells an older night as today's", () => {
  expect(sayHeadline("usual", "2026-05-31", "2026-05-31")).toBe("Train as planned.");
  expect(sayHeadline("strong", "2026-05-31", "2026-05-31")).toBe("Not a day for hard training.");
  expect(sayHeadline("strong", "2026-05-30", "2026-05-31")).toBe("Last night is not in yet.");
  expect(sayHeadline("nodata", "2026-05-29", "2026-05-31")).toBe("The last 2 nights are not in yet.");
  expect(sayHeadline("nodata", null, "2026-05-31")).toBe("Last night is not in yet.");
});
