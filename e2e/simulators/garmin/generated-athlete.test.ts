import { describe, expect, it } from "vitest";
import { CAST, findProfile, type Profile } from "./cast";
import { type GeneratedAthlete, generateAthlete } from "./generated-athlete";

function profile(name: string): Profile {
  const found = findProfile(name);
  if (!found) throw new Error(name);
  return found;
}

/** Up to and with the last day: the reserve is for tests that move the clock. */
function shown(name: string): GeneratedAthlete {
  const found = profile(name);
  const all = generateAthlete(found, found.seed);
  const isShown = (item: { dayIndex: number }) => item.dayIndex <= all.lastDayIndex;
  return {
    lastDayIndex: all.lastDayIndex,
    nights: all.nights.filter(isShown),
    days: all.days.filter(isShown),
    workouts: all.workouts.filter(isShown),
    snapshots: all.snapshots.filter(isShown),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleDeviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

function lnHrv(athlete: GeneratedAthlete, fromDaysAgo: number, toDaysAgo: number): number[] {
  return athlete.nights
    .filter((night) => {
      const daysAgo = athlete.lastDayIndex - night.dayIndex;
      return daysAgo <= fromDaysAgo && daysAgo >= toDaysAgo;
    })
    .flatMap((night) => (night.hrvRmssdMs === null ? [] : Math.log(night.hrvRmssdMs)));
}

/** The recent seven nights' mean, in standard deviations of the sixty days before. */
function trend(athlete: GeneratedAthlete): number {
  const baseline = lnHrv(athlete, 66, 7);
  return (mean(lnHrv(athlete, 6, 0)) - mean(baseline)) / sampleDeviation(baseline);
}

describe("a generated athlete", () => {
  it("is the same for the same seed and another for another", () => {
    const steady = profile("steady");
    expect(generateAthlete(steady, 7)).toEqual(generateAthlete(steady, 7));
    expect(generateAthlete(steady, 7).nights).not.toEqual(generateAthlete(steady, 8).nights);
  });

  it("has the same last days whatever the length", () => {
    const steady = profile("steady");
    const long = generateAthlete(steady, 7, 365);
    const short = generateAthlete(steady, 7, 30);
    expect(short.nights.at(-1)?.hrvRmssdMs).toBe(long.nights.at(-1)?.hrvRmssdMs);
  });

  it("spreads ln rMSSD as the recipe says: deviation near 0.12, little memory", () => {
    const deviations = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { nights } = generateAthlete(profile("recent_illness"), seed, 720);
      const values = nights
        .slice(0, 600)
        .flatMap((night) => (night.hrvRmssdMs === null ? [] : Math.log(night.hrvRmssdMs)));
      return sampleDeviation(values);
    });
    expect(mean(deviations)).toBeGreaterThan(0.09);
    expect(mean(deviations)).toBeLessThan(0.15);
  });

  it("keeps the night's parts whole: deep, light and REM are the sleep", () => {
    for (const night of shown("steady").nights) {
      expect(night.deepSeconds + night.lightSeconds + night.remSeconds).toBe(night.sleepSeconds);
    }
  });

  it("runs about five times a week and now and then does another sport", () => {
    const { workouts } = shown("steady");
    const others = workouts.filter((item) => item.kind === "ride" || item.kind === "yoga");
    expect((workouts.length - others.length) / (180 / 7)).toBeGreaterThan(4.2);
    expect((workouts.length - others.length) / (180 / 7)).toBeLessThan(5.2);
    expect(others.length).toBeGreaterThan(3);
  });

  it("leaves missing nights out instead of making zeros", () => {
    const { nights, days } = shown("steady");
    const dates = new Set(nights.map((night) => night.dayIndex));
    expect(dates.size).toBe(nights.length);
    expect(nights.length).toBeGreaterThan(150);
    expect(nights.length).toBeLessThan(178);
    const missing = days.filter((day) => !dates.has(day.dayIndex));
    expect(missing.length).toBeGreaterThan(5);
    expect(missing.every((day) => day.restingHeartRateBpm === null)).toBe(true);
    expect(nights.some((night) => night.hrvRmssdMs === null)).toBe(true);
    expect(days.filter((day) => !day.isWorn)).toHaveLength(4);
  });

  it("does not run while ill", () => {
    const { workouts, lastDayIndex } = shown("recent_illness");
    const during = workouts.filter(
      (item) => lastDayIndex - item.dayIndex <= 34 && lastDayIndex - item.dayIndex >= 27,
    );
    expect(during).toEqual([]);
  });
});

describe("the cast", () => {
  it("has eight athletes, about as many nights and runs as the recipe", () => {
    const all = CAST.map((item) => shown(item.name));
    expect(CAST).toHaveLength(8);
    expect(all.reduce((sum, item) => sum + item.nights.length, 0)).toBeGreaterThan(1000);
    expect(all.reduce((sum, item) => sum + item.workouts.length, 0)).toBeGreaterThan(800);
  });

  it("ends in the states that the profiles are named for", () => {
    expect(Math.abs(trend(shown("steady")))).toBeLessThan(0.75);
    expect(trend(shown("overreach"))).toBeLessThan(-1.25);
    expect(trend(shown("ill_now"))).toBeLessThan(-1);
    expect(Math.abs(trend(shown("recent_illness")))).toBeLessThan(0.75);
    expect(Math.abs(trend(shown("short_sleeper")))).toBeLessThan(0.75);
    const stale = shown("stale");
    expect(stale.lastDayIndex - (stale.nights.at(-1)?.dayIndex ?? 0)).toBeGreaterThanOrEqual(9);
    expect(shown("new_user").nights).toHaveLength(15);
    const shortWeek = shown("short_sleeper")
      .nights.slice(-7)
      .map((night) => night.sleepSeconds);
    expect(mean(shortWeek)).toBeLessThan(7 * 3600);
    expect(shown("patchy").nights.length / 180).toBeCloseTo(0.56, 1);
  });

  it("shows an illness that is over as an episode with a low", () => {
    const athlete = shown("recent_illness");
    expect(Math.min(...lnHrv(athlete, 34, 27))).toBeLessThan(mean(lnHrv(athlete, 100, 40)) - 0.25);
  });
});
