import { afterAll, describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { listSyncRuns } from "@/lib/sync/history";
import { runHere } from "@/lib/sync/run-here";
import { readPlanner, type ScheduleDeps, takeDueWork } from "@/lib/sync/schedule";
import { connectedAthlete, depsWith, fakeGarmin, NOW } from "@/lib/sync/testing/fake-garmin";

/** Older than what any other test leaves behind, so that these rows come first. */
const LONG_DUE = new Date("2020-01-01T00:00:00Z");
/** Room for all that other tests leave behind. */
const settings = () => ({ batchSize: 100_000, intervalMinutes: 5, maxConnections: null });
const deps = { now: () => NOW, random: () => 0, settings };

async function dueAthlete() {
  const garmin = fakeGarmin({ runs: [], nights: [] });
  const connected = await connectedAthlete(garmin);
  await runHere(connected.takeWork(), undefined, depsWith(garmin));
  await makeDue(connected.connectionId);
  return { ...connected, garmin };
}

async function makeDue(connectionId: string) {
  await pool().query('UPDATE "Connection" SET "nextSyncAt" = $2 WHERE "id" = $1', [connectionId, LONG_DUE]);
}

async function scheduledRuns(athleteId: string) {
  const runs = await listSyncRuns(athleteId, { limit: 20 });
  return runs.filter(({ trigger }) => trigger === "scheduled");
}

const workOf = (work: Awaited<ReturnType<typeof takeDueWork>>, athleteId: string) =>
  work.filter((part) => part.athleteId === athleteId);

describe("takeDueWork", () => {
  test("takes what is due once, however many planners run, and moves it to its next slot", async () => {
    const { athleteId, connectionId } = await dueAthlete();
    const passes = await Promise.all([takeDueWork(deps), takeDueWork(deps), takeDueWork(deps)]);
    expect(workOf(passes.flat(), athleteId).map(({ kind }) => kind)).toEqual(["activities", "recovery"]);
    const { rows } = await pool().query<{ nextSyncAt: Date; slotMinute: number }>(
      'SELECT "nextSyncAt", "slotMinute" FROM "Connection" WHERE "id" = $1',
      [connectionId],
    );
    const [row] = rows;
    expect(row?.nextSyncAt.getTime()).toBeGreaterThan(NOW.getTime());
    expect((row?.nextSyncAt.getTime() ?? 0) - NOW.getTime()).toBeLessThanOrEqual(86_400_000);
    expect((row?.nextSyncAt.getUTCHours() ?? 0) * 60 + (row?.nextSyncAt.getUTCMinutes() ?? 0)).toBe(
      row?.slotMinute,
    );
    expect(workOf(await takeDueWork(deps), athleteId)).toEqual([]);
    expect(await scheduledRuns(athleteId)).toHaveLength(2);
  });

  test.each([
    ["is switched off", 'UPDATE "Connection" SET "syncEnabled" = false WHERE "id" = $1'],
    ["was disconnected", 'UPDATE "Connection" SET "disconnectedAt" = now() WHERE "id" = $1'],
    ["has to wait", `UPDATE "Connection" SET "waitUntil" = '2100-01-01' WHERE "id" = $1`],
    [
      "needs a new key",
      `UPDATE "ConnectionAccess" SET "state" = 'needs_reconnect' WHERE "connectionId" = $1`,
    ],
  ])("leaves alone what %s", async (_name, sql) => {
    const { athleteId, connectionId } = await dueAthlete();
    await pool().query(sql, [connectionId]);
    expect(workOf(await takeDueWork(deps), athleteId)).toEqual([]);
  });

  test("asks again for a run whose event was lost, and not while it may still come", async () => {
    const { athleteId, connectionId, garmin } = await dueAthlete();
    const first = workOf(await takeDueWork(deps), athleteId);
    expect(first).toHaveLength(2);
    // Before all that other tests left behind.
    await pool().query(`UPDATE "SyncRun" SET "queuedAt" = $2 WHERE "athleteId" = $1 AND "state" = 'queued'`, [
      athleteId,
      LONG_DUE,
    ]);
    await pool().query('UPDATE "Connection" SET "leasedUntil" = $2 WHERE "id" = $1', [connectionId, NOW]);
    const soon = { ...deps, now: () => new Date(NOW.getTime() + 60_000) };
    expect(workOf(await takeDueWork(soon), athleteId)).toEqual([]);
    const later = { ...deps, now: () => new Date(NOW.getTime() + 600_000) };
    const again = workOf(await takeDueWork(later), athleteId);
    expect(new Set(again)).toEqual(new Set(first));
    expect(workOf(await takeDueWork(later), athleteId)).toEqual([]);
    await runHere(again, undefined, depsWith(garmin, later.now));
    const runs = await scheduledRuns(athleteId);
    expect(runs.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
  });
});

/** So many connections of a source that no other test plans, spread over the day like real ones. */
async function insertPlanned(count: number, connectedAt = NOW): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `WITH u AS (
       INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
       SELECT gen_random_uuid() || '@planned.test', 'P', 'x', '{athlete}', 'UTC' FROM generate_series(1, $1) RETURNING "id"),
     a AS (INSERT INTO "Athlete" ("userId") SELECT "id" FROM u RETURNING "id"),
     n AS (SELECT "id", row_number() OVER () AS "n" FROM a),
     c AS (
       INSERT INTO "Connection" ("athleteId", "provider", "slotMinute", "nextSyncAt", "connectedAt")
       SELECT "id", 'strava', ("n" * 389) % 1440, $2::timestamptz + make_interval(mins => (("n" * 389) % 1440)::int), $2 FROM n
       RETURNING "id")
     INSERT INTO "ConnectionAccess" ("connectionId", "way", "sealedSecret") SELECT "id", 'official', 'x' FROM c
     RETURNING "connectionId" AS "id"`,
    [count, connectedAt],
  );
  return rows.map(({ id }) => id);
}

