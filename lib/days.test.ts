import { describe, expect, test } from "vitest";
import {
  addDays,
  daysBetween,
  eachDate,
  isTimeZone,
  localDateAt,
  localDateIn,
  startOfDateIn,
} from "@/lib/days";

describe("calendar steps", () => {
  test.each([
    ["2026-03-28", 1, "2026-03-29"],
    ["2026-03-29", 1, "2026-03-30"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2026-01-01", -1, "2025-12-31"],
  ])("%s and %i days is %s, also over a clock change and a leap day", (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(daysBetween(from, to)).toBe(days);
  });

  test("a range holds both of its ends", () => {
    expect(eachDate("2026-10-24", "2026-10-26")).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
    expect(eachDate("2026-10-26", "2026-10-26")).toEqual(["2026-10-26"]);
    expect(eachDate("2026-10-27", "2026-10-26")).toEqual([]);
  });

  test.each(["2026-02-30x", "26-01-01", "", "2026-13-01"])("%s is refused", (text) => {
    expect(() => addDays(text, 1)).toThrow(RangeError);
  });
});

describe("which day it is", () => {
  const instant = new Date("2026-03-28T23:30:00Z");

  test.each([
    [0, "2026-03-28"],
    [3600, "2026-03-29"],
    [-36_000, "2026-03-28"],
    [46_800, "2026-03-29"],
  ])("at an offset of %i s it is %s", (offset, date) => {
    expect(localDateAt(instant, offset)).toBe(date);
  });

  test.each([
    ["UTC", "2026-03-28"],
    ["Europe/Berlin", "2026-03-29"],
    ["Pacific/Auckland", "2026-03-29"],
    ["America/Los_Angeles", "2026-03-28"],
  ])("in %s it is %s, whatever zone the machine is in", (zone, date) => {
    expect(localDateIn(zone, instant)).toBe(date);
  });

  test("a zone that does not exist is told apart", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
  });
});

describe("the first instant of a date", () => {
  test.each([
    ["UTC", "2026-03-10", "2026-03-10T00:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["Pacific/Kiritimati", "2026-03-10", "2026-03-09T10:00:00.000Z"],
    ["Pacific/Pago_Pago", "2026-03-10", "2026-03-10T11:00:00.000Z"],
    // The clock jumps from 00:00 to 01:00.
    ["America/Asuncion", "2023-10-01", "2023-10-01T04:00:00.000Z"],
    // There was no 30 December.
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z"],
  ])("in %s, %s", (timeZone, localDate, instant) => {
    const start = startOfDateIn(timeZone, localDate);
    expect(start.toISOString()).toBe(instant);
    expect(localDateIn(timeZone, start)).toBe(localDate);
    expect(localDateIn(timeZone, new Date(start.getTime() - 1)) < localDate).toBe(true);
  });
});
