import { expect, test } from "vitest";
import { findOutages } from "@/lib/operations/outage";

const trouble = (causeCode: string, troubledCount: number, askedCount: number) => ({
  provider: "garmin",
  causeCode,
  troubledCount,
  askedCount,
});

test("many connections with one cause are an outage", () => {
  expect(findOutages([trouble("unavailable", 12, 20)])).toHaveLength(1);
  expect(findOutages([trouble("payload_changed", 3, 3)])).toHaveLength(1);
});

test.each([
  ["a few of many", trouble("unavailable", 3, 40)],
  ["two of two, which may be chance", trouble("unavailable", 2, 2)],
  ["refused keys, which are their owners' own", trouble("key_refused", 9, 10)],
])("%s are none", (_name, found) => {
  expect(findOutages([found])).toEqual([]);
});
