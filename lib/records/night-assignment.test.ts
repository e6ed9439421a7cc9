import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { assignNights } from "@/lib/records/night-assignment";

const VECTORS = path.resolve(import.meta.dirname, "../../../shared/vectors/night_assignment_cases.json");
const isThere = existsSync(VECTORS);
if (!isThere) console.info(`skipped: night assignment vectors, since ${VECTORS} is absent`);

type Case = {
  id: string;
  start_utc: string;
  end_utc: string;
  offset_at_end_s: number;
  expected: { calendar_date: string; in_bed_min: number; main_sleep: boolean };
};
const cases: Case[] = isThere ? JSON.parse(readFileSync(VECTORS, "utf8")).sessions : [];
const sleepOf = (one: Case) => ({
  startedAt: new Date(one.start_utc),
  endedAt: new Date(one.end_utc),
  utcOffsetSecondsAtEnd: one.offset_at_end_s,
});
const ordinary = cases.find((one) => one.id === "ordinary");

// Each is a case of its own; the nap is one because of the ordinary night that ends on its date.
test.skipIf(!isThere).each(cases)("vector $id", (one) => {
  const others = one.expected.main_sleep || ordinary === undefined ? [] : [sleepOf(ordinary)];
  const [assigned] = assignNights([sleepOf(one), ...others]);
  expect(assigned).toMatchObject({
    localDate: one.expected.calendar_date,
    inBedMinutes: one.expected.in_bed_min,
    isMain: one.expected.main_sleep,
  });
});

test("of two sleeps that end on one date the longer is the main one, whatever the order", () => {
  const night = {
    startedAt: new Date("2026-02-01T22:00:00Z"),
    endedAt: new Date("2026-02-02T05:00:00Z"),
    utcOffsetSecondsAtEnd: 0,
  };
  const nap = {
    startedAt: new Date("2026-02-02T13:00:00Z"),
    endedAt: new Date("2026-02-02T14:00:00Z"),
    utcOffsetSecondsAtEnd: 0,
  };
  expect(assignNights([nap, night]).map((one) => one.isMain)).toEqual([false, true]);
  expect(assignNights([night, nap]).map((one) => one.isMain)).toEqual([true, false]);
});

test("of two equally long sleeps the earlier is the main one", () => {
  const at = (start: string, end: string) => ({
    startedAt: new Date(start),
    endedAt: new Date(end),
    utcOffsetSecondsAtEnd: 0,
  });
  const later = at("2026-02-02T08:00:00Z", "2026-02-02T12:00:00Z");
  const earlier = at("2026-02-02T01:00:00Z", "2026-02-02T05:00:00Z");
  expect(assignNights([later, earlier]).map((one) => one.isMain)).toEqual([false, true]);
});
