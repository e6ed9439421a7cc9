import { describe, expect, test } from "vitest";
import { retryHere } from "@/inngest/retry-policy";
import { describeConnection } from "@/lib/connections/state";
import { addDays } from "@/lib/days";
import { pool } from "@/lib/db/client";
import type { StepRunner } from "@/lib/sync/deps";
import { coverageMap, currentProgress, findSyncRun, listArrivals, listSyncRuns } from "@/lib/sync/history";
import { workOn } from "@/lib/sync/run";
import { runHere } from "@/lib/sync/run-here";
import { syncActivities } from "@/lib/sync/sync-activities";
import { syncRecovery } from "@/lib/sync/sync-recovery";
import {
  connectedAthlete,
  depsWith,
  fail,
  fakeGarmin,
  NOW,
  run,
  TODAY,
} from "@/lib/sync/testing/fake-garmin";

const once: StepRunner = (_id, work) => work();
/** As if the worker had died after each step's work and before its end was known. */
const twice: StepRunner = async (_id, work) => {
  await work();
  return work();
};
const withFreshToken: StepRunner = (_id, work) => retryHere(work);

/** Everything that was stored of an athlete, without ids and times of writing. */
async function stored(athleteId: string) {
  const of = async (sql: string) => (await pool().query(sql, [athleteId])).rows;
  return {
    recordings: await of(
      `SELECT "externalId", "localDate", "rpe", "detailReadAt", "distanceMeters" FROM "Recording"
       WHERE "athleteId" = $1 ORDER BY "externalId"`,
    ),
    workouts: await of(
      `SELECT "localDate", "rpe" FROM "Workout" WHERE "athleteId" = $1 ORDER BY "localDate"`,
    ),
    days: await of(
      `SELECT "localDate", "sleepSeconds", "hrvRmssdMs", "restingHeartRateBpm" FROM "RecoveryDay"
       WHERE "athleteId" = $1 ORDER BY "localDate"`,
    ),
    metrics: await of(
      `SELECT "localDate", "hrvRmssd7DayMs", "hrvBaselineNightCount" FROM "DailyMetric"
       WHERE "athleteId" = $1 AND "localDate" <= '2026-03-10' ORDER BY "localDate"`,
    ),
    coverage: await of(
      `SELECT s."localDate", s."metric", s."state" FROM "SyncCoverage" s JOIN "Connection" c ON c."id" = s."connectionId"
       WHERE c."athleteId" = $1 ORDER BY 1, 2`,
    ),
    payloads: await of(
      'SELECT "kind", "externalId", "sha256" FROM "RawPayload" WHERE "athleteId" = $1 ORDER BY 1, 2, 3',
    ),
  };
}

async function connectionRow(connectionId: string) {
  const { rows } = await pool().query('SELECT * FROM "Connection" WHERE "id" = $1', [connectionId]);
  return rows[0];
}