async function clearPlanned(): Promise<void> {
  await pool().query(`DELETE FROM "User" WHERE "email" LIKE '%@planned.test'`);
  await pool().query(`DELETE FROM "OperationRecord" WHERE "name" = 'planner:strava'`);
}

function planned(
  now: Date,
  change: Partial<ReturnType<ScheduleDeps["settings"]>> = {},
): Partial<ScheduleDeps> {
  const limits = { batchSize: 20, intervalMinutes: 5, maxConnections: null, ...change };
  return { now: () => now, random: () => 0.5, providers: ["strava"], settings: () => limits };
}

const plannedOnly = async (deps: Partial<ScheduleDeps>, ids: ReadonlySet<string>) => {
  const work = await takeDueWork(deps);
  const { rows } = await pool().query<{ id: string; athleteId: string }>(
    `SELECT "id", "athleteId" FROM "Connection" WHERE "athleteId" = ANY($1::uuid[])`,
    [work.map(({ athleteId }) => athleteId)],
  );
  return rows.filter(({ id }) => ids.has(id)).map(({ id }) => id);
};

/** As if all that was handed over had been done. */
const finishAll = () =>
  pool().query(
    `UPDATE "SyncRun" r SET "state" = 'succeeded' FROM "Connection" c
     WHERE c."id" = r."connectionId" AND c."provider" = 'strava'`,
  );

describe("a day of the planner", () => {
  afterAll(clearPlanned);

  test("300 connections are each taken once in 24 hours, at most 20 in 5 minutes, by two planners at once", async () => {
    await clearPlanned();
    const midnight = new Date("2026-03-11T00:00:00Z");
    const ids = new Set(await insertPlanned(300, midnight));
    const taken: string[] = [];
    for (let minute = 0; minute < 1_440; minute += 5) {
      const now = new Date(midnight.getTime() + minute * 60_000);
      const [one, other] = await Promise.all([
        plannedOnly(planned(now), ids),
        plannedOnly(planned(now), ids),
      ]);
      expect(one.length + other.length).toBeLessThanOrEqual(20);
      taken.push(...one, ...other);
      await finishAll();
    }
    // The last slots of the day come after the last pass that was made.
    const rest = await plannedOnly(planned(new Date("2026-03-12T00:00:00Z")), ids);
    expect(new Set([...taken, ...rest]).size).toBe(300);
    expect(new Set(taken).size).toBe(taken.length);
  }, 120_000);

  test("a backlog is worked off 20 at a time, however often a planner passes", async () => {
    await clearPlanned();
    const ids = new Set(await insertPlanned(50));
    const late = new Date(NOW.getTime() + 2 * 86_400_000);
    const counts: number[] = [];
    for (const seconds of [0, 2, 4, 300, 302, 600, 900]) {
      const now = new Date(late.getTime() + seconds * 1000);
      counts.push((await plannedOnly(planned(now), ids)).length);
      await finishAll();
    }
    expect(counts).toEqual([20, 0, 0, 20, 0, 10, 0]);
  });

  test("those that can't be synced are moved on and hold nobody up; one that has to wait comes after its wait", async () => {
    await clearPlanned();
    const [waiting = "", refused = "", off = "", ready = ""] = await insertPlanned(4);
    const now = new Date(NOW.getTime() + 86_400_000);
    const waitUntil = new Date(now.getTime() + 3_600_000);
    const at = (id: string, sql: string, values: unknown[] = []) => pool().query(sql, [id, ...values]);
    await at(waiting, 'UPDATE "Connection" SET "waitUntil" = $2 WHERE "id" = $1', [waitUntil]);
    await at(refused, `UPDATE "ConnectionAccess" SET "state" = 'needs_reconnect' WHERE "connectionId" = $1`);
    await at(off, 'UPDATE "Connection" SET "syncEnabled" = false WHERE "id" = $1');
    expect(await plannedOnly(planned(now), new Set([waiting, refused, off, ready]))).toEqual([ready]);
    const { rows } = await pool().query<{ id: string; nextSyncAt: Date }>(
      'SELECT "id", "nextSyncAt" FROM "Connection" WHERE "id" = ANY($1::uuid[])',
      [[waiting, refused, off, ready]],
    );
    expect(rows.every(({ nextSyncAt }) => nextSyncAt > now)).toBe(true);
    const back = rows.find(({ id }) => id === waiting)?.nextSyncAt.getTime() ?? 0;
    expect(back - waitUntil.getTime()).toBeGreaterThanOrEqual(0);
    expect(back - waitUntil.getTime()).toBeLessThanOrEqual(240_000);
  });

  test("a cap leaves out the newest, and the state says how many and how full it is", async () => {
    await clearPlanned();
    const old = await insertPlanned(3);
    const young = await insertPlanned(2, new Date(NOW.getTime() + 1_000));
    const now = new Date(NOW.getTime() + 2 * 86_400_000);
    const limits = planned(now, { maxConnections: 3 });
    expect((await plannedOnly(limits, new Set([...old, ...young]))).toSorted()).toEqual(old.toSorted());
    const settings = { batchSize: 10, intervalMinutes: 10, maxConnections: 3 };
    expect(await readPlanner("strava", settings)).toMatchObject({
      connectionCount: 5,
      beyondCapCount: 2,
      capacityPerDay: 1_440,
      cycleMinutes: 1_440,
      lastPassAt: now,
      lastTakenCount: 3,
    });
  });
});
