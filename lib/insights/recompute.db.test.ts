import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, eachDate } from "@/lib/days";
import { saveAthleteSetting } from "@/lib/db/athlete-settings";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { findStaleMetrics, recomputeDailyMetrics } from "@/lib/insights/recompute";
import type { RecoveryDayUpdate } from "@/lib/records/night";

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

const FIRST = "2026-01-01";
const on = (day: number) => addDays(FIRST, day);

function storeDays(days: readonly RecoveryDayUpdate[], id = athleteId) {
  return storeRecovery(id, {
    channel: "garmin",
    days,
    sessions: [],
    snapshots: [],
    raw: [],
    syncRunId: null,
    window: { from: FIRST, to: on(400) },
    metric: "hrv",
  });
}

const steady = (count: number, hrvRmssdMs = 50) =>
  Array.from({ length: count }, (_, day) => ({
    localDate: on(day),
    hrvRmssdMs,
    restingHeartRateBpm: 46,
    overnightAverageHeartRateBpm: 51,
    sleepSeconds: 27_000,
  }));

async function metricsOf(id = athleteId) {
  const rows = await rowsOf("DailyMetric", id, "localDate");
  return rows.map(({ computedAt, athleteId: _, ...row }) => row);
}

describe("daily metrics", () => {
  test("have one row for every calendar day from the first with data to today", async () => {
    await storeDays([
      { localDate: on(0), hrvRmssdMs: 50 },
      { localDate: on(5), hrvRmssdMs: 51 },
    ]);
    expect(await recomputeDailyMetrics(athleteId, on(0), { today: on(9) })).toBe(10);
    expect((await metricsOf()).map(({ localDate }) => localDate)).toEqual(eachDate(on(0), on(9)));
  });

  test("hold what the nights say", async () => {
    await storeDays(steady(21));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(20) });
    const last = (await metricsOf()).at(-1);
    expect(last).toMatchObject({
      hrvNightCount7Day: 7,
      hrvBaselineNightCount: 14,
      hrvStatus: "within",
      hrvDaysBelow: 0,
      restingHeartRateUsualBpm: 46,
      restingHeartRateUsualLowBpm: 45,
      restingHeartRateUsualHighBpm: 47,
      overnightHeartRateUsualBpm: 51,
      sleep7DaySeconds: 27_000,
      sleepNeedSeconds: 28_800,
    });
    expect(last?.hrvRmssd7DayMs).toBeCloseTo(50, 9);
  });

  test("computed again are not written again", async () => {
    await storeDays(steady(30));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(29) });
    const before = await rowsOf("DailyMetric", athleteId, "localDate");
    expect(await recomputeDailyMetrics(athleteId, on(0), { today: on(29) })).toBe(0);
    expect(await rowsOf("DailyMetric", athleteId, "localDate")).toEqual(before);
  });

  test("reach forward to a new day although nothing came", async () => {
    await storeDays(steady(30));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(29) });
    expect(await findStaleMetrics(athleteId, { today: on(29) })).toBeNull();
    expect(await findStaleMetrics(athleteId, { today: on(31) })).toBe(on(30));
    expect(await recomputeDailyMetrics(athleteId, on(31), { today: on(31) })).toBe(2);
  });

  test("go on counting days below from a start in their midst", async () => {
    const days = steady(80).map((day, index) => ({ ...day, hrvRmssdMs: index < 60 ? 48 + (index % 5) : 35 }));
    await storeDays(days);
    await recomputeDailyMetrics(athleteId, on(0), { today: on(79) });
    const before = await metricsOf();
    expect(before.at(-1)?.hrvDaysBelow).toBeGreaterThan(10);
    expect(await recomputeDailyMetrics(athleteId, on(75), { today: on(79) })).toBe(0);
    expect(await metricsOf()).toEqual(before);
  });

  test("of another version of the formulas are found and made anew", async () => {
    await storeDays(steady(30));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(29) });
    const before = await metricsOf();
    await queryRows(
      `UPDATE "DailyMetric" SET "algorithmVersion" = 0, "hrvDaysBelow" = 9 WHERE "athleteId" = $1 AND "localDate" >= $2`,
      [athleteId, on(12)],
    );
    expect(await findStaleMetrics(athleteId, { today: on(29) })).toBe(on(12));
    expect(await recomputeDailyMetrics(athleteId, on(29), { today: on(29) })).toBe(18);
    expect(await metricsOf()).toEqual(before);
  });

  test("take the sleep need that was valid on the day", async () => {
    await storeDays(steady(10));
    const said = { maxHeartRateBpm: null, restingHeartRateBpm: null, thresholdHeartRateBpm: null };
    await saveAthleteSetting(athleteId, { ...said, validFrom: on(4), sleepNeedSeconds: 27_000 });
    await saveAthleteSetting(athleteId, { ...said, validFrom: on(7), sleepNeedSeconds: null });
    await recomputeDailyMetrics(athleteId, on(0), { today: on(9) });
    const needs = (await metricsOf()).map(({ sleepNeedSeconds }) => sleepNeedSeconds);
    expect(needs).toEqual([...Array(4).fill(28_800), ...Array(6).fill(27_000)]);
  });

  test("without data are none, and go when the data go", async () => {
    expect(await recomputeDailyMetrics(athleteId, on(0), { today: on(9) })).toBe(0);
    await storeDays(steady(10));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(9) });
    await queryRows('DELETE FROM "RecoveryDay" WHERE "athleteId" = $1 AND "localDate" < $2', [
      athleteId,
      on(3),
    ]);
    await recomputeDailyMetrics(athleteId, on(0), { today: on(9) });
    expect((await metricsOf())[0]?.localDate).toBe(on(3));
    await queryRows('DELETE FROM "RecoveryDay" WHERE "athleteId" = $1', [athleteId]);
    await recomputeDailyMetrics(athleteId, on(0), { today: on(9) });
    expect(await metricsOf()).toEqual([]);
    expect(await findStaleMetrics(athleteId)).toBeNull();
  });

  test("stop at tomorrow, whatever a wrong clock sent", async () => {
    await storeDays([...steady(3), { localDate: "2093-01-01", hrvRmssdMs: 50 }]);
    await recomputeDailyMetrics(athleteId, on(0), { today: on(2) });
    expect((await metricsOf()).at(-1)?.localDate).toBe(on(3));
    expect(await findStaleMetrics(athleteId, { today: on(2) })).toBeNull();
  });

  test("end today where the athlete lives", async () => {
    const far = await insertTestAthlete({ timeZone: "Pacific/Kiritimati" });
    const today = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
    await storeDays([{ localDate: addDays(today, -1), hrvRmssdMs: 50 }], far.athleteId);
    await recomputeDailyMetrics(far.athleteId, addDays(today, -1));
    expect((await metricsOf(far.athleteId)).at(-1)?.localDate).toBe(today);
  });

  test("of another athlete stay", async () => {
    const other = await insertTestAthlete();
    await storeDays(steady(5), other.athleteId);
    await recomputeDailyMetrics(other.athleteId, on(0), { today: on(4) });
    await storeDays(steady(5, 80));
    await recomputeDailyMetrics(athleteId, on(0), { today: on(2) });
    expect(await metricsOf(other.athleteId)).toHaveLength(5);
  });
});

test("following each change gives the same rows as computing all at the end", async () => {
  const anyDay = fc.record({
    day: fc.integer({ min: 0, max: 120 }),
    hrvRmssdMs: fc.integer({ min: 20, max: 80 }),
  });
  const delivery = fc.array(anyDay, { minLength: 1, maxLength: 60 });
  const base = steady(110).map((day, index) => ({ ...day, hrvRmssdMs: 45 + (index % 7) }));
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 4 }), async (deliveries) => {
      const [followed, atOnce] = [await insertTestAthlete(), await insertTestAthlete()];
      for (const days of [
        base,
        ...deliveries.map((some) => some.map(({ day, ...rest }) => ({ localDate: on(day), ...rest }))),
      ]) {
        const { changedDays } = await storeDays(days, followed.athleteId);
        await storeDays(days, atOnce.athleteId);
        if (changedDays[0])
          await recomputeDailyMetrics(followed.athleteId, changedDays[0], { today: on(115) });
      }
      await recomputeDailyMetrics(atOnce.athleteId, on(0), { today: on(115) });
      expect(await metricsOf(followed.athleteId)).toEqual(await metricsOf(atOnce.athleteId));
    }),
    { numRuns: 12 },
  );
});
