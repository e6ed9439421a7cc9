import { expect, test } from "vitest";
import { dayWords, momentWords, type Reader } from "@/components/connections/moment";

/** 00:30 in Berlin, still the day before in UTC. */
const reader: Reader = { timeZone: "Europe/Berlin", locale: "en-GB", now: new Date("2026-05-30T22:30:00Z") };

test("days are told by the reader's own calendar", () => {
  expect(momentWords(new Date("2026-05-30T22:10:00Z"), reader)).toBe("today 00:10");
  expect(momentWords(new Date("2026-05-30T21:50:00Z"), reader)).toBe("yesterday 23:50");
  expect(momentWords(new Date("2026-06-01T01:10:00Z"), reader)).toBe("tomorrow 03:10");
  expect(momentWords(new Date("2026-05-26T16:04:00Z"), reader)).toBe("26 May, 18:04");
});

test("the newest night is last night, an older one carries its date", () => {
  expect(dayWords("2026-05-31", "night", reader)).toBe("last night");
  expect(dayWords("2026-05-30", "night", reader)).toBe("the night before last");
  expect(dayWords("2026-05-28", "night", reader)).toBe("night to Thu 28 May");
  expect(dayWords("2026-05-30", "day", reader)).toBe("yesterday");
});
