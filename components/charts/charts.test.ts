import { describe, expect, test } from "vitest";
import { toRecoverySeries } from "@/components/charts/recovery-series";
import {
  dateOfDay,
  dateTicks,
  dayAtX,
  domainOf,
  lonelyDays,
  segmentsPath,
  sleepDomain,
  xOfDay,
} from "@/components/charts/scale";
import { addDays } from "@/lib/days";
import { buildRecoveryDays, EVERYTHING_SHOWN } from "@/lib/insights/recovery-page";
import { missingDay, usualDay } from "@/lib/insights/testing/recovery-rows";

const frame = { left: 36, right: 92, width: 828, dayCount: 90 };

describe("the scale", () => {
  test("a steady athlete is not drawn as drama: the span has a least width", () => {
    const { low, high } = domainOf([[60, 61, 60]], 60);
    expect(high - low).toBeGreaterThanOrEqual(60);
  });

  test("all values lie inside, with two to four gridlines at round numbers", () => {
    for (const column of [
      [41, 58],
      [20, 180],
      [48, 97],
      [5, 250],
      [39.5, 40.5],
    ]) {
      const { low, high, ticks } = domainOf([column], 20);
      expect(low).toBeLessThanOrEqual(Math.min(...column));
      expect(high).toBeGreaterThanOrEqual(Math.max(...column));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(4);
      expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
    }
  });

  test("without a value it still has bounds", () => {
    expect(domainOf([[null]], 60).ticks.length).toBeGreaterThan(1);
  });

  test("bars of sleep begin at zero", () => {
    expect(sleepDomain([[300, null, 700]])).toMatchObject({ low: 0, ticks: [0, 240, 480, 720] });
  });

  test("the day under the pointer is the day drawn there, held at both ends", () => {
    for (const day of [0, 1, 44, 89]) expect(dayAtX(frame, xOfDay(frame, day))).toBe(day);
    expect(dayAtX(frame, -50)).toBe(0);
    expect(dayAtX(frame, 5000)).toBe(89);
  });

  test("dates stand on Mondays, every second one at ninety days", () => {
    const ticks = dateTicks("2026-03-03", 90, 700).map((day) => dateOfDay("2026-03-03", day));
    expect(ticks.every((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1)).toBe(true);
    expect(ticks.slice(1).every((date, index) => date === addDays(ticks[index] ?? "", 14))).toBe(true);
  });
});

describe("lines", () => {
  const point = (index: number, value: number): [number, number] => [index, value];

  test("nothing is drawn across a gap", () => {
    expect(segmentsPath([1, 2, null, 4, 5], () => true, point)).toBe("M0 1L1 2M3 4L4 5");
  });

  test("a day between two gaps is a dot of its own", () => {
    expect(lonelyDays([null, 1, null, 2, 3, null, 4])).toEqual([1, 6]);
  });
});

test("the columns sent to the browser are as long as the range, and gaps stay gaps", () => {
  const rows = Array.from({ length: 10 }, (_, day) => {
    const localDate = addDays("2026-05-22", day);
    return day >= 3 && day <= 5 ? missingDay(localDate) : usualDay(localDate, { hrvUsualLowMs: 55.46 });
  });
  const series = toRecoverySeries({
    ...buildRecoveryDays(rows, "2026-05-31"),
    shown: EVERYTHING_SHOWN,
    athleteName: "Ada",
    rangeDays: 30,
    snapshots: [
      {
        localDate: "2026-05-23",
        startedAt: new Date("2026-05-23T05:00:00Z"),
        utcOffsetSeconds: 0,
        hrvRmssdMs: 51,
        hrvSdrrMs: null,
        averageHeartRateBpm: null,
        channel: "garmin",
      },
    ],
    areSnapshotsServed: true,
    notes: [],
  });
  expect(series).toMatchObject({
    firstDate: "2026-05-22",
    dayCount: 10,
    missing: [[3, 5]],
    snapshots: [[1, 51]],
  });
  expect(series.nightMs).toEqual([60, 60, 60, null, null, null, 60, 60, 60, 60]);
  expect(series.states).toBe("uuunnnuuuu");
  // 55.46 is drawn to one decimal and must not be read out as 56.
  expect(Math.round(series.usualLowMs[0] ?? 0)).toBe(55);
});
