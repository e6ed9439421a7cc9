import { expect, test } from "vitest";
import {
  countWords,
  doneFraction,
  endSentences,
  type ProgressRun,
  type ProgressView,
} from "@/components/connections/progress-view";

function run(change: Partial<ProgressRun>): ProgressRun {
  return {
    id: "a",
    kind: "recovery",
    trigger: "backfill",
    state: "running",
    done: 0,
    total: 0,
    createdCount: 0,
    updatedCount: 0,
    daysCount: 0,
    sentence: "Reading nights.",
    waitUntil: null,
    fromDate: "2026-01-01",
    toDate: "2026-03-31",
    ...change,
  };
}

const view = (...runs: ProgressRun[]): ProgressView => ({ runs, isActive: true });

test("nothing is claimed before the amount of work is known", () => {
  expect(doneFraction(view())).toBeNull();
  expect(doneFraction(view(run({ total: 0 })))).toBeNull();
});

test("a finished run counts whole, an open one as far as it is", () => {
  expect(
    doneFraction(view(run({ state: "succeeded", done: 5, total: 10 }), run({ done: 5, total: 10 }))),
  ).toBe(0.75);
});

test("more done than expected never passes the end of the bar", () => {
  expect(doneFraction(view(run({ done: 12, total: 10 })))).toBe(1);
});

test("counts say days, workouts and nights, each in its number", () => {
  const nights = run({ done: 68, total: 90, daysCount: 58 });
  const workouts = run({ kind: "activities", createdCount: 1, done: 1, total: 2 });
  expect(countWords(view(nights, workouts))).toBe("68 of 90 days: 1 workout, 58 nights");
  expect(countWords(view(workouts))).toBe("1 workout, 0 nights");
});

test("what went well ends in one sentence, what did not keeps its own words", () => {
  const nights = run({ state: "succeeded", daysCount: 2 });
  const workouts = run({ kind: "activities", state: "succeeded", createdCount: 3 });
  const failed = run({ state: "failed", sentence: "Garmin no longer accepts the key." });
  expect(endSentences(view(workouts, nights))).toEqual([
    "All in step: 3 new workouts, 2 days with new values.",
  ]);
  expect(endSentences(view(run({ state: "succeeded" })))).toEqual(["All in step: nothing new at Garmin."]);
  expect(endSentences(view(workouts, failed))).toEqual([
    "Stored: 3 new workouts.",
    "Garmin no longer accepts the key.",
  ]);
  expect(endSentences(view())).toEqual([]);
});
