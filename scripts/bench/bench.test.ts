import { expect, test } from "vitest";
import { median, row } from "./bench";
import { BENCHES } from "./table";

test("a figure is held to its goal, and one without a goal cannot miss it", () => {
  expect(row("a", 2.99999, "x", 3)).toEqual({ name: "a", value: 3, unit: "x", goal: 3, ok: true });
  expect(row("a", 3.00001, "x", 3).ok).toBe(false);
  expect(row("a", Number.NaN, "x", 3).ok).toBe(false);
  expect(row("a", 1e9, "ms")).toMatchObject({ goal: null, ok: true });
});

test("the median stands in the middle, also of an even number", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("--only finds each bench by a name of its own", () => {
  const names = BENCHES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining(["ingest", "page", "script-bytes", "sync-calls", "recompute"]),
  );
});
