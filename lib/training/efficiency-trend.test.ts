import { expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { computeEfficiencyTrend } from "@/lib/training/efficiency-trend";

const TODAY = "2026-05-31";
const runs = (count: number, efficiencyMetersPerBeat: number, newestAgo: number) =>
  Array.from({ length: count }, (_, index) => ({
    localDate: addDays(TODAY, -newestAgo - index),
    efficiencyMetersPerBeat,
  }));

test("four weeks are held against the eight before them", () => {
  const trend = computeEfficiencyTrend([...runs(8, 1.33, 0), ...runs(12, 1.3, 28)], TODAY);
  expect(trend).toMatchObject({ recentRunCount: 8, beforeRunCount: 12, change: "rising" });
  expect(trend.changePercent).toBeCloseTo(2.3077, 4);
});

test.each([
  [1.275, "steady"],
  [1.27, "falling"],
])("from 1.30 to %d is %s", (recent, change) => {
  expect(computeEfficiencyTrend([...runs(5, recent, 3), ...runs(8, 1.3, 40)], TODAY).change).toBe(change);
});

test("one odd run does not move a median, and too few say nothing", () => {
  const steady = [...runs(8, 1.3, 1), ...runs(12, 1.3, 28)];
  expect(computeEfficiencyTrend([...steady, ...runs(1, 3, 0)], TODAY).changePercent).toBe(0);
  expect(computeEfficiencyTrend([...runs(3, 1.3, 0), ...runs(12, 1.3, 28)], TODAY).change).toBeNull();
  expect(computeEfficiencyTrend([...runs(8, 1.3, 0), ...runs(5, 1.3, 28)], TODAY).change).toBeNull();
  expect(computeEfficiencyTrend([], TODAY).recentMetersPerBeat).toBeNull();
});
