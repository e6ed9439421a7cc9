import { describe, expect, test, vi } from "vitest";
import { decideRetry, retryByPlanner, retryPolicy } from "@/inngest/retry-policy";
import { pool } from "@/lib/db/client";
import { listSetAside, listSyncFailures } from "@/lib/db/sync-failures";
import { ProviderError } from "@/lib/providers/errors";
import type { StepRunner } from "@/lib/sync/deps";
import { findSyncRun, listSyncRuns } from "@/lib/sync/history";
import { replayRun } from "@/lib/sync/replay";
import { noteRetry } from "@/lib/sync/run";
import { runHere } from "@/lib/sync/run-here";
import { takeDueWork } from "@/lib/sync/schedule";
import { readSetAsideAgain } from "@/lib/sync/set-aside";
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
const poison = {
  kind: "activity",
  externalId: "bad",
  body: { distance: "far" },
  issues: "distance: a number",
};

/** A Garmin whose list holds one record that can't be read, until `mend` is called. */
async function withPoison() {
  const garmin = fakeGarmin({ runs: [run("2026-03-09")], nights: [] });
  const { listRecordings } = garmin.provider;
  let isMended = false;
  garmin.provider.listRecordings = async (args) => ({
    ...(await listRecordings(args)),
    unreadable: [poison],
  });
  garmin.provider.readKept = (raw) => {
    if (!isMended)
      throw new ProviderError("garmin", {
        kind: "unexpected_payload",
        issues: "",
        raw: raw.body,
        payloadKind: raw.kind,
        externalId: raw.externalId,
      });
    const recordings = [run("2026-03-08", { externalId: "bad" })];
    return { kind: "recordings", page: { recordings, raw: [raw], nextCursor: null } };
  };
  const connected = await connectedAthlete(garmin, 30);
  await runHere(connected.takeWork(), once, depsWith(garmin));
  return { ...connected, garmin, deps: depsWith(garmin), mend: () => (isMended = true) };
}

const recordingIds = async (athleteId: string) =>
  (
    await pool().query<{ externalId: string }>(
      'SELECT "externalId" FROM "Recording" WHERE "athleteId" = $1 ORDER BY 1',
      [athleteId],
    )
  ).rows.map(({ externalId }) => externalId);

describe("a record that can't be read", () => {
  test("is set aside with its payload while the page goes on, and the history says so", async () => {
    const { athleteId, connectionId } = await withPoison();
    expect(await recordingIds(athleteId)).toEqual(["run-2026-03-09"]);
    const [record] = await listSetAside(athleteId, connectionId);
    expect(record).toMatchObject({ kind: "activity", externalId: "bad", issues: poison.issues });
    expect(record?.rawPayloadId).not.toBeNull();
    const runs = await listSyncRuns(athleteId, { limit: 10 });
    const told = runs.find(({ kind, trigger }) => kind === "activities" && trigger === "connect");
    expect(told).toMatchObject({ state: "succeeded", failures: [{ causeCode: "set_aside" }] });
    expect(told?.sentence).toContain("set aside");
  });

  test("is read again once the code can, and only once", async () => {
    const { athleteId, connectionId, deps, mend } = await withPoison();
    expect(await readSetAsideAgain(athleteId, connectionId, deps)).toEqual({ readCount: 0, leftCount: 1 });
    mend();
    expect(await readSetAsideAgain(athleteId, connectionId, deps)).toEqual({ readCount: 1, leftCount: 0 });
    expect(await readSetAsideAgain(athleteId, connectionId, deps)).toEqual({ readCount: 0, leftCount: 0 });
    expect(await recordingIds(athleteId)).toEqual(["bad", "run-2026-03-09"]);
  });

  test("is forgotten when the provider sends it in a form that can be read", async () => {
    const { athleteId, connectionId, garmin, request, takeWork, deps } = await withPoison();
    garmin.provider.listRecordings = async () => {
      const recordings = [run("2026-03-09"), run("2026-03-08", { externalId: "bad" })];
      return { recordings, raw: [{ ...poison }], nextCursor: null };
    };
    await request(athleteId, "garmin", { trigger: "manual" });
    await runHere(takeWork(), once, deps);
    expect(await listSetAside(athleteId, connectionId)).toEqual([]);
    expect(await recordingIds(athleteId)).toEqual(["bad", "run-2026-03-09"]);
  });
});

test("a form that changed fails loudly with the kept payload, though the nights came another way", async () => {
  const garmin = fakeGarmin({ runs: [], nights: [TODAY] });
  const { readRecovery } = garmin.provider;
  const changed = { kind: "changed-sleep-range", externalId: "range", body: { nights: "new" } };
  garmin.provider.readRecovery = async (args) => {
    const page = await readRecovery(args);
    return args.metric === "sleep" ? { ...page, raw: [changed], changed } : page;
  };
  const { athleteId, takeWork } = await connectedAthlete(garmin, 30);
  const work = takeWork().find(({ kind }) => kind === "recovery");
  if (work?.kind !== "recovery") throw new Error("no work");
  const ref = { athleteId, syncRunId: work.syncRunId, executorId: "one" };
  await expect(syncRecovery(ref, once, depsWith(garmin))).rejects.toThrow("form of sleep");
  const { rows } = await pool().query(
    `SELECT r."state", r."causeCode", p."kind" FROM "SyncRun" r JOIN "RawPayload" p ON p."id" = r."rawPayloadId" WHERE r."id" = $1`,
    [work.syncRunId],
  );
  expect(rows).toEqual([{ state: "failed", causeCode: "payload_changed", kind: "changed-sleep-range" }]);
  const days = await pool().query('SELECT "sleepSeconds" FROM "RecoveryDay" WHERE "athleteId" = $1', [
    athleteId,
  ]);
  expect(days.rows).toEqual([{ sleepSeconds: 27_000 }]);
});

