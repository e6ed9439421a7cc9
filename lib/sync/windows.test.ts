import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextSlotAfter, slotMinuteOf } from "@/lib/connections/slot";
import { addDays, eachDate } from "@/lib/days";
import { backfillWindow, dayCount, newestFirst, recentWindow } from "@/lib/sync/windows";

const now = new Date("2026-03-10T09:00:00Z");

describe("the window of a routine sync", () => {
  test("is the last seven days", () => {
    expect(recentWindow({ timeZone: "UTC", now, oldestCursorDate: "2026-03-10" })).toEqual({
      from: "2026-03-04",
      to: "2026-03-10",
    });
  });

  test("reaches to the day that someone in the east has already", () => {
    const evening = new Date("2026-03-10T20:00:00Z");
    expect(recentWindow({ timeZone: "America/New_York", now: evening, oldestCursorDate: null })).toEqual({
      from: "2026-03-04",
      to: "2026-03-11",
    });
  });

  test("reaches back to what was missed, as far as one request may", () => {
    const from = (oldestCursorDate: string) => recentWindow({ timeZone: "UTC", now, oldestCursorDate }).from;
    expect(from("2026-02-11")).toBe("2026-02-11");
    expect(from("2024-01-01")).toBe("2025-11-11");
  });
});

test("pieces hold each day once, newest first, none too long", () => {
  const day = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(day, day, fc.integer({ min: 1, max: 40 }), (start, length, maxDays) => {
      const from = addDays("2025-01-01", start);
      const to = addDays(from, length);
      const pieces = newestFirst({ from, to }, maxDays);
      const days = pieces.flatMap((piece) => eachDate(piece.from, piece.to).reverse());
      expect(days).toEqual(eachDate(from, to).reverse());
      expect(pieces.every((piece) => dayCount(piece) <= maxDays)).toBe(true);
    }),
  );
});

describe("the backfill", () => {
  const today = "2026-03-10";
  test("begins before the days of the first sync and ends at its target", () => {
    expect(backfillWindow({ targetDate: "2025-12-10", reachedDate: null, today })).toEqual({
      from: "2025-12-10",
      to: "2026-03-03",
    });
    expect(backfillWindow({ targetDate: "2025-12-10", reachedDate: "2026-01-01", today })).toEqual({
      from: "2025-12-10",
      to: "2025-12-31",
    });
    expect(backfillWindow({ targetDate: "2025-12-10", reachedDate: "2025-12-10", today })).toBeNull();
    expect(backfillWindow({ targetDate: null, reachedDate: null, today })).toBeNull();
  });
});

describe("a connection's slot", () => {
  test("comes after now, within a day, at its minute", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1439 }),
        fc.date({ min: now, max: new Date("2027-01-01"), noInvalidDate: true }),
        (slot, at) => {
          const next = nextSlotAfter(slot, at, 0);
          expect(next.getTime()).toBeGreaterThan(at.getTime());
          expect(next.getTime() - at.getTime()).toBeLessThanOrEqual(86_400_000);
          expect(next.getUTCHours() * 60 + next.getUTCMinutes()).toBe(slot);
        },
      ),
    );
  });

  test("spreads connections over the day", () => {
    const hours = new Array<number>(24).fill(0);
    for (let index = 0; index < 2400; index += 1) {
      const hour = Math.floor(slotMinuteOf(`connection-${index}`) / 60);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    // 100 are expected an hour; 5 standard deviations are 49.
    expect(Math.max(...hours)).toBeLessThan(150);
    expect(Math.min(...hours)).toBeGreaterThan(50);
  });
});
