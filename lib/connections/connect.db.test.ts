import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { connectGarminByKey, setSyncEnabled } from "@/lib/connections/connect";
import { disconnectGarmin, removeGarminWay } from "@/lib/connections/disconnect";
import { describeConnection } from "@/lib/connections/state";
import { pool } from "@/lib/db/client";
import { currentProgress } from "@/lib/sync/history";
import { runHere } from "@/lib/sync/run-here";
import {
  connectedAthlete,
  depsWith,
  fail,
  fakeGarmin,
  insertAthlete,
  NOW,
} from "@/lib/sync/testing/fake-garmin";

function depsFor(garmin: ReturnType<typeof fakeGarmin>) {
  return { ...depsWith(garmin), random: () => 0, requestSync: vi.fn(async () => ({})) };
}

async function counts(athleteId: string) {
  const { rows } = await pool().query(
    `SELECT (SELECT count(*)::int FROM "Connection" WHERE "athleteId" = $1) AS "connections",
       (SELECT count(*)::int FROM "ConnectionAccess" a JOIN "Connection" c ON c."id" = a."connectionId"
        WHERE c."athleteId" = $1) AS "accesses",
       (SELECT count(*)::int FROM "Recording" WHERE "athleteId" = $1) AS "recordings"`,
    [athleteId],
  );
  return rows[0];
}

describe("connectGarminByKey", () => {
  test("stores a connection and asks for the first sync", async () => {
    const garmin = fakeGarmin();
    const athleteId = await insertAthlete();
    const deps = depsFor(garmin);
    const result = await connectGarminByKey(athleteId, { apiKey: "  GCDC_one\n" }, deps);
    expect(result.syncTriggered).toBe(true);
    expect(deps.requestSync).toHaveBeenCalledWith(athleteId, "garmin", { trigger: "connect" });
    const status = await describeConnection(athleteId, "garmin", NOW);
    expect(status).toMatchObject({
      connected: true,
      syncEnabled: true,
      state: "connected",
      username: null,
      lastSyncAt: null,
    });
    const { rows } = await pool().query(
      'SELECT "backfillTargetDate" FROM "Connection" WHERE "athleteId" = $1',
      [athleteId],
    );
    expect(rows).toEqual([{ backfillTargetDate: "2025-12-10" }]);
  });

  test.each([
    ["nothing", "  ", "Paste"],
    ["two words", "GCDC_one two", "spaces"],
    ["something else", "GCDC_ŏne", "look like"],
    ["a whole page", "x".repeat(2000), "look like"],
  ])("refuses %s before Garmin is asked", async (_name, apiKey, words) => {
    const garmin = fakeGarmin();
    const athleteId = await insertAthlete();
    const promise = connectGarminByKey(athleteId, { apiKey }, depsFor(garmin));
    await expect(promise).rejects.toMatchObject({
      code: "invalid_input",
      field: "api_key",
      message: expect.stringContaining(words),
    });
    expect(garmin.exchangeCount).toBe(0);
  });

  test.each([29, 121, 45.5])("refuses a history of %d days", async (daysBack) => {
    const promise = connectGarminByKey(
      await insertAthlete(),
      { apiKey: "GCDC_one", daysBack },
      depsFor(fakeGarmin()),
    );
    await expect(promise).rejects.toMatchObject({ code: "invalid_input", field: "days_back" });
  });

  test.each([
    ["a refused key", "exchange", "credential_refused", "credential_refused", "does not know this key"],
    ["Garmin out of reach", "exchange", "unavailable", "provider_unavailable", "does not answer"],
    ["a request to wait", "exchange", "rate_limited", "rate_limited", "until 09:00"],
    ["an answer of another form", "account", "unexpected_payload", "provider_changed", "tell the operator"],
  ] as const)("says %s in words and stores nothing", async (_name, call, kind, code, words) => {
    const garmin = fakeGarmin();
    garmin.failNext.push({ call, with: () => fail(kind) });
    const athleteId = await insertAthlete();
    const promise = connectGarminByKey(athleteId, { apiKey: "GCDC_one" }, depsFor(garmin));
    await expect(promise).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    expect(await counts(athleteId)).toEqual({ connections: 0, accesses: 0, recordings: 0 });
  });

  test("a new key takes the place of the one before: nothing is lost or doubled", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), undefined, depsWith(garmin));
    const before = await counts(athleteId);
    await pool().query(
      `UPDATE "ConnectionAccess" SET "state" = 'needs_reconnect', "cause" = 'key_refused' WHERE "connectionId" = $1`,
      [connectionId],
    );
    garmin.validKeys = new Set(["GCDC_two"]);
    const deps = { ...depsFor(garmin), requestSync: request };
    expect(await connectGarminByKey(athleteId, { apiKey: "GCDC_two" }, deps)).toMatchObject({ connectionId });
    await runHere(takeWork(), undefined, depsWith(garmin));
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({ state: "connected" });
    // The default history reaches further back than the first connect's.
    expect(await counts(athleteId)).toMatchObject({ connections: 1, accesses: 1 });
    expect((await counts(athleteId))?.recordings).toBeGreaterThan(before?.recordings);
    const { rows } = await pool().query(
      'SELECT "externalId" FROM "Recording" WHERE "athleteId" = $1 GROUP BY 1 HAVING count(*) > 1',
      [athleteId],
    );
    expect(rows).toEqual([]);
  });

  test("another account than before is refused, unless it is to take its place", async () => {
    const garmin = fakeGarmin();
    const { athleteId, connectionId, takeWork } = await connectedAthlete(garmin);
    await runHere(takeWork(), undefined, depsWith(garmin));
    const earlierAccount = garmin.accountId;
    garmin.accountId = `account-${randomUUID()}`;
    garmin.validKeys.add("GCDC_other");
    const deps = depsFor(garmin);
    const input = { apiKey: "GCDC_other" };
    await expect(connectGarminByKey(athleteId, input, deps)).rejects.toMatchObject({
      code: "other_garmin_account",
    });
    const account = async () =>
      (
        await pool().query(
          'SELECT "externalUserId", "backfillReachedDate" FROM "Connection" WHERE "id" = $1',
          [connectionId],
        )
      ).rows[0];
    expect(await account()).toMatchObject({ externalUserId: earlierAccount });
    await connectGarminByKey(athleteId, { ...input, replace: true }, deps);
    expect(await account()).toEqual({ externalUserId: garmin.accountId, backfillReachedDate: null });
  });
});