describe("a provider that is away", () => {
  async function failing() {
    const garmin = fakeGarmin({ runs: [run("2026-03-09")], nights: [] });
    const connected = await connectedAthlete(garmin, 30);
    const work = connected.takeWork().filter(({ kind }) => kind === "activities");
    const [first] = work;
    if (first?.kind !== "activities") throw new Error("no work");
    garmin.failNext.push({ call: "list", with: () => fail("unavailable") });
    return { ...connected, garmin, work, syncRunId: first.syncRunId };
  }

  test("is waited for in the row, so that nobody takes the run over before", async () => {
    const { athleteId, garmin, syncRunId } = await failing();
    const step: StepRunner = (_id, part) => retryPolicy(part, 0, (at) => noteRetry("inngest-1", at));
    const ref = { athleteId, syncRunId, executorId: "inngest-1" };
    await expect(syncActivities(ref, step, depsWith(garmin))).rejects.toThrow("unavailable");
    const waiting = await findSyncRun(athleteId, syncRunId);
    expect(waiting).toMatchObject({ state: "waiting" });
    const waitMs = (waiting?.waitUntil?.getTime() ?? 0) - Date.now();
    expect(waitMs).toBeGreaterThan(10_000);
    expect(waitMs).toBeLessThan(20_000);
    expect(waiting?.sentence).toMatch(/could not be reached.* It is tried again at/);
    const [failure] = await listSyncFailures(athleteId, [syncRunId]);
    expect(failure).toMatchObject({ attempt: 1, metric: "activities", causeCode: "unavailable" });
    expect(failure?.retryAt).toEqual(waiting?.waitUntil);
  });

  test("without a queue a later pass of the planner goes on with it", async () => {
    const { athleteId, garmin, work, syncRunId } = await failing();
    await runHere(work, once, depsWith(garmin), retryByPlanner);
    expect(await findSyncRun(athleteId, syncRunId)).toMatchObject({ state: "waiting" });
    const later = () => new Date(NOW.getTime() + 3_600_000);
    const settings = () => ({ batchSize: 10_000, intervalMinutes: 5, maxConnections: null });
    // Planners of other tests pass as well: one of ours gets it, not always the first.
    await vi.waitFor(async () => {
      // The wait was counted on the real clock, the rest stands still.
      await pool().query(
        `UPDATE "SyncRun" SET "queuedAt" = $2, "startedAt" = $2, "waitUntil" = $2 WHERE "id" = $1`,
        [syncRunId, NOW],
      );
      const due = await takeDueWork({ now: later, settings });
      const ours = due.filter((part) => part.athleteId === athleteId);
      await runHere(ours, once, depsWith(garmin, later), retryByPlanner);
      expect(await findSyncRun(athleteId, syncRunId)).toMatchObject({ state: "succeeded", createdCount: 1 });
    }, 10_000);
    expect(await recordingIds(athleteId)).toEqual(["run-2026-03-09"]);
  });

  test("is given up after the same number of tries", () => {
    expect(retryByPlanner(fail("unavailable"), 4)).not.toBeNull();
    expect(retryByPlanner(fail("unavailable"), 5)).toBeNull();
    expect(retryByPlanner(fail("credential_refused"), 1)).toBeNull();
    expect(decideRetry(fail("unavailable"), { attempt: 0, now: NOW, random: 0 }).kind).toBe("at");
  });
});

describe("Replay", () => {
  test("does a failed sync again, once, and never doubles", async () => {
    const garmin = fakeGarmin({ runs: [run("2026-03-09")], nights: [] });
    const { athleteId, takeWork } = await connectedAthlete(garmin, 30);
    const work = takeWork().filter(({ kind }) => kind === "activities");
    const [first] = work;
    if (first?.kind !== "activities") throw new Error("no work");
    garmin.failNext.push({ call: "detail", with: () => fail("unavailable") });
    await runHere(work, once, depsWith(garmin));
    expect(await findSyncRun(athleteId, first.syncRunId)).toMatchObject({ state: "failed" });

    const handedOver: unknown[] = [];
    const deps = {
      now: () => NOW,
      dispatch: async (parts: Parameters<typeof runHere>[0]) => {
        handedOver.push(...parts);
        await runHere(parts, once, depsWith(garmin));
      },
    };
    expect(await replayRun(athleteId, first.syncRunId, deps)).toBe(true);
    expect(await replayRun(athleteId, first.syncRunId, deps)).toBe(false);
    expect(handedOver).toHaveLength(1);
    expect(await findSyncRun(athleteId, first.syncRunId)).toMatchObject({ state: "succeeded" });
    expect(await recordingIds(athleteId)).toEqual(["run-2026-03-09"]);
  });

  test("of somebody else's sync is not found", async () => {
    const { athleteId } = await withPoison();
    const other = await withPoison();
    const [foreign] = await listSyncRuns(other.athleteId, { limit: 1 });
    await expect(replayRun(athleteId, foreign?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  });
});
