import "@/lib/auth/testing/test-env";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listVisibleAthletes } from "@/lib/auth/access";
import { linkCoach, setGroups } from "@/lib/coaching/links";
import { markSeen, unmarkSeen } from "@/lib/coaching/seen";
import { addDays } from "@/lib/days";
import { pool } from "@/lib/db/client";
import { queryRows } from "@/lib/db/testing/test-athlete";
import { insertPerson, type TestPerson } from "@/lib/db/testing/test-people";
import { readRoster } from "@/lib/insights/roster";
import type { RosterRow } from "@/lib/insights/roster-row";
import { setReadiness } from "@/lib/insights/testing/set-readiness";

const TODAY = "2026-05-31";
/** It is 12:00 of the 31st in Berlin, where the test people live. */
const NOW = new Date("2026-05-31T10:00:00Z");

let coach: TestPerson;

beforeEach(async () => {
  coach = await insertPerson(["coach"]);
});

afterEach(() => vi.restoreAllMocks());

/** Somebody linked, with nights up to `lastNight`; `status` is the HRV's of every day. */
async function athlete(
  name: string,
  {
    scopes = ["recovery", "sleep", "runs", "load"],
    lastNight = TODAY,
    status = "within",
    daysBelow = 0,
    restingBpm = 48,
    state = "ready",
  }: {
    scopes?: ("recovery" | "sleep" | "runs" | "load")[];
    lastNight?: string | null;
    status?: string;
    daysBelow?: number;
    restingBpm?: number;
    state?: string | null;
  } = {},
): Promise<string> {
  const { athleteId, userId } = await insertPerson(["athlete"]);
  await queryRows(`UPDATE "User" SET "name" = $2 WHERE "id" = $1`, [userId, name]);
  await linkCoach(athleteId, coach.userId, { scopes });
  if (lastNight !== null) await insertNights(athleteId, lastNight, { status, daysBelow, restingBpm });
  if (state !== null) {
    await queryRows(
      `WITH c AS (INSERT INTO "Connection" ("athleteId", "provider", "slotMinute", "username")
                  VALUES ($1, 'garmin', 0, 'typed@garmin.example') RETURNING "id")
       INSERT INTO "ConnectionAccess" ("connectionId", "way", "state", "sealedSecret")
       SELECT "id", 'personal_key', $2, 'sealed' FROM c`,
      [athleteId, state],
    );
  }
  return athleteId;
}

async function insertNights(
  athleteId: string,
  to: string,
  { status, daysBelow, restingBpm }: { status: string; daysBelow: number; restingBpm: number },
): Promise<void> {
  await queryRows(
    `INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs", "restingHeartRateBpm", "sleepSeconds")
     SELECT $1, d::date, 60, $3, 27000
       FROM generate_series($2::date - 20, $2::date, interval '1 day') AS d`,
    [athleteId, to, restingBpm],
  );
  await queryRows(
    `INSERT INTO "DailyMetric" ("athleteId", "localDate", "algorithmVersion", "hrvRmssd7DayMs", "hrvNightCount7Day",
       "hrvBaselineNightCount", "hrvUsualLowMs", "hrvUsualHighMs", "hrvBaselineMeanLnMs", "hrvBaselineSdLnMs",
       "hrvNightZ", "hrvStatus", "hrvDaysBelow", "restingHeartRateUsualBpm", "restingHeartRateUsualLowBpm",
       "restingHeartRateUsualHighBpm", "restingHeartRateBaselineCount")
     SELECT $1, d::date, 1, 60, 7, 50, 55, 66, ln(60), 0.1, 0, $3, $4, 48, 46, 50, 50
       FROM generate_series($2::date - 20, $2::date, interval '1 day') AS d`,
    [athleteId, to, status, daysBelow],
  );
  await setReadiness(athleteId, {
    hrvTrend: status === "within" ? 0 : daysBelow >= 5 ? 2 : 1,
    heartRate: restingBpm > 53 ? 1 : 0,
  });
}

async function roster(now = NOW): Promise<RosterRow[]> {
  return readRoster(await listVisibleAthletes(coach.userId, now), now);
}

async function rowOf(athleteId: string, now = NOW): Promise<RosterRow> {
  const row = (await roster(now)).find((one) => one.athleteId === athleteId);
  if (!row) throw new Error("The athlete is not on the roster");
  return row;
}

test("trouble comes first, then silence in its own states, then those who are as usual", async () => {
  await athlete("Usual");
  await athlete("Strong", { status: "below", daysBelow: 5, restingBpm: 56 });
  await athlete("Watch", { status: "below", daysBelow: 3 });
  await athlete("Stale", { lastNight: addDays(TODAY, -6) });
  await athlete("Broken", { lastNight: addDays(TODAY, -4), state: "needs_reconnect" });
  await athlete("Nothing yet", { lastNight: null, state: null });
  await athlete("Unshared", { scopes: ["runs"] });
  const rows = await roster();
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ["Strong", "strong"],
    ["Watch", "watch"],
    ["Broken", "broken"],
    ["Nothing yet", "broken"],
    ["Stale", "stale"],
    ["Usual", "usual"],
    ["Unshared", "unshared"],
  ]);
  const sentences = rows.map(({ sentence }) => sentence);
  expect(sentences[0]).toContain("HRV below usual range for 5 days");
  expect(sentences[2]).toBe("No night for 4 days. The athlete has to connect again.");
  expect(sentences[4]).toBe("No night for 6 days. The connection works: the watch has not synced.");
  for (const { state, tone, connection } of rows) {
    if (["broken", "stale", "learning", "unshared"].includes(state)) expect(tone).toBe("nodata");
    expect(connection.tone).not.toBe("strong");
  }
});

