import { describe, expect, test } from "vitest";
import { z } from "zod";
import { judgeReadiness, type SignalLevel } from "@/lib/recovery/readiness";
import table from "./testdata/readiness-cases.json";

const Level = z.union([z.literal(0), z.literal(1), z.literal(2)]).nullable();
const Case = z.object({
  id: z.string(),
  signals: z.object({
    hrv_trend: Level,
    hrv_night: Level,
    heart_rate: Level,
    sleep: Level,
    load: Level,
  }),
  illness_reported: z.boolean(),
  fresh: z.boolean(),
  n7: z.number(),
  n_baseline: z.number(),
  expected: z.object({ flag: z.string(), confidence: z.string() }),
  why: z.string(),
});

const FLAG_BY_COLOUR: Record<string, string> = {
  green: "usual",
  amber: "watch",
  red: "strong",
  grey: "no_data",
};

const usual = { hrvTrend: 0, hrvNight: 0, heartRate: 0, sleep: 0, load: 0 } as const;

function judge(signals: Partial<Record<keyof typeof usual, SignalLevel | null>>, rest = {}) {
  return judgeReadiness({
    signals: { ...usual, ...signals },
    isIllnessReported: false,
    isFresh: true,
    hrvNightCount7Day: 7,
    hrvBaselineNightCount: 55,
    ...rest,
  });
}

describe("the truth table", () => {
  test.each(table.cases.map((row) => Case.parse(row)))("$id: $why", (row) => {
    expect(
      judgeReadiness({
        signals: {
          hrvTrend: row.signals.hrv_trend,
          hrvNight: row.signals.hrv_night,
          heartRate: row.signals.heart_rate,
          sleep: row.signals.sleep,
          load: row.signals.load,
        },
        isIllnessReported: row.illness_reported,
        isFresh: row.fresh,
        hrvNightCount7Day: row.n7,
        hrvBaselineNightCount: row.n_baseline,
      }),
    ).toEqual({ flag: FLAG_BY_COLOUR[row.expected.flag], confidence: row.expected.confidence });
  });
});

test("nothing for today and yesterday is no data, whatever older nights said", () => {
  expect(judge({ hrvTrend: 2, heartRate: 2 }, { isFresh: false })).toEqual({
    flag: "no_data",
    confidence: "none",
  });
});

test("one low night alone never changes the flag", () => {
  expect(judge({ hrvNight: 1 }).flag).toBe("usual");
});

test("an illness that is reported decides even without data", () => {
  const unknown = { hrvTrend: null, hrvNight: null, heartRate: null, sleep: null, load: null };
  expect(judge(unknown, { isIllnessReported: true, isFresh: false }).flag).toBe("strong");
});
