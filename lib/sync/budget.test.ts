import { describe, expect, test } from "vitest";
import type { Buckets } from "@/lib/db/provider-budget";
import { fill, takeTurn } from "@/lib/sync/budget";

const START = new Date("2026-03-10T09:00:00Z");
const limits = { callsPerMinute: 20, callsPerDay: 100 };
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function bucketsAt(minute: number, day: number, when = START): Buckets {
  return { minute: { callsLeft: minute, refilledAt: when }, day: { callsLeft: day, refilledAt: when } };
}

/** Asks as fast as it may for so long; when each call would be made, in seconds. */
function callTimes(forSeconds: number, callsPerDay = 100_000): number[] {
  let buckets = bucketsAt(10, callsPerDay);
  const times: number[] = [];
  for (let second = 0; second < forSeconds; second += 0.1) {
    const turn = takeTurn(buckets, { ...limits, callsPerDay }, at(second));
    buckets = turn.buckets;
    if (turn.kind === "granted") times.push(second + turn.waitMs / 1000);
  }
  return times;
}

describe("takeTurn", () => {
  test("no minute ever holds more calls than the limit, however hard it is asked", () => {
    const times = callTimes(600).sort((a, b) => a - b);
    const busiest = Math.max(
      ...times.map((from) => times.filter((time) => time >= from && time < from + 60).length),
    );
    expect(busiest).toBeLessThanOrEqual(20);
    expect(busiest).toBeGreaterThanOrEqual(19);
    // Half the limit a minute in the long run.
    expect(times.filter((time) => time >= 300 && time < 600).length).toBeCloseTo(50, -1);
  });

  test("waits for its turn a little, and says when to come again beyond that", () => {
    const soon = takeTurn(bucketsAt(0, 50), limits, START);
    expect(soon).toMatchObject({ kind: "granted", waitMs: 6_000 });
    const later = takeTurn(bucketsAt(-3, 50), limits, START);
    expect(later).toMatchObject({ kind: "refused", retryAt: at(24) });
    expect(later.buckets.day.callsLeft).toBe(50);
  });

  test("a day's calls come back at midnight UTC and not before", () => {
    const refused = takeTurn(bucketsAt(10, 0), limits, START);
    expect(refused).toMatchObject({ kind: "refused", retryAt: new Date("2026-03-11T00:00:00Z") });
    expect(fill(bucketsAt(10, 0), limits, new Date("2026-03-10T23:59:59Z")).day.callsLeft).toBe(0);
    expect(fill(bucketsAt(10, 0), limits, new Date("2026-03-11T00:00:01Z")).day.callsLeft).toBe(100);
  });

  test("a clock that is set back neither fills the bucket nor stops it for good", () => {
    const ahead = bucketsAt(0, 50, at(7_200));
    const now = fill(ahead, limits, START);
    expect(now.minute).toEqual({ callsLeft: 0, refilledAt: START });
    expect(fill(now, limits, at(60)).minute.callsLeft).toBe(10);
  });

  test("a limit that was lowered holds at once", () => {
    const lowered = fill(bucketsAt(500, 90_000), limits, START);
    expect([lowered.minute.callsLeft, lowered.day.callsLeft]).toEqual([10, 100]);
  });
});
