import { describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { fillHours, readSystem, replayAsOperator } from "@/lib/operations/system";
import { runHere } from "@/lib/sync/run-here";
import { connectedAthlete, depsWith, fail, fakeGarmin, run } from "@/lib/sync/testing/fake-garmin";

async function insertPerson(role: string): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
     VALUES (gen_random_uuid() || '@system.test', 'Secret Name', 'x', ARRAY[$1], 'UTC') RETURNING "id"`,
    [role],
  );
  return rows[0]?.id ?? "";
}

/** A sync that failed for good, of an athlete with a value that must not be seen. */
async function failedSync() {
  const garmin = fakeGarmin({ runs: [run("2026-03-09", { name: "Secret run" })], nights: [] });
  const connected = await connectedAthlete(garmin, 30);
  const work = connected.takeWork().filter(({ kind }) => kind === "activities");
  garmin.failNext.push({ call: "detail", with: () => fail("unexpected_payload") });
  await runHere(work, undefined, depsWith(garmin));
  const [first] = work;
  if (first?.kind !== "activities") throw new Error("no work");
  // Newer than what other tests leave behind.
  await pool().query(`UPDATE "SyncRun" SET "finishedAt" = now() + interval '1 year' WHERE "id" = $1`, [
    first.syncRunId,
  ]);
  return { ...connected, garmin, syncRunId: first.syncRunId };
}

describe("readSystem", () => {
  test("shows a failure with its cause and kept payload, and nothing of the person", async () => {
    const operator = await insertPerson("operator");
    const { syncRunId, connectionId } = await failedSync();
    const state = await readSystem(operator);
    const failed = state.failedRuns.find((item) => item.syncRunId === syncRunId);
    expect(failed).toMatchObject({ connectionId, causeCode: "payload_changed", provider: "garmin" });
    expect(failed?.rawPayloadId).not.toBeNull();
    expect(state.connections.some(({ provider, count }) => provider === "garmin" && count > 0)).toBe(true);
    expect(state.plans[0]?.hours).toHaveLength(24);
    expect(state.plans[0]?.limitPerHour).toBe(240);
    expect(JSON.stringify(state)).not.toMatch(/Secret|@|heartRate|hrv[A-Z]|sleepSeconds/);
  });

  test.each(["athlete", "coach"])("is not there for a %s", async (role) => {
    const other = await insertPerson(role);
    const { syncRunId } = await failedSync();
    await expect(readSystem(other)).rejects.toMatchObject({ code: "not_found" });
    await expect(replayAsOperator(other, syncRunId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a sync that does not exist can't be replayed", async () => {
    const operator = await insertPerson("operator");
    await expect(replayAsOperator(operator, "00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(replayAsOperator(operator, "not an id")).rejects.toMatchObject({ code: "not_found" });
  });
});

test("what an hour has no room for goes on into the next", () => {
  const hours = fillHours([300, 0, 100, 200], 120, new Date("2026-03-10T09:00:00Z"));
  expect(hours.map(({ dueCount }) => dueCount)).toEqual([300, 180, 160, 240]);
  expect(hours.map(({ startedCount }) => startedCount)).toEqual([120, 120, 120, 120]);
});
