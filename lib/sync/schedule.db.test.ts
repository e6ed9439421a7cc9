import { describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { listSyncRuns } from "@/lib/sync/history";
import { runHere } from "@/lib/sync/run-here";
import { takeDueWork } from "@/lib/sync/schedule";
import { connectedAthlete, depsWith, fakeGarmin, NOW } from "@/lib/sync/testing/fake-garmin";

/** Older than what any other test leaves behind, so that these rows come first. */
const LONG_DUE = new Date("2020-01-01T00:00:00Z");
const deps = { now: () => NOW, random: () => 0 };

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
