import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import {
  DaySignals,
  EfficiencyRow,
  LoadDay,
  listEfficiency,
  listLoad,
  listReadiness,
  listSignals,
  ReadinessDay,
} from "@/lib/insights/api-insights";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { ALL_PARTS } from "@/lib/insights/shown-parts";

const FIRST = "2026-01-01";
const on = (day: number) => addDays(FIRST, day);
const LAST = on(99);
let athleteId: string;

/** A hundred days; HRV falls and heart rate rises on the last eight. */
beforeAll(async () => {
  ({ athleteId } = await insertTestAthlete());
  await queryRows(
    `INSERT INTO "AthleteSetting" ("athleteId", "validFrom", "maxHeartRateBpm") VALUES ($1, $2, 190)`,
    [athleteId, FIRST],
  );
  await queryRows(
    `INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs", "restingHeartRateBpm",
       "overnightAverageHeartRateBpm", "sleepSeconds")
     SELECT $1, $2::date + d, CASE WHEN d < 92 THEN 58 + d % 5 ELSE 40 END,
       CASE WHEN d < 92 THEN 46 ELSE 52 END, CASE WHEN d < 92 THEN 51 ELSE 58 END, 28000
     FROM generate_series(0, 99) AS d`,
    [athleteId, FIRST],
  );
  await queryRows(
    `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds",
       "distanceMeters", "averageHeartRateBpm", "heartRateZoneSeconds", "channel")
     SELECT $1, 'run', 'running', $2::date + d, $2::date + d, 3000, 8000 + d * 15, 140, '{500,2500,0,0,0}', 'garmin'
     FROM generate_series(0, 98, 2) AS d`,
    [athleteId, FIRST],
  );
  await recomputeDailyMetrics(athleteId, FIRST, { today: LAST });
});
afterAll(closeDb);

describe("readiness", () => {
  test("is the stored flag with its levels, numbers and sentences", async () => {
    const { data, next_cursor } = await listReadiness(athleteId, { limit: 2 }, ALL_PARTS);
    expect(data.map((day) => ReadinessDay.parse(day).local_date)).toEqual([LAST, on(98)]);
    expect(next_cursor).not.toBeNull();
    expect(data[0]).toMatchObject({
      flag: "strong",
      confidence: "high",
      signals: { hrv_trend: 2, heart_rate: 2 },
      illness_reported: false,
    });
    expect(data[0]?.reasons.map((reason) => reason.code)).toContain("hrv_below_usual");
    expect(data[0]?.sentence).toMatch(/^HRV below their usual range for \d+ days/);
  });

  test("with sleep alone says nothing of the body", async () => {
    const { data, not_shared } = await listReadiness(
      athleteId,
      { limit: 1 },
      { recovery: false, sleep: true },
    );
    expect(data[0]).toMatchObject({ flag: "no_data", hrv_rmssd_7_day_ms: null });
    expect(JSON.stringify(data[0])).not.toContain("HRV below");
    expect(not_shared).toEqual(["recovery", "load", "check_ins"]);
  });

  test("goes through all days once, page by page", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listReadiness(athleteId, { limit: 30, cursor }, ALL_PARTS);
      seen.push(...page.data.map((day) => day.local_date));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => on(99 - index)));
  });
});

test("load: the days of a range, fitness only once it rests on enough", async () => {
  const { data } = await listLoad(athleteId, { from: on(9), to: on(60), limit: 200 });
  expect(data.map((day) => LoadDay.parse(day)).length).toBe(52);
  expect(data.at(-1)).toMatchObject({ local_date: on(9), training_load: 0, fitness: null });
  expect(data[0]?.fitness).toBeGreaterThan(10);
  expect(data[0]?.easy_seconds).toBe(3000);
});

test("efficiency: workouts with how their load was found; load only where it is shared", async () => {
  const { data, next_cursor } = await listEfficiency(athleteId, { limit: 3 }, { mayShowLoad: true });
  expect(data.map((row) => EfficiencyRow.parse(row).local_date)).toEqual([on(98), on(96), on(94)]);
  expect(data[0]).toMatchObject({ load_method: "averages", comparability: "comparable" });
  const rest = await listEfficiency(
    athleteId,
    { limit: 200, cursor: next_cursor ?? undefined },
    { mayShowLoad: false },
  );
  expect(rest.data).toHaveLength(47);
  expect(rest.data[0]).toMatchObject({ local_date: on(92), training_load: null });
  expect(rest.not_shared).toEqual(["load"]);
});

describe("signals", () => {
  test("have a code, since when, strength, numbers and a sentence", async () => {
    const { data } = await listSignals(athleteId, { limit: 1 }, { ...ALL_PARTS, efficiency: true });
    const day = DaySignals.parse(data[0]);
    const heart = day.signals.find((signal) => signal.code === "heart_rate_raised");
    expect(heart).toMatchObject({
      since: on(92),
      days: 8,
      strength: "strong",
      numbers: { overnight_avg_hr_bpm: 58, overnight_hr_usual_bpm: 51 },
    });
    expect(day.signals.map((signal) => signal.code)).toEqual(
      expect.arrayContaining(["hrv_suppressed", "efficiency_rising"]),
    );
  });

  test("of a usual day are none, and of what is hidden there are none", async () => {
    const quiet = await listSignals(athleteId, { to: on(80), limit: 1 }, { ...ALL_PARTS, efficiency: false });
    expect(quiet.data[0]?.signals).toEqual([]);
    const hidden = await listSignals(
      athleteId,
      { limit: 1 },
      { recovery: false, sleep: true, efficiency: false },
    );
    expect(hidden.data[0]?.signals).toEqual([]);
  });
});