describe("a first sync", () => {
  test("reads the last days, then the history newest first, and ends with what is new", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork } = await connectedAthlete(garmin, 60);
    await runHere(takeWork(), once, depsWith(garmin));

    const recovery = garmin.calls.filter((call) => call.startsWith("hrv"));
    expect(recovery).toEqual([
      "hrv 2026-03-04..2026-03-10",
      "hrv 2026-02-04..2026-03-03",
      "hrv 2026-01-09..2026-02-03",
    ]);
    expect(await connectionRow(connectionId)).toMatchObject({
      backfillTargetDate: "2026-01-09",
      backfillReachedDate: "2026-01-09",
      leaseId: null,
    });
    const { recordings, workouts, days, metrics } = await stored(athleteId);
    expect(recordings).toHaveLength(31);
    expect(recordings.every(({ rpe }) => rpe === 5)).toBe(true);
    expect(workouts).toHaveLength(31);
    expect(days).toHaveLength(61);
    expect(metrics.at(-1)).toMatchObject({ hrvBaselineNightCount: 54 });

    const runs = await listSyncRuns(athleteId, { limit: 10 });
    expect(runs.map(({ kind, trigger, state }) => `${trigger} ${kind} ${state}`).sort()).toEqual([
      "backfill activities succeeded",
      "backfill recovery succeeded",
      "connect activities succeeded",
      "connect recovery succeeded",
    ]);
    const sentences = runs.filter(({ trigger }) => trigger === "connect").map(({ sentence }) => sentence);
    expect(sentences.sort()).toEqual(["4 new activities.", "7 days with new values."]);
    expect(await currentProgress(athleteId, "garmin")).toMatchObject({
      isRunning: false,
      backfill: { isDone: true },
    });
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({
      state: "connected",
      cause: null,
    });
  });

  test("never has more than two calls at once under way", async () => {
    const garmin = fakeGarmin();
    garmin.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 2));
    const { takeWork } = await connectedAthlete(garmin);
    const work = takeWork();
    await Promise.all(
      work.map((part) =>
        runHere([part], once, { ...depsWith(garmin), sleep: () => new Promise((r) => setTimeout(r, 5)) }),
      ),
    );
    expect(garmin.mostAtOnce).toBe(2);
  });

  test("what is not served is remembered and is no failure", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    const snapshots = (await listArrivals(athleteId, "garmin")).find(
      ({ metric }) => metric === "health_snapshots",
    );
    expect(snapshots).toMatchObject({
      cause: "Garmin does not serve this through the key.",
      lastArrivedAt: null,
    });
    expect(garmin.calls.filter((call) => call.startsWith("health_snapshots"))).toHaveLength(1);
  });
});

describe("syncing again", () => {
  test("changes nothing and asks little: five calls, none of them for details", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    const before = await stored(athleteId);
    garmin.calls.length = 0;

    const ids = await request(athleteId, "garmin", { trigger: "manual" });
    await runHere(takeWork(), once, depsWith(garmin));
    expect(await stored(athleteId)).toEqual(before);
    expect(garmin.calls).toEqual([
      "list 2026-03-04..2026-03-10 0",
      "list 2026-03-04..2026-03-10 2",
      "sleep 2026-03-04..2026-03-10",
      "hrv 2026-03-04..2026-03-10",
      "daily_summary 2026-03-04..2026-03-10",
    ]);
    expect(await findSyncRun(athleteId, ids.activityRunId)).toMatchObject({
      state: "succeeded",
      sentence: "Nothing new.",
    });
    expect(await findSyncRun(athleteId, ids.recoveryRunId)).toMatchObject({
      daysCount: 0,
      sentence: "Nothing new.",
    });
  });

  test("each step done twice leaves the same as each done once", async () => {
    const plain = fakeGarmin();
    const one = await connectedAthlete(plain);
    await runHere(one.takeWork(), once, depsWith(plain));
    const doubled = fakeGarmin();
    const two = await connectedAthlete(doubled);
    // The last step hands over what follows, so the second time there is nothing to hand over.
    for (const work of two.takeWork()) await runHere([work], twice, depsWith(doubled));
    const [backfill] = await openBackfill(two.athleteId);
    if (backfill) await runHere([backfill], twice, depsWith(doubled));
    expect(await stored(two.athleteId)).toEqual(await stored(one.athleteId));
    const counts = (athleteId: string) =>
      pool().query(
        `SELECT "trigger", "kind", "createdCount", "updatedCount", "daysCount", "state" FROM "SyncRun"
         WHERE "athleteId" = $1 ORDER BY 1, 2`,
        [athleteId],
      );
    const activities = async (athleteId: string) =>
      (await counts(athleteId)).rows.filter(({ kind }) => kind === "activities");
    expect(await activities(two.athleteId)).toEqual(await activities(one.athleteId));
  });

  test("days that were missed are asked for as well", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    await pool().query(
      `UPDATE "ConnectionMetric" SET "cursorDate" = '2026-02-20' WHERE "connectionId" = $1`,
      [connectionId],
    );
    garmin.calls.length = 0;
    await request(athleteId, "garmin", { trigger: "manual" });
    await runHere(takeWork(), once, depsWith(garmin));
    expect(garmin.calls).toContain("hrv 2026-02-20..2026-03-10");
    const { rows } = await pool().query(
      `SELECT "metric", "cursorDate" FROM "ConnectionMetric" WHERE "connectionId" = $1 ORDER BY 1`,
      [connectionId],
    );
    const asked = rows.filter(({ metric }) => metric !== "health_snapshots");
    expect(asked.map(({ cursorDate }) => cursorDate)).toEqual([TODAY, TODAY, TODAY, TODAY]);
  });
});