test("one who stopped sharing is not there; what is not shared is not read", async () => {
  const sleeper = await athlete("Sleeper", { scopes: ["sleep"], status: "below", daysBelow: 9 });
  const gone = await athlete("Gone");
  await queryRows(`UPDATE "CoachLink" SET "pausedAt" = now() WHERE "athleteId" = $1`, [gone]);
  const rows = await roster();
  expect(rows.map(({ name }) => name)).toEqual(["Sleeper"]);
  const row = await rowOf(sleeper);
  expect(row).toMatchObject({
    sparkline: [],
    week: null,
    lastRun: null,
    sentence: expect.not.stringMatching(/HRV/),
  });
  expect(row.latest).toMatchObject({ hrvRmssdMs: null, restingHeartRateBpm: null, sleepSeconds: 27000 });
  expect(JSON.stringify(rows)).not.toContain("typed@garmin.example");
});

test("the sparkline is in the athlete's own SDs, fourteen days to their today, gaps as gaps", async () => {
  const id = await athlete("Ada", { lastNight: addDays(TODAY, -1) });
  const { sparkline, latest, today } = await rowOf(id);
  expect(today).toBe(TODAY);
  expect(sparkline).toHaveLength(14);
  expect(sparkline[0]).toMatchObject({ localDate: addDays(TODAY, -13), trendSd: 0, nightSd: 0 });
  expect(sparkline[0]?.usualHighSd).toBeCloseTo(Math.log(66 / 60) / 0.1, 6);
  expect(sparkline[13]).toEqual({
    localDate: TODAY,
    trendSd: null,
    nightSd: null,
    usualLowSd: null,
    usualHighSd: null,
  });
  expect(latest?.localDate).toBe(addDays(TODAY, -1));
});

test("this week's distance stands against the four weeks before, runs alone", async () => {
  const id = await athlete("Ada");
  const insert = (daysAgo: number, meters: number, sport = "run") =>
    queryRows(
      `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds",
         "distanceMeters", "channel")
       VALUES ($1, $4, $4, ($2::date + time '08:00') AT TIME ZONE 'UTC', $2, 3000, $3, 'garmin')`,
      [id, addDays(TODAY, -daysAgo), meters, sport],
    );
  await insert(0, 10_000);
  await insert(6, 5_000);
  await insert(7, 20_000);
  await insert(34, 20_000);
  await insert(35, 90_000);
  await insert(2, 40_000, "ride");
  const row = await rowOf(id);
  expect(row.week).toEqual({ distanceMeters: 15_000, usualMeters: 10_000 });
  expect(row.lastRun).toMatchObject({ localDate: TODAY, distanceMeters: 10_000 });
});

test("what was seen is done until there is a new reason, or a week is over", async () => {
  const id = await athlete("Ada", { status: "below", daysBelow: 3 });
  const open = await rowOf(id);
  expect(open).toMatchObject({ isSeen: false, raised: ["hrv:watch"] });
  await markSeen(coach.userId, id, { raised: open.raised, note: "Rings on Monday" }, NOW);
  expect(await rowOf(id)).toMatchObject({ isSeen: true, seenNote: "Rings on Monday" });
  const nextWeek = new Date(NOW.getTime() + 7 * 86_400_000);
  expect(await rowOf(id, nextWeek)).toMatchObject({ isSeen: false });
  await setReadiness(id, { hrvTrend: 2, heartRate: 0 });
  expect(await rowOf(id)).toMatchObject({
    isSeen: false,
    raised: ["hrv:strong"],
    seenNote: "Rings on Monday",
  });
  await unmarkSeen(coach.userId, id);
  expect(await rowOf(id)).toMatchObject({ seenNote: null });
});

test("a note is the coach's own, and only about their athletes", async () => {
  const id = await athlete("Ada");
  const other = await insertPerson(["coach"]);
  const input = { raised: [], note: "mine" };
  for (const attempt of [
    () => markSeen(other.userId, id, input),
    () => markSeen(coach.userId, "nonsense", input),
    () => unmarkSeen(other.userId, id),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(markSeen(coach.userId, id, { raised: ["'; --"], note: "" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await linkCoach(id, other.userId, { scopes: ["recovery"] });
  await markSeen(coach.userId, id, input, NOW);
  const seen = await readRoster(await listVisibleAthletes(other.userId, NOW), NOW);
  expect(seen).toMatchObject([{ seenNote: null, groups: [] }]);
});

test("the number of statements does not grow with the athletes", async () => {
  const statements = async () => {
    const query = vi.spyOn(pool(), "query");
    const rows = await roster();
    const { length } = query.mock.calls;
    query.mockRestore();
    return { rows: rows.length, statements: length };
  };
  const first = await athlete("One");
  expect(await statements()).toEqual({ rows: 1, statements: 5 });
  await athlete("Two");
  await athlete("Three", { scopes: ["runs"] });
  await setGroups(coach.userId, first, "Track");
  expect(await statements()).toEqual({ rows: 3, statements: 5 });
});