describe("disconnectGarmin", () => {
  test("deletes the secrets, ends open syncs and keeps the data", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork, request } = await connectedAthlete(garmin);
    await runHere(takeWork(), undefined, depsWith(garmin));
    const { recordings } = await counts(athleteId);
    await request(athleteId, "garmin", { trigger: "manual" });
    expect((await currentProgress(athleteId, "garmin")).runs).toHaveLength(2);
    await disconnectGarmin(athleteId, {}, { now: () => NOW });
    await disconnectGarmin(athleteId, {}, { now: () => NOW });
    expect(await counts(athleteId)).toEqual({ connections: 1, accesses: 0, recordings });
    expect((await currentProgress(athleteId, "garmin")).runs).toEqual([]);
    garmin.calls.length = 0;
    await runHere(takeWork(), undefined, depsWith(garmin));
    expect(garmin.calls).toEqual([]);
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({
      connected: false,
      state: "disconnected",
    });
    await expect(request(athleteId, "garmin", { trigger: "manual" })).rejects.toMatchObject({
      code: "reconnect_required",
    });
  });

  test("deletes on request what came from Garmin, and what other channels know stays", async () => {
    const garmin = fakeGarmin();
    const { athleteId, takeWork } = await connectedAthlete(garmin);
    await runHere(takeWork(), undefined, depsWith(garmin));
    await pool().query(
      `INSERT INTO "RecoverySource" ("athleteId", "localDate", "channel", "hrvRmssdMs") VALUES ($1, '2026-03-09', 'file', 61)`,
      [athleteId],
    );
    await pool().query(
      `INSERT INTO "Recording" ("athleteId", "channel", "externalId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds", "workoutId")
       SELECT "athleteId", 'file', 'copy', "sport", "sportDetail", "startedAt", "localDate", 1234, "workoutId"
       FROM "Recording" WHERE "athleteId" = $1 LIMIT 1`,
      [athleteId],
    );
    await disconnectGarmin(athleteId, { deletesData: true }, { now: () => NOW });
    const { rows } = await pool().query(
      `SELECT (SELECT array_agg("channel") FROM "Recording" WHERE "athleteId" = $1) AS "recordings",
         (SELECT array_agg("elapsedSeconds") FROM "Workout" WHERE "athleteId" = $1) AS "workouts",
         (SELECT array_agg("hrvRmssdMs") FROM "RecoveryDay" WHERE "athleteId" = $1) AS "days",
         (SELECT count(*)::int FROM "RawPayload" WHERE "athleteId" = $1) AS "payloads",
         (SELECT count(*)::int FROM "SleepSession" WHERE "athleteId" = $1) AS "sessions"`,
      [athleteId],
    );
    expect(rows).toEqual([{ recordings: ["file"], workouts: [1234], days: [61], payloads: 0, sessions: 0 }]);
    // Another account asks nothing now: nothing of the one before is left.
    garmin.accountId = `account-${randomUUID()}`;
    await connectGarminByKey(athleteId, { apiKey: "GCDC_one" }, depsFor(garmin));
    expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({ state: "connected" });
  });

  test("of the only way is no removal of a way", async () => {
    const { athleteId } = await connectedAthlete(fakeGarmin());
    await expect(removeGarminWay(athleteId, "personal_key")).rejects.toMatchObject({ code: "conflict" });
    await expect(removeGarminWay(athleteId, "session")).rejects.toMatchObject({ code: "not_found" });
  });

  test("of what was never connected is not found", async () => {
    await expect(disconnectGarmin(await insertAthlete())).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the switch pauses what runs by itself", async () => {
  const { athleteId } = await connectedAthlete(fakeGarmin());
  await setSyncEnabled(athleteId, "garmin", false);
  const paused = await describeConnection(athleteId, "garmin", NOW);
  expect(paused).toMatchObject({ connected: true, syncEnabled: false, state: "paused", nextSyncAt: null });
  await setSyncEnabled(athleteId, "garmin", true);
  expect(await describeConnection(athleteId, "garmin", NOW)).toMatchObject({
    state: "connected",
    nextSyncAt: expect.any(Date),
  });
  await expect(setSyncEnabled(await insertAthlete(), "garmin", true)).rejects.toMatchObject({
    code: "not_found",
  });
});