async function openBackfill(athleteId: string) {
  const { rows } = await pool().query<{ id: string; kind: string }>(
    `SELECT "id", "kind" FROM "SyncRun" WHERE "athleteId" = $1 AND "trigger" = 'backfill' AND "state" = 'queued'`,
    [athleteId],
  );
  const idOf = (kind: string) => rows.find((row) => row.kind === kind)?.id ?? "";
  if (rows.length === 0) return [];
  return [
    {
      kind: "backfill" as const,
      athleteId,
      activityRunId: idOf("activities"),
      recoveryRunId: idOf("recovery"),
    },
  ];
}

describe("a failure", () => {
  test("in one metric does not hide the others, and names the payload that could not be read", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "hrv", with: () => fail("unexpected_payload") });
    await runHere(takeWork(), once, depsWith(garmin));

    const { rows } = await pool().query(
      `SELECT r."state", r."causeCode", p."kind" FROM "SyncRun" r LEFT JOIN "RawPayload" p ON p."id" = r."rawPayloadId"
       WHERE r."athleteId" = $1 AND r."kind" = 'recovery'`,
      [athleteId],
    );
    expect(rows).toEqual([{ state: "failed", causeCode: "payload_changed", kind: "hrv" }]);
    const [day] = (await coverageMap(athleteId, "garmin", { from: TODAY, to: TODAY })) ?? [];
    expect(day?.metrics).toMatchObject({
      sleep: "arrived",
      hrv: "failed",
      daily_summary: "arrived",
      activities: "arrived",
    });
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({
      state: "payload_changed",
      tone: "watch",
    });
    const days = (await stored(athleteId)).days;
    expect(days.at(-1)).toMatchObject({ sleepSeconds: 27_000, hrvRmssdMs: null, restingHeartRateBpm: 47 });
  });

  test("in the health snapshots is told and fails no night", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "health_snapshots", with: () => fail("unexpected_payload") });
    const [, recovery] = takeWork();
    if (!recovery) throw new Error("no work");
    await runHere([recovery], once, depsWith(garmin));
    const runs = await listSyncRuns(athleteId, { limit: 9 });
    const first = runs.find(({ kind, trigger }) => kind === "recovery" && trigger === "connect");
    expect(first).toMatchObject({ state: "succeeded", daysCount: 7 });
    expect(first?.sentence).toContain("a form that Nightrun does not know");
  });

  test("of the token is mended once by a new one", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    garmin.validTokens.clear();
    await runHere(takeWork(), withFreshToken, depsWith(garmin));
    expect(garmin.exchangeCount).toBe(2);
    expect((await listSyncRuns(athleteId, { limit: 9 })).every(({ state }) => state === "succeeded")).toBe(
      true,
    );
  });

  test("of the key ends the sync, keeps the data and asks for a new key", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    const before = await stored(athleteId);
    garmin.validKeys.clear();
    garmin.validTokens.clear();
    await request(athleteId, "garmin", { trigger: "manual" });
    await runHere(takeWork(), withFreshToken, depsWith(garmin));

    const status = await describeConnection(athleteId, "garmin", NOW);
    expect(status).toMatchObject({ state: "needs_reconnect", tone: "strong", nextSyncAt: null });
    expect(status.nextStep).toContain("Create a new key");
    expect(await stored(athleteId)).toEqual(before);
    const count = garmin.exchangeCount;
    await expect(request(athleteId, "garmin", { trigger: "manual" })).rejects.toMatchObject({
      code: "reconnect_required",
    });
    expect(garmin.exchangeCount).toBe(count);
  });

  test("that asks us to wait is kept: nothing is asked before its time", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "list", with: () => fail("rate_limited") });
    await runHere(takeWork(), once, depsWith(garmin));
    expect(garmin.calls).toEqual(["list 2026-03-04..2026-03-10 0"]);
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({
      state: "waiting",
      cause: "Garmin asks us to wait until 09:00.",
    });
    await expect(request(athleteId, "garmin", { trigger: "manual" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    const later = () => new Date(NOW.getTime() + 60_000);
    expect(await describeConnection(athleteId, "garmin", later())).toMatchObject({ state: "connected" });
  });

  test("of Garmin as a whole stops after the second metric, and the state says so", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    for (const call of ["sleep", "hrv"]) garmin.failNext.push({ call, with: () => fail("unavailable") });
    const [, recovery] = takeWork();
    if (!recovery) throw new Error("no work");
    await runHere([recovery], once, depsWith(garmin));
    expect(garmin.calls).toHaveLength(2);
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({ state: "unavailable" });
  });

  test("of one detail leaves the other runs readable", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "detail run-2026-03-08", with: () => fail("unexpected_payload") });
    const [activities] = takeWork();
    if (!activities) throw new Error("no work");
    await runHere([activities], once, depsWith(garmin));
    const { recordings } = await stored(athleteId);
    expect(
      recordings.filter(({ detailReadAt }) => detailReadAt === null).map(({ externalId }) => externalId),
    ).toEqual(["run-2026-03-08"]);
    expect(await listSyncRuns(athleteId, { limit: 1 })).toMatchObject([{ state: "failed", createdCount: 4 }]);
  });

  test("of a detail that is gone leaves what the list said", async () => {
    const garmin = fakeGarmin({ runs: [run(TODAY)] });
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "detail", with: () => fail("not_found") });
    await runHere(takeWork(), once, depsWith(garmin));
    expect((await stored(athleteId)).recordings).toMatchObject([{ rpe: null, detailReadAt: NOW }]);
  });
});

