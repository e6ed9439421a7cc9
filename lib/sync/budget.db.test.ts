import { beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { setCallGate, throughGate } from "@/lib/providers/call-gate";
import { ProviderError } from "@/lib/providers/errors";
import { budgetGate, readBudget } from "@/lib/sync/budget";

const NOW = new Date("2026-03-10T09:00:00Z");
const limits = () => ({ callsPerMinute: 40, callsPerDay: 30 });

beforeEach(async () => {
  for (const table of ["ProviderBudget", "ProviderUsage"])
    await pool().query(`DELETE FROM "${table}" WHERE "provider" = 'strava'`);
  return () => setCallGate(undefined);
});

describe("the gate of all calls", () => {
  test("callers at once share one budget; what is beyond it is refused and not made", async () => {
    const waits: number[] = [];
    const gate = budgetGate({ limits, now: () => NOW, sleep: async (ms) => waits.push(ms) });
    setCallGate(gate);
    let calls = 0;
    const call = () => throughGate("strava", async () => (calls += 1));
    const results = await Promise.allSettled(Array.from({ length: 60 }, call));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    // 20 at once, three more within the ten seconds that a step waits.
    expect(calls).toBe(23);
    expect(waits.toSorted((a, b) => a - b)).toEqual([3_000, 6_000, 9_000]);
    expect(refused).toHaveLength(37);
    expect(
      refused.every((error) => error instanceof ProviderError && error.failure.kind === "own_limit"),
    ).toBe(true);
  });

  test("a day's calls end, and the rest is told to come back at midnight UTC", async () => {
    let minute = 0;
    const now = () => new Date(NOW.getTime() + minute * 60_000);
    const gate = budgetGate({ limits, now, sleep: async () => {} });
    for (minute = 0; minute < 30; minute += 1) await gate.enter("strava");
    await expect(gate.enter("strava")).rejects.toMatchObject({
      failure: { kind: "own_limit", retryAt: new Date("2026-03-11T00:00:00Z") },
    });
  });

  test("what became of the calls is counted by day, without what was not made", async () => {
    setCallGate(budgetGate({ limits, sleep: async () => {} }));
    await throughGate("strava", async () => 1);
    const away = new ProviderError("strava", { kind: "unavailable", detail: "503" });
    await expect(throughGate("strava", () => Promise.reject(away))).rejects.toBe(away);
    const budget = await readBudget("strava", new Date());
    expect(budget.callsToday).toBe(2);
    expect(budget.outcomesToday).toEqual([
      { outcome: "answered", callCount: 1 },
      { outcome: "unavailable", callCount: 1 },
    ]);
  });
});
