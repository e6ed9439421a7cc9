import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { nextSlotAfter, slotMinuteOf } from "@/lib/connections/slot";
import { capacityPerDay, cycleMinutes, type PlannerStart, recentStarts, roomNow } from "@/lib/sync/capacity";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const START = new Date("2026-03-10T09:02:00Z");
const settings = { batchSize: 20, intervalMinutes: 5 };

test("20 every 5 minutes are 5,760 a day", () => {
  expect(capacityPerDay(settings)).toBe(5_760);
  expect(capacityPerDay({ batchSize: 10, intervalMinutes: 10 })).toBe(1_440);
});

test("up to capacity everybody has a day's cycle, above it the cycle grows in steps", () => {
  expect([1, 300, 5_760].map((count) => cycleMinutes(count, settings))).toEqual([1_440, 1_440, 1_440]);
  expect(cycleMinutes(5_761, settings)).toBe(cycleMinutes(6_000, settings));
  for (const count of [5_761, 10_000, 100_000]) {
    const share = (cycleMinutes(count, settings) * 4) / count;
    expect(share).toBeGreaterThanOrEqual(1);
    expect(share).toBeLessThanOrEqual(1.051);
  }
});

test("however often planners pass, no more than a batch begins within an interval", () => {
  const starts: PlannerStart[] = [
    { at: new Date(START.getTime() - 6 * MINUTE_MS), count: 20 },
    { at: new Date(START.getTime() - 2 * MINUTE_MS), count: 13 },
  ];
  expect(roomNow(starts, settings, START)).toBe(7);
  expect(recentStarts(starts, settings, START)).toHaveLength(1);
  // Set back by an hour: starts from the future hold nothing up.
  expect(roomNow(starts, settings, new Date(START.getTime() - 60 * MINUTE_MS))).toBe(20);
});

/** A queue by due time, as the planner's index is one. */
class DueQueue {
  private readonly heap: { dueMs: number; id: number }[] = [];

  push(item: { dueMs: number; id: number }): void {
    this.heap.push(item);
    for (let at = this.heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (this.dueAt(parent) <= this.dueAt(at)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  popDue(nowMs: number): number | null {
    const [first] = this.heap;
    if (first === undefined || first.dueMs > nowMs) return null;
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return first.id;
  }

  private sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = [at, left, right].reduce((best, child) =>
        this.dueAt(child) < this.dueAt(best) ? child : best,
      );
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private dueAt(at: number): number {
    return this.heap[at]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one && other) [this.heap[a], this.heap[b]] = [other, one];
  }
}

/** Lets the planner's rules run on a clock of their own. @returns the times of service by connection, in ms */
function simulate(count: number, run: { untilServed: number; sleepFromMs?: number; sleepForMs?: number }) {
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const cycle = cycleMinutes(count, settings);
  const slots = Array.from({ length: count }, (_, id) =>
    slotMinuteOf(createHash("md5").update(`${id}`).digest("hex")),
  );
  const queue = new DueQueue();
  const served: number[][] = slots.map(() => []);
  for (const [id, slot] of slots.entries())
    queue.push({ id, dueMs: nextSlotAfter(slot, START, random(), cycle).getTime() });
  const batches: { atMs: number; count: number }[] = [];
  let starts: PlannerStart[] = [];
  let waiting = count * run.untilServed;
  for (let nowMs = START.getTime(); waiting > 0; nowMs += 5 * MINUTE_MS) {
    if (run.sleepFromMs === nowMs - START.getTime()) nowMs += run.sleepForMs ?? 0;
    const now = new Date(nowMs);
    let taken = 0;
    for (let room = roomNow(starts, settings, now); room > 0; room -= 1) {
      const id = queue.popDue(nowMs);
      if (id === null) break;
      const times = served[id] ?? [];
      if (times.length < run.untilServed) waiting -= 1;
      times.push(nowMs);
      taken += 1;
      queue.push({ id, dueMs: nextSlotAfter(slots[id] ?? 0, now, random(), cycle).getTime() });
    }
    batches.push({ atMs: nowMs, count: taken });
    starts = [...recentStarts(starts, settings, now), { at: now, count: taken }];
  }
  return { served, batches };
}

const longestGapMs = (served: number[][]) =>
  served.reduce((longest, [first = 0, second = 0]) => Math.max(longest, second - first), 0);

describe("on a clock of its own", () => {
  test("300 connections are all synced once in 24 hours, at most 20 in any 5 minutes", () => {
    const { served, batches } = simulate(300, { untilServed: 1 });
    const inDay = served.filter(([first = 0]) => first - START.getTime() <= DAY_MS + 5 * MINUTE_MS);
    expect(inDay).toHaveLength(300);
    expect(Math.max(...batches.map(({ count }) => count))).toBeLessThanOrEqual(20);
  });

  test.each([10_000, 100_000])(
    "%d connections: nobody waits longer than 1.1 fair shares",
    (count) => {
      const { served, batches } = simulate(count, { untilServed: 2 });
      const fairMs = (count / 5_760) * DAY_MS;
      expect(longestGapMs(served) / fairMs).toBeLessThanOrEqual(1.1);
      expect(Math.max(...batches.map((batch) => batch.count))).toBe(20);
    },
    180_000,
  );

  test("a machine that slept for a day catches up without a storm and spreads again", () => {
    const { served, batches } = simulate(300, {
      untilServed: 3,
      sleepFromMs: 6 * 3_600_000,
      sleepForMs: DAY_MS,
    });
    expect(Math.max(...batches.map(({ count }) => count))).toBeLessThanOrEqual(20);
    const wokeMs = START.getTime() + 6 * 3_600_000 + DAY_MS;
    const caughtUp = served.filter((times) =>
      times.some((time) => time >= wokeMs && time <= wokeMs + 80 * MINUTE_MS),
    );
    expect(caughtUp.length).toBeGreaterThanOrEqual(225);
    const later = batches.filter(({ atMs }) => atMs > wokeMs + 2 * 3_600_000 && atMs < wokeMs + DAY_MS);
    expect(Math.max(...later.map(({ count }) => count))).toBeLessThanOrEqual(10);
  });
});
