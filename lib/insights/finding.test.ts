import { describe, expect, test } from "vitest";
import { findingOf, NO_FINDING, sayFinding, type Whose } from "@/lib/insights/finding";
import { onlyShown } from "@/lib/insights/shown-parts";
import { emptyDay, judged, missingDay, usualDay } from "@/lib/insights/testing/recovery-rows";

/** As the last of these days is stored, and said. */
const judgeDay = (days: Parameters<typeof judged>[0], whose: Whose = "your") =>
  findingOf(judged(days), whose);
const below = { hrvStatus: "below", hrvRmssd7DayMs: 54 };

describe("judging a day", () => {
  test("a usual day says so for each of HRV, heart rate and sleep", () => {
    const finding = judgeDay([usualDay("2026-05-31")]);
    expect(finding.state).toBe("usual");
    expect(finding.reasons.map((reason) => reason.text)).toEqual([
      "HRV inside your usual range",
      "Resting heart rate as usual",
      "Sleep as long as needed, over 7 nights",
    ]);
  });

  test("one day below the range changes nothing alone, the second one does, the fifth is strong", () => {
    const toneAfter = (hrvDaysBelow: number) =>
      judgeDay([usualDay("2026-05-31", { ...below, hrvDaysBelow })]).reasons[0]?.tone;
    expect([1, 2, 4, 5].map(toneAfter)).toEqual(["usual", "watch", "watch", "strong"]);
  });

  test("far below is strong at once: under the mean by 1.25 SD", () => {
    const edgeMs = 60 * Math.exp(-1.25 * 0.12);
    const toneAt = (hrvRmssd7DayMs: number) =>
      judgeDay([usualDay("2026-05-31", { ...below, hrvDaysBelow: 1, hrvRmssd7DayMs })]).reasons[0]?.tone;
    expect(toneAt(edgeMs + 0.01)).toBe("usual");
    expect(toneAt(edgeMs - 0.01)).toBe("strong");
  });

  test("heart rate 3 bpm up is watch; 4 bpm is strong only on two nights, at most two days apart", () => {
    const up = (localDate: string, bpm: number) => usualDay(localDate, { restingHeartRateBpm: 46 + bpm });
    const toneOf = (...days: Parameters<typeof judgeDay>[0]) => judgeDay(days).reasons[1]?.tone;
    expect(toneOf(up("2026-05-31", 2))).toBe("usual");
    expect(toneOf(up("2026-05-31", 3))).toBe("watch");
    expect(toneOf(up("2026-05-31", 4))).toBe("watch");
    expect(toneOf(up("2026-05-30", 4), up("2026-05-31", 4))).toBe("strong");
    expect(toneOf(up("2026-05-29", 4), missingDay("2026-05-30"), up("2026-05-31", 4))).toBe("strong");
    expect(toneOf(up("2026-05-28", 4), missingDay("2026-05-30"), up("2026-05-31", 4))).toBe("watch");
  });

  test("somebody whose nights swing by 3 bpm is not flagged for 4", () => {
    const wide = { restingHeartRateBpm: 50, restingHeartRateUsualHighBpm: 49 };
    expect(judgeDay([usualDay("2026-05-31", wide)]).reasons[1]?.tone).toBe("usual");
  });

  test("the higher of overnight and resting heart rate is named", () => {
    const day = usualDay("2026-05-31", { restingHeartRateBpm: 49, overnightAverageHeartRateBpm: 57 });
    expect(judgeDay([day]).reasons[1]?.text).toBe("Overnight heart rate 6 bpm above usual");
  });

  test("sleep alone never colours a day", () => {
    const short = { sleepSeconds: 4 * 3600, sleep7DaySeconds: 6 * 3600 };
    const onlySleep = {
      ...emptyDay("2026-05-31"),
      ...short,
      sleepNightCount7Day: 7,
      sleepNeedSeconds: 28_800,
    };
    expect(judgeDay([onlySleep]).state).toBe("nodata");
  });

  test("an hour under need over 7 nights is said, a minute less than an hour is not flagged", () => {
    const toneAt = (shortSeconds: number) =>
      judgeDay([usualDay("2026-05-31", { sleep7DaySeconds: 28_800 - shortSeconds })]).reasons[2];
    expect(toneAt(3600)).toMatchObject({ tone: "watch", text: "Sleep 1 h under need, over 7 nights" });
    expect(toneAt(3540)).toMatchObject({ tone: "usual", text: "Sleep 59 min under need, over 7 nights" });
  });

  test("without a range the nights so far are counted, at most 21", () => {
    const young = {
      ...emptyDay("2026-05-31"),
      hrvRmssdMs: 60,
      hrvNightCount7Day: 7,
      hrvBaselineNightCount: 8,
    };
    const finding = judgeDay([young]);
    expect(finding).toMatchObject({ state: "learning", tone: "nodata", nightsKnown: 15 });
    expect(sayFinding(finding)).toBe("15 of about 21 nights until your usual range is known.");
  });

  test("an empty day is no data, and nothing at all is no data", () => {
    expect(judgeDay([emptyDay("2026-05-31")]).state).toBe("nodata");
    expect(NO_FINDING).toMatchObject({ state: "nodata", reasons: [] });
  });

  test("a coach reads of their range, not yours", () => {
    const finding = judgeDay([usualDay("2026-05-31", { ...below, hrvDaysBelow: 5 })], "their");
    expect(finding.reasons[0]?.text).toBe("HRV below their usual range for 5 days");
    expect(finding.reasons.every((reason) => !reason.text.includes("your"))).toBe(true);
  });
});

test("a usual day without a heart rate rests on little and is marked so", () => {
  const day = usualDay("2026-05-31", { restingHeartRateBpm: null, overnightAverageHeartRateBpm: null });
  expect(judgeDay([day])).toMatchObject({ state: "usual", word: "Usual, few nights", isLowConfidence: true });
});

test("the sentence holds what stands out, in one sentence", () => {
  const day = usualDay("2026-05-31", { ...below, hrvDaysBelow: 5, restingHeartRateBpm: 49 });
  expect(sayFinding(judgeDay([day]))).toBe(
    "HRV below your usual range for 5 days, resting heart rate 3 bpm above usual.",
  );
});

describe("what is hidden does not shine through", () => {
  const day = judged(
    [usualDay("2026-05-31", { ...below, hrvDaysBelow: 5, sleepSeconds: 4 * 3600, sleep7DaySeconds: 25_000 })],
    { isSick: true },
  );

  test("the athlete reads all of it", () => {
    const finding = findingOf(day);
    expect(finding.state).toBe("strong");
    expect(finding.reasons.map((reason) => reason.signal)).toEqual(["illness", "hrv", "heartRate", "sleep"]);
  });

  test("without the check-in and sleep the rest is judged alone", () => {
    const finding = findingOf(onlyShown(day, { recovery: true, sleep: false, load: true }), "their");
    expect(finding.state).toBe("watch");
    expect(finding.reasons.map((reason) => reason.signal)).toEqual(["hrv", "heartRate"]);
  });

  test("with sleep alone nothing is judged", () => {
    const finding = findingOf(onlyShown(day, { recovery: false, sleep: true }), "their");
    expect(finding.state).toBe("nodata");
    expect(finding.reasons.map((reason) => reason.signal)).toEqual(["sleep"]);
  });
});