describe("who works on a run", () => {
  test("is one at a time: a second executor leaves it alone", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    const [work] = takeWork();
    if (work?.kind !== "activities") throw new Error("no work");
    const ref = { athleteId, syncRunId: work.syncRunId };
    const second: { status?: string } = {};
    const interrupted: StepRunner = async (id, part) => {
      if (id === "list-2") {
        const other = await syncActivities({ ...ref, executorId: "other" }, once, depsWith(garmin));
        second.status = other.status;
      }
      return part();
    };
    const first = await syncActivities({ ...ref, executorId: "first" }, interrupted, depsWith(garmin));
    expect(first.status).toBe("success");
    expect(second.status).toBe("already_running");
    const again = await syncActivities({ ...ref, executorId: "third" }, once, depsWith(garmin));
    expect(again).toMatchObject({ status: "success", createdCount: 4, next: [] });
  });

  test("goes on after a dead worker, whose lease ends by time, and doubles nothing", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork } = await connectedAthlete(garmin);
    const [, work] = takeWork();
    if (work?.kind !== "recovery") throw new Error("no work");
    const ref = { athleteId, syncRunId: work.syncRunId };
    let isDead = false;
    const dies: StepRunner = (id, part) => {
      isDead ||= id.startsWith("daily_summary");
      if (isDead) throw new Error("killed");
      return part();
    };
    await expect(syncRecovery({ ...ref, executorId: "dead" }, dies, depsWith(garmin))).rejects.toThrow(
      "killed",
    );
    await pool().query(
      `UPDATE "Connection" SET "leaseId" = gen_random_uuid(), "leasedUntil" = $2 WHERE "id" = $1`,
      [connectionId, new Date(NOW.getTime() + 180_000)],
    );
    const later = depsWith(garmin, () => new Date(NOW.getTime() + 600_000));
    const done = await syncRecovery({ ...ref, executorId: "next" }, once, later);
    expect(done).toMatchObject({ status: "success", daysSynced: 7 });
    expect((await stored(athleteId)).days).toHaveLength(7);
    expect((await stored(athleteId)).metrics).toHaveLength(7);
  });

  test("has to wait while another worker holds the connection", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork } = await connectedAthlete(garmin);
    const [work] = takeWork();
    if (work?.kind !== "activities") throw new Error("no work");
    const ref = { athleteId, syncRunId: work.syncRunId, executorId: "first" };
    await pool().query(
      `UPDATE "Connection" SET "leaseId" = gen_random_uuid(), "leasedUntil" = $2 WHERE "id" = $1`,
      [connectionId, new Date(NOW.getTime() + 60_000)],
    );
    await pool().query('UPDATE "SyncRun" SET "inngestRunId" = $2 WHERE "id" = $1', [work.syncRunId, "first"]);
    const deps = { ...depsWith(garmin), sleep: async () => {} };
    await expect(workOn(ref, "activities", deps, async () => 1)).rejects.toMatchObject({
      name: "ConnectionBusyError",
    });
    expect(garmin.calls).toEqual([]);
  });
});

