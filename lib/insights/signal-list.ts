/**
 * What a coaching engine may act on: fixed codes with since when, how strong, how sure, the
 * numbers behind and a sentence. Made of stored levels; nothing is judged anew.
 */
import { z } from "zod";
import { daysBetween, type LocalDate } from "@/lib/days";
import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import type { WorkoutMeaning } from "@/lib/db/read-training";
import { sayReason } from "@/lib/insights/finding";
import { ROW_VERSION } from "@/lib/insights/metric-version";
import type { SignalLevel } from "@/lib/recovery/readiness";
import type { SignalKind } from "@/lib/recovery/signals";
import { computeEfficiencyTrend } from "@/lib/training/efficiency-trend";

/** How far back the beginning of a signal is looked for, and what a trend of runs rests on. */
export const SIGNAL_LOOK_BACK_DAYS = 90;

export const SIGNAL_CODES = [
  "illness_reported",
  "hrv_suppressed",
  "hrv_night_low",
  "heart_rate_raised",
  "sleep_short",
  "load_high",
  "efficiency_rising",
  "efficiency_falling",
] as const;

export const AdaptationSignal = z.object({
  code: z.enum(SIGNAL_CODES),
  since: z.iso.date().describe(`First of the days in a row; at most ${SIGNAL_LOOK_BACK_DAYS} days back.`),
  days: z.number(),
  strength: z.enum(["note", "watch", "strong"]),
  confidence: z.enum(["high", "medium", "low", "none"]),
  numbers: z.record(z.string(), z.number().nullable()),
  sentence: z.string(),
});
export type AdaptationSignal = z.infer<typeof AdaptationSignal>;

export const DaySignals = z.object({
  local_date: z.iso.date(),
  signals: z.array(AdaptationSignal).describe("Empty when nothing stands out, or nothing is known."),
  algorithm_version: z.number(),
});
export type DaySignals = z.infer<typeof DaySignals>;

const CODE_OF_KIND: Record<SignalKind, (typeof SIGNAL_CODES)[number]> = {
  illness: "illness_reported",
  hrvTrend: "hrv_suppressed",
  hrvNight: "hrv_night_low",
  heartRate: "heart_rate_raised",
  sleep: "sleep_short",
  load: "load_high",
};

/** @param rows oldest first, as far as they may be seen */
export function signalsOf(
  rows: readonly RecoveryDayRow[],
  runs: readonly WorkoutMeaning[],
  date: LocalDate,
): DaySignals {
  const index = rows.findIndex((row) => row.localDate === date);
  const row = rows[index];
  const raised = row ? row.readinessReasons.filter(({ level }) => (level ?? 0) >= 1) : [];
  return {
    local_date: date,
    signals: [
      ...(row ? raised.map((reason) => describe(rows, index, row, reason)) : []),
      ...efficiencySignal(runs, date),
    ],
    algorithm_version: ROW_VERSION,
  };
}

function describe(
  rows: readonly RecoveryDayRow[],
  index: number,
  row: RecoveryDayRow,
  reason: RecoveryDayRow["readinessReasons"][number],
): AdaptationSignal {
  const since = sinceOf(rows, index, reason.kind);
  return {
    code: CODE_OF_KIND[reason.kind],
    since,
    days: daysBetween(since, row.localDate) + 1,
    strength: strengthOf(reason.kind, reason.level),
    confidence: reason.kind === "illness" ? "high" : row.readinessConfidence,
    numbers: numbersOf(row, reason.kind),
    sentence: `${sayReason(row, reason, "their")}.`,
  };
}

/** One low night is a note, whatever its level. */
function strengthOf(kind: SignalKind, level: SignalLevel | null): AdaptationSignal["strength"] {
  if (kind === "hrvNight") return "note";
  return level === 2 ? "strong" : "watch";
}

/** The first of the days in a row on which the same kind stood out. */
function sinceOf(rows: readonly RecoveryDayRow[], index: number, kind: SignalKind): LocalDate {
  let first = index;
  while (first > 0 && isRaised(rows[first - 1], kind)) first -= 1;
  return rows[first]?.localDate ?? "";
}

function isRaised(row: RecoveryDayRow | undefined, kind: SignalKind): boolean {
  return row?.readinessReasons.some((reason) => reason.kind === kind && (reason.level ?? 0) >= 1) ?? false;
}

function numbersOf(row: RecoveryDayRow, kind: SignalKind): Record<string, number | null> {
  switch (kind) {
    case "illness":
      return {};
    case "hrvTrend":
      return {
        hrv_rmssd_7_day_ms: row.hrvRmssd7DayMs,
        hrv_usual_low_ms: row.hrvUsualLowMs,
        hrv_usual_high_ms: row.hrvUsualHighMs,
        hrv_days_below: row.hrvDaysBelow,
      };
    case "hrvNight":
      return { hrv_rmssd_ms: row.hrvRmssdMs, hrv_night_z: row.hrvNightZ };
    case "heartRate":
      return {
        resting_hr_bpm: row.restingHeartRateBpm,
        resting_hr_usual_bpm: row.restingHeartRateUsualBpm,
        overnight_avg_hr_bpm: row.overnightAverageHeartRateBpm,
        overnight_hr_usual_bpm: row.overnightHeartRateUsualBpm,
      };
    case "sleep":
      return {
        sleep_seconds: row.sleepSeconds,
        sleep_7_day_seconds: row.sleep7DaySeconds,
        sleep_need_seconds: row.sleepNeedSeconds,
      };
    case "load":
      return { fitness: row.fitness, fatigue: row.fatigue, load_7_day: row.load7Day };
  }
}

function efficiencySignal(runs: readonly WorkoutMeaning[], date: LocalDate): AdaptationSignal[] {
  const comparable = runs.flatMap(({ comparability, localDate, efficiencyMetersPerBeat }) =>
    comparability === "comparable" && efficiencyMetersPerBeat !== null
      ? [{ localDate, efficiencyMetersPerBeat }]
      : [],
  );
  const trend = computeEfficiencyTrend(comparable, date);
  if (trend.change === null || trend.change === "steady") return [];
  const percent = trend.changePercent ?? 0;
  return [
    {
      code: trend.change === "rising" ? "efficiency_rising" : "efficiency_falling",
      // A trend over weeks has no first day of its own: it is said of the day it is asked for.
      since: date,
      days: 1,
      strength: "note",
      confidence: trend.recentRunCount >= 8 ? "medium" : "low",
      numbers: {
        change_percent: percent,
        recent_meters_per_beat: trend.recentMetersPerBeat,
        before_meters_per_beat: trend.beforeMetersPerBeat,
        recent_runs: trend.recentRunCount,
        before_runs: trend.beforeRunCount,
      },
      sentence: `The same heart rate carries them ${Math.abs(percent).toFixed(1)} % ${percent > 0 ? "further" : "less far"} than in the eight weeks before.`,
    },
  ];
}
