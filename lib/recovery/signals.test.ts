import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { computeRecoveryMetrics, type Night } from "@/lib/recovery/baseline";
import { readSignals, type SignalDay } from "@/lib/recovery/signals";

const FIRST = "2026-01-01";
const STEADY = {
  hrvRmssdMs: 60,
  restingHeartRateBpm: 46,
  overnightAverageHeartRateBpm: 51,
  sleepSeconds: 28_800,
};

/** Eighty usual nights and what follows them, read on the last day. */
function readAfter(
  last: readonly Partial<Night>[],
  rest: Partial<Pick<SignalDay, "loadBefore" | "isIllnessReported">> = {},
) {
  const nights = [...Array.from({ length: 80 }, () => ({})), ...last].map(
    (values, index): Night => ({ ...STEADY, localDate: addDays(FIRST, index), ...values }),
  );
  const metrics = computeRecoveryMetrics(nights);
  const days = metrics.map((metric, index): SignalDay => {
    const night = nights[index];
    if (!night) throw new Error("no night");
    return {
      night,
      metrics: metric,
      sleepNeedSeconds: 28_800,
      loadBefore: null,
      isIllnessReported: false,
      ...rest,
    };
  });
  return readSignals(days.slice(-3));
}

const codes = (...args: Parameters<typeof readAfter>) => readAfter(...args).reasons.map(({ code }) => code);

describe("each kind of value says its own", () => {
  test("as usual", () => {
    expect(readAfter([{}]).signals).toEqual({ hrvTrend: 0, hrvNight: 0, heartRate: 0, sleep: 0, load: null });
    expect(codes([{}])).toEqual(["hrv_inside_usual", "heart_rate_usual", "sleep_enough"]);
  });

  test("one low night is a note and never more", () => {
    expect(readAfter([{ hrvRmssdMs: 50 }]).signals.hrvNight).toBe(1);
    expect(codes([{ hrvRmssdMs: 20 }])).toContain("hrv_night_low");
  });

  test.each([
    [2, 0, "heart_rate_usual"],
    [3, 1, "resting_heart_rate_raised"],
    [4, 1, "resting_heart_rate_raised"],
  ] as const)("a resting heart rate %d bpm up is %d", (over, level, code) => {
    const day = readAfter([{ restingHeartRateBpm: 46 + over }]);
    expect(day.signals.heartRate).toBe(level);
    expect(day.reasons.map((reason) => reason.code)).toContain(code);
  });

  test("two nights 4 bpm up are strong, also with a night missing between them, not with two", () => {
    const up = { overnightAverageHeartRateBpm: 55 };
    const none = { overnightAverageHeartRateBpm: null };
    expect(readAfter([up, up]).signals.heartRate).toBe(2);
    expect(readAfter([up, none, up]).signals.heartRate).toBe(2);
    expect(readAfter([up, none, none, up]).signals.heartRate).toBe(1);
    expect(codes([up, up])).toContain("overnight_heart_rate_raised");
  });

  test("a heart rate that cannot be true raises nothing", () => {
    expect(readAfter([{ restingHeartRateBpm: 160 }]).signals.heartRate).toBe(0);
    expect(readAfter([{ restingHeartRateBpm: 72 }]).signals.heartRate).toBe(0);
  });

  test("under five hours is watch; with an hour missing over seven nights as well it is strong", () => {
    expect(readAfter([{ sleepSeconds: 4.9 * 3600 }]).signals.sleep).toBe(1);
    const week = Array.from({ length: 6 }, () => ({ sleepSeconds: 25_000 }));
    expect(readAfter([...week, { sleepSeconds: 25_000 }]).signals.sleep).toBe(1);
    expect(readAfter([...week, { sleepSeconds: 17_000 }]).signals.sleep).toBe(2);
  });

  test("naps add to the week", () => {
    const week = Array.from({ length: 7 }, () => ({ sleepSeconds: 25_000, napSeconds: 3_000 }));
    expect(readAfter(week).signals.sleep).toBe(0);
  });

  test("load is context: watch at most, and only where fitness rests on enough", () => {
    const load = (fatigue: number, loadDayCount = 60, fitness = 50) =>
      readAfter([{}], { loadBefore: { fitness, fatigue, loadDayCount } }).signals.load;
    expect([load(74), load(75), load(300)]).toEqual([0, 1, 1]);
    expect(load(75, 27)).toBeNull();
    expect(load(300, 60, 14)).toBe(0);
  });

  test("an illness that was said comes first", () => {
    expect(codes([{}], { isIllnessReported: true })[0]).toBe("illness_reported");
  });
});
