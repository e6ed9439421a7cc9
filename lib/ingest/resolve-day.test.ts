import { describe, expect, test } from "vitest";
import type { SourceDay } from "@/lib/db/recovery";
import { resolveDays } from "@/lib/ingest/resolve-day";

const said = (overrides: Partial<SourceDay>): SourceDay => ({
  localDate: "2026-03-01",
  channel: "garmin",
  sleepSeconds: null,
  inBedSeconds: null,
  sleepStartedAt: null,
  sleepEndedAt: null,
  sleepUtcOffsetSeconds: null,
  hrvRmssdMs: null,
  overnightAverageHeartRateBpm: null,
  restingHeartRateBpm: null,
  activeEnergyKilocalories: null,
  restingEnergyKilocalories: null,
  totalEnergyKilocalories: null,
  garminHrvStatus: null,
  ...overrides,
});

describe("a resolved day", () => {
  test("takes each value from the first channel in line that measured it, and says which", () => {
    const [day] = resolveDays([
      said({
        channel: "earlier-system",
        hrvRmssdMs: 40,
        restingHeartRateBpm: 44,
        activeEnergyKilocalories: 900,
      }),
      said({ channel: "garmin-export", hrvRmssdMs: 51, restingHeartRateBpm: 45 }),
      said({ channel: "garmin", hrvRmssdMs: 50, activeEnergyKilocalories: 0 }),
    ]);
    expect(day).toMatchObject({ hrvRmssdMs: 50, restingHeartRateBpm: 45, activeEnergyKilocalories: 0 });
    expect(day?.channels).toEqual({
      hrvRmssdMs: "garmin",
      restingHeartRateBpm: "garmin-export",
      activeEnergyKilocalories: "garmin",
    });
  });

  test("never mixes the sleep windows of two channels", () => {
    const [start, end] = [new Date("2026-02-28T22:00:00Z"), new Date("2026-03-01T06:00:00Z")];
    const [day] = resolveDays([
      said({ channel: "garmin", sleepStartedAt: start, sleepEndedAt: end }),
      said({
        channel: "earlier-system",
        sleepStartedAt: end,
        sleepEndedAt: end,
        sleepUtcOffsetSeconds: 3600,
      }),
    ]);
    expect(day).toMatchObject({ sleepStartedAt: start, sleepEndedAt: end, sleepUtcOffsetSeconds: null });
  });

  test("is one a date, and none without a source", () => {
    expect(resolveDays([])).toEqual([]);
    const days = resolveDays([said({}), said({ localDate: "2026-03-02" }), said({ channel: "file" })]);
    expect(days.map(({ localDate }) => localDate)).toEqual(["2026-03-01", "2026-03-02"]);
  });
});
