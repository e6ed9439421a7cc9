import { describe, expect, test } from "vitest";
import {
  firstWeekday,
  formatChannels,
  formatDistance,
  formatDuration,
  formatFluid,
  formatInstant,
  formatLocalDate,
  formatNumber,
  formatPace,
  formatRelativeDay,
  formatTimeAtOffset,
  formatWorkoutName,
  measureClimb,
  measureSpeed,
  NOT_MEASURED,
  pickLocale,
} from "@/components/format";
import { sayHoursAndMinutes } from "@/lib/units";

describe("measures", () => {
  test("distances have two digits under ten, also where rounding reaches ten", () => {
    expect([0, 9_994, 9_995, 10_000, 42_195].map((meters) => formatDistance(meters, "metric"))).toEqual([
      "0.00 km",
      "9.99 km",
      "10.0 km",
      "10.0 km",
      "42.2 km",
    ]);
    expect(formatDistance(1609.344, "imperial")).toBe("1.00 mi");
    expect(formatDistance(null, "metric")).toBe(NOT_MEASURED);
  });

  test("durations are rounded before they are cut into parts", () => {
    expect([0, 59.4, 59.6, 3599.4, 3599.5, 86_400].map(formatDuration)).toEqual([
      "0:00",
      "0:59",
      "1:00",
      "59:59",
      "1:00:00",
      "24:00:00",
    ]);
    expect(formatDuration(null)).toBe(NOT_MEASURED);
  });

  test("pace per kilometer or mile; none where nothing was covered", () => {
    expect(formatPace(10_000, 2850, "metric")).toBe("4:45 /km");
    expect(formatPace(1609.344, 480, "imperial")).toBe("8:00 /mi");
    expect(formatPace(1000, 359.7, "metric")).toBe("6:00 /km");
    expect([
      formatPace(0, 100, "metric"),
      formatPace(null, 100, "metric"),
      formatPace(100, null, "metric"),
    ]).toEqual(Array(3).fill(NOT_MEASURED));
  });

  test("speed, climb and fluid in both systems", () => {
    expect(measureSpeed(36_000, 3600, "metric")).toEqual({ value: "36.0", unit: "km/h" });
    expect(measureSpeed(16_093.44, 3600, "imperial")).toEqual({ value: "10.0", unit: "mph" });
    expect(measureClimb(100, "imperial")).toEqual({ value: "328", unit: "ft" });
    expect(formatFluid(-500, "metric")).toBe("-500 ml");
    expect(formatFluid(500, "imperial")).toBe("17 fl oz");
  });

  test("a number that rounds to nothing has no sign", () => {
    expect(formatNumber(-0.2)).toBe("0");
    expect(formatNumber(-0.04, 1)).toBe("0.0");
    expect(formatNumber(1239.4)).toBe("1,239");
    expect(formatNumber(Number.NaN)).toBe(NOT_MEASURED);
  });

  test("spans of sleep are rounded to the minute first", () => {
    expect([0, 29, 2640, 3570, 3600, 25_020, 28_799].map(sayHoursAndMinutes)).toEqual([
      "0 min",
      "0 min",
      "44 min",
      "1 h",
      "1 h",
      "6 h 57",
      "8 h",
    ]);
  });
});

describe("dates", () => {
  test("a local date is the same day wherever the server stands", () => {
    expect(formatLocalDate("2026-05-28")).toBe("Thu 28 May");
    expect(formatLocalDate("2026-01-01", "en-GB", "full")).toBe("Thursday 1 January 2026");
    expect(formatLocalDate("2026-05-28", "en-US")).toBe("Thu, May 28");
  });

  test("an instant is told by the clock of the zone, on both sides of a change of clocks", () => {
    expect(formatInstant(new Date("2026-03-29T00:59:00Z"), "Europe/Zurich")).toBe("29 Mar, 01:59");
    expect(formatInstant(new Date("2026-03-29T01:00:00Z"), "Europe/Zurich")).toBe("29 Mar, 03:00");
    expect(formatInstant(new Date("2026-12-31T23:30:00Z"), "Pacific/Auckland")).toBe("1 Jan, 12:30");
  });

  test("a recording keeps the clock it was made by", () => {
    expect(formatTimeAtOffset(new Date("2026-05-26T22:30:00Z"), 7200)).toBe("00:30");
    expect(formatTimeAtOffset(new Date("2026-05-26T22:30:00Z"), null)).toBe("22:30");
  });

  test("today and yesterday, also over a month's end", () => {
    expect(formatRelativeDay("2026-06-01", "2026-06-01")).toBe("today");
    expect(formatRelativeDay("2026-05-31", "2026-06-01")).toBe("yesterday");
    expect(formatRelativeDay("2026-05-30", "2026-06-01")).toBe("Sat 30 May");
  });
});

describe("locale", () => {
  test("the first English variant that is asked for, British without one", () => {
    expect(pickLocale("de-CH,de;q=0.9,en-US;q=0.8,en-GB;q=0.5")).toBe("en-US");
    expect([null, "", "de", "en", "en-<script>"].map(pickLocale)).toEqual(Array(5).fill("en-GB"));
  });

  test("weeks begin on Sunday where calendars do", () => {
    expect(["en-GB", "en-IE", "en-AU", "en-US", "en-CA"].map(firstWeekday)).toEqual([1, 1, 1, 7, 7]);
  });
});

test("a workout without a name is called by its type", () => {
  const of = (name: string | null, sportDetail: string) =>
    formatWorkoutName({ name, sport: "run", sportDetail });
  expect([of("Tempo", "running"), of("  ", "trail_running"), of(null, "")]).toEqual([
    "Tempo",
    "Trail running",
    "Run",
  ]);
});

test("channels are called by their names", () => {
  expect(formatChannels([])).toBe("none");
  expect(formatChannels(["garmin", "strava-export", "new-one"])).toBe("Garmin, Strava export, new-one");
});
