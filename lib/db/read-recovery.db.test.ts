import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { addDays, eachDate } from "@/lib/days";
import { closeDb } from "@/lib/db/client";
import {
  findAthletePerson,
  readHealthSnapshots,
  readLastNights,
  readRecoveryDays,
} from "@/lib/db/read-recovery";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { readRecoveryPage } from "@/lib/insights/recovery-page";
import { readTodayPage } from "@/lib/insights/today";

const TODAY = "2026-05-31";
const NOON = new Date(`${TODAY}T12:00:00Z`);

let mine: string;
let other: string;
beforeEach(async () => {
  mine = (await insertTestAthlete()).athleteId;
  other = (await insertTestAthlete()).athleteId;
});
afterAll(closeDb);

async function insertNights(athleteId: string, from: string, to: string, hrvRmssdMs: number): Promise<void> {
  await queryRows(
    `INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs", "restingHeartRateBpm", "sleepSeconds", "channels")
     SELECT $1, d, $4, 46, 28000, '{"hrvRmssdMs": "garmin"}' FROM generate_series($2::date, $3::date, '1 day') d`,
    [athleteId, from, to, hrvRmssdMs],
  );
  await recomputeDailyMetrics(athleteId, from);
}

async function insertSnapshot(athleteId: string, localDate: string): Promise<void> {
  await queryRows(
    `INSERT INTO "HealthSnapshot" ("athleteId", "channel", "startedAt", "localDate", "hrvRmssdMs", "hrvSdrrMs")
     VALUES ($1, 'garmin', $2, $3, 41, 52)`,
    [athleteId, `${localDate}T05:00:00Z`, localDate],
  );
}

describe("days", () => {
  test("every calendar day is there once, oldest first, also over a change of clocks, empty where nothing came", async () => {
    await insertNights(mine, "2026-03-28", "2026-03-28", 60);
    const days = await readRecoveryDays(mine, "2026-03-27", "2026-03-31");
    expect(days.map((day) => day.localDate)).toEqual(eachDate("2026-03-27", "2026-03-31"));
    expect(days.map((day) => day.hrvRmssdMs)).toEqual([null, 60, null, null, null]);
    expect(days[0]).toMatchObject({ hrvNightCount7Day: 0, hrvDaysBelow: 0, channels: {} });
  });

  test("somebody else's nights never appear", async () => {
    await insertNights(other, addDays(TODAY, -40), TODAY, 60);
    await insertSnapshot(other, TODAY);
    const days = await readRecoveryDays(mine, addDays(TODAY, -40), TODAY);
    expect(days.every((day) => day.hrvRmssdMs === null && day.hrvUsualLowMs === null)).toBe(true);
    expect(await readHealthSnapshots(mine, addDays(TODAY, -40), TODAY)).toEqual([]);
    expect(await readLastNights([mine], TODAY)).toEqual([]);
  });
});

describe("the page of an athlete", () => {
  test("holds as many days as asked for, whatever lies before", async () => {
    await insertNights(mine, addDays(TODAY, -500), TODAY, 60);
    const page = await readRecoveryPage(mine, 30, NOON);
    expect(page.days).toHaveLength(30);
    expect(page.days[0]?.localDate).toBe(addDays(TODAY, -29));
    expect(page.latest).toMatchObject({ localDate: TODAY, channels: ["garmin"], hrvStatus: "within" });
  });

  test("begins its day where the athlete lives", async () => {
    const { athleteId } = await insertTestAthlete({ timeZone: "Pacific/Auckland" });
    expect((await readRecoveryPage(athleteId, 30, NOON)).today).toBe("2026-06-01");
    expect(await findAthletePerson(athleteId)).toMatchObject({ timeZone: "Pacific/Auckland" });
  });

  test("an unknown athlete is not there", async () => {
    await expect(readRecoveryPage(randomUUID(), 30, NOON)).rejects.toMatchObject({ code: "not_found" });
  });

  test("snapshots are listed apart and never become a night", async () => {
    await insertSnapshot(mine, TODAY);
    const page = await readRecoveryPage(mine, 30, NOON);
    expect(page.snapshots).toHaveLength(1);
    expect(page.latest).toBeNull();
    const hidden = await readRecoveryPage(mine, 30, NOON, { shown: { recovery: false, sleep: true } });
    expect(hidden.snapshots).toEqual([]);
  });

  test("says so when the account has no snapshots to give", async () => {
    const setCause = (cause: string | null) =>
      queryRows(
        `WITH c AS (
           INSERT INTO "Connection" ("athleteId", "provider", "slotMinute") VALUES ($1, 'garmin', 0)
           ON CONFLICT ("athleteId", "provider") DO UPDATE SET "slotMinute" = 0 RETURNING "id")
         INSERT INTO "ConnectionMetric" ("connectionId", "metric", "cause") SELECT "id", 'health_snapshots', $2 FROM c
         ON CONFLICT ("connectionId", "metric") DO UPDATE SET "cause" = $2`,
        [mine, cause],
      );
    await setCause("not_served");
    expect((await readRecoveryPage(mine, 30, NOON)).areSnapshotsServed).toBe(false);
    await setCause(null);
    expect((await readRecoveryPage(mine, 30, NOON)).areSnapshotsServed).toBe(true);
    expect((await readRecoveryPage(other, 30, NOON)).areSnapshotsServed).toBe(true);
  });
});

test("Today shows yesterday's night as yesterday's", async () => {
  await insertNights(mine, addDays(TODAY, -40), addDays(TODAY, -1), 60);
  const page = await readTodayPage(mine, { timeZone: "UTC", now: NOON, firstWeekday: 1 });
  expect(page).toMatchObject({
    isLastNightIn: false,
    headline: "Last night is not in yet.",
    lastNightDate: addDays(TODAY, -1),
    latestRun: null,
  });
  expect(page.days).toHaveLength(14);
  expect(page.week).toMatchObject({ startDate: "2026-05-25", count: 0, distanceMeters: null });
});