describe("asking for a sync", () => {
  test("while one is open gives its ids, however many ask at once", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    const asked = await Promise.all([1, 2, 3, 4].map(() => request(athleteId, "garmin", { trigger: "api" })));
    expect(new Set(asked.map((ids) => JSON.stringify(ids))).size).toBe(1);
    expect(takeWork()).toHaveLength(2);
  });

  test("for a range asks for all of it, newest first", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), once, depsWith(garmin));
    garmin.calls.length = 0;
    await request(athleteId, "garmin", { trigger: "api", from: "2026-01-01", to: "2026-02-15" });
    await runHere(takeWork(), once, depsWith(garmin));
    expect(garmin.calls.filter((call) => call.startsWith("hrv"))).toEqual([
      "hrv 2026-01-19..2026-02-15",
      "hrv 2026-01-01..2026-01-18",
    ]);
  });

  test.each([
    ["backwards", { from: "2026-03-05", to: "2026-03-01" }, "from"],
    ["in the future", { from: "2026-03-05", to: "2026-03-12" }, "to"],
    ["too long", { from: "2025-11-01", to: "2026-03-10" }, "from"],
  ])("for a range that is %s is refused with the field", async (_name, range, field) => {
    const garmin = fakeGarmin();
    const { athleteId, request } = await connectedAthlete(garmin);
    await expect(request(athleteId, "garmin", { trigger: "api", ...range })).rejects.toMatchObject({
      code: "invalid_input",
      field,
    });
  });

  test("by somebody else finds nothing of it", async () => {
    const garmin = fakeGarmin();
    const mine = await connectedAthlete(garmin);
    const theirs = await connectedAthlete(fakeGarmin());
    const [run] = await listSyncRuns(theirs.athleteId, { limit: 1 });
    expect(await findSyncRun(mine.athleteId, run?.id ?? "")).toBeNull();
    expect(await findSyncRun(mine.athleteId, "not-an-id")).toBeNull();
    const range = { from: addDays(TODAY, -1), to: TODAY };
    const map = await coverageMap(mine.athleteId, "garmin", range);
    expect(map.map(({ metrics }) => metrics.hrv)).toEqual(["not_asked", "not_asked"]);
  });
});
