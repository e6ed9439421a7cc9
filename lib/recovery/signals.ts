/**
 * What each kind of value says of a day, on its own: the levels that readiness is judged
 * from, and the finding behind each as a code. Pure. Thresholds of heart rate after
 * NightSignal, Alavi et al. 2022 (doi 10.1038/s41591-021-01593-2); the others are a
 * convention of this project.
 */
import { daysBetween } from "@/lib/days";
import {
  isSuppressed,
  MIN_BASELINE_NIGHTS,
  type Night,
  type RecoveryMetrics,
  type UsualHeartRate,
} from "@/lib/recovery/baseline";
import type { Exclusions, NightValue } from "@/lib/recovery/plausible";
import type { ReadinessSignals, SignalLevel } from "@/lib/recovery/readiness";

/** Bump on any change to results. */
export const SIGNALS_VERSION = 1;

const STRONG_TREND_SDS = 1.25;
const STRONG_TREND_DAYS = 5;
const LOW_NIGHT_SDS = -1.5;
const WATCH_HEART_RATE_BPM = 3;
const STRONG_HEART_RATE_BPM = 4;
const HEART_RATE_SDS = 1.5;
/** A strong heart rate takes two nights, at most so many days apart. */
const SECOND_NIGHT_DAYS = 2;
const SHORT_NIGHT_SECONDS = 5 * 3600;
const SHORT_WEEK_SECONDS = 3600;
const HIGH_LOAD_RATIO = 1.5;
const MIN_LOAD_DAYS = 28;
const MIN_FITNESS = 15;

export const SIGNAL_KINDS = ["hrvTrend", "hrvNight", "heartRate", "sleep", "load", "illness"] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Stable names: the API gives them too. Numbers and words come from the day's row. */
export const REASON_CODES = [
  "illness_reported",
  "hrv_below_usual",
  "hrv_far_below_usual",
  "hrv_below_usual_today",
  "hrv_inside_usual",
  "hrv_above_usual",
  "hrv_too_few_nights",
  "hrv_learning",
  "hrv_night_low",
  "overnight_heart_rate_raised",
  "resting_heart_rate_raised",
  "heart_rate_usual",
  "sleep_short_night",
  "sleep_short_week",
  "sleep_short_night_and_week",
  "sleep_enough",
  "load_high",
  "load_usual",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export type Reason = { kind: SignalKind; code: ReasonCode; level: SignalLevel | null };

/** Load as it stood on the evening before: the day's own work cannot change its morning. */
export type LoadBefore = { fitness: number; fatigue: number; loadDayCount: number };

export type SignalDay = {
  night: Night;
  metrics: RecoveryMetrics;
  sleepNeedSeconds: number;
  loadBefore: LoadBefore | null;
  isIllnessReported: boolean;
};

export type DaySignals = { signals: ReadinessSignals; reasons: Reason[] };

/** @param days the day to read and the days before it that reach back two days, oldest first */
export function readSignals(days: readonly SignalDay[]): DaySignals {
  const day = days.at(-1);
  if (!day) throw new RangeError("no day to read");
  const hrvTrend = trendLevel(day);
  const hrvNight = nightLevel(day);
  const heartRate = heartRateOf(days);
  const sleep = sleepLevel(day);
  const load = loadLevel(day);
  const reasons: (Reason | null)[] = [
    day.isIllnessReported ? { kind: "illness", code: "illness_reported", level: 2 } : null,
    trendReason(day, hrvTrend),
    hrvNight === 1 ? { kind: "hrvNight", code: "hrv_night_low", level: 1 } : null,
    heartRate.code === null ? null : { kind: "heartRate", code: heartRate.code, level: heartRate.level },
    sleepReason(day, sleep),
    load === null ? null : { kind: "load", code: load === 0 ? "load_usual" : "load_high", level: load },
  ];
  return {
    signals: { hrvTrend, hrvNight, heartRate: heartRate.level, sleep, load },
    reasons: reasons.filter((reason) => reason !== null),
  };
}

/** Whether a day holds anything that speaks of the night. */
export function hasBody(night: Night): boolean {
  const { hrvRmssdMs, restingHeartRateBpm, overnightAverageHeartRateBpm, sleepSeconds } = night;
  return [hrvRmssdMs, restingHeartRateBpm, overnightAverageHeartRateBpm, sleepSeconds].some(
    (value) => value !== null,
  );
}

type Level = SignalLevel | null;

function trendLevel({ metrics: { hrv } }: SignalDay): Level {
  if (hrv.hrvStatus === null) return null;
  if (hrv.hrvStatus !== "below") return 0;
  if (hrv.hrvDaysBelow >= STRONG_TREND_DAYS || isFarBelow(hrv)) return 2;
  return isSuppressed(hrv.hrvDaysBelow) ? 1 : 0;
}

function isFarBelow(hrv: RecoveryMetrics["hrv"]): boolean {
  const { hrvRmssd7DayMs, hrvBaselineMeanLnMs, hrvBaselineSdLnMs } = hrv;
  if (hrvRmssd7DayMs === null || hrvBaselineMeanLnMs === null || hrvBaselineSdLnMs === null) return false;
  return Math.log(hrvRmssd7DayMs) < hrvBaselineMeanLnMs - STRONG_TREND_SDS * hrvBaselineSdLnMs;
}

function nightLevel({ metrics: { hrv } }: SignalDay): Level {
  if (hrv.hrvNightZ === null) return null;
  return hrv.hrvNightZ <= LOW_NIGHT_SDS ? 1 : 0;
}

function trendReason({ metrics: { hrv } }: SignalDay, level: Level): Reason | null {
  const reason = (code: ReasonCode): Reason => ({ kind: "hrvTrend", code, level });
  if (hrv.hrvBaselineNightCount < MIN_BASELINE_NIGHTS) {
    return hrv.hrvBaselineNightCount + hrv.hrvNightCount7Day === 0 ? null : reason("hrv_learning");
  }
  if (hrv.hrvStatus === null) return reason("hrv_too_few_nights");
  if (hrv.hrvStatus === "above") return reason("hrv_above_usual");
  if (hrv.hrvStatus === "within") return reason("hrv_inside_usual");
  if (isSuppressed(hrv.hrvDaysBelow)) return reason("hrv_below_usual");
  return reason(level === 2 ? "hrv_far_below_usual" : "hrv_below_usual_today");
}

type HeartRateName = Extract<NightValue, "overnightAverageHeartRateBpm" | "restingHeartRateBpm">;
type Reading = { deltaBpm: number; sdBpm: number };

/** The higher of overnight and resting heart rate counts, as far as they are known. */
function heartRateOf(days: readonly SignalDay[]): { level: Level; code: ReasonCode | null } {
  const overnight = heartRateLevel(days, "overnightAverageHeartRateBpm");
  const resting = heartRateLevel(days, "restingHeartRateBpm");
  if (overnight === null && resting === null) return { level: null, code: null };
  const level = highest(overnight, resting);
  if (level === 0) return { level, code: "heart_rate_usual" };
  const isOvernight = deltaOf(days, "overnightAverageHeartRateBpm") > deltaOf(days, "restingHeartRateBpm");
  return { level, code: isOvernight ? "overnight_heart_rate_raised" : "resting_heart_rate_raised" };
}

function highest(a: Level, b: Level): SignalLevel {
  if (a === 2 || b === 2) return 2;
  return a === 1 || b === 1 ? 1 : 0;
}

function deltaOf(days: readonly SignalDay[], name: HeartRateName): number {
  const day = days.at(-1);
  return (day ? readingOf(day, name)?.deltaBpm : null) ?? Number.NEGATIVE_INFINITY;
}

function heartRateLevel(days: readonly SignalDay[], name: HeartRateName): Level {
  const day = days.at(-1);
  const now = day ? readingOf(day, name) : null;
  if (!day || !now) return null;
  if (!isRaisedBy(now, STRONG_HEART_RATE_BPM)) return isRaisedBy(now, WATCH_HEART_RATE_BPM) ? 1 : 0;
  const before = days.slice(0, -1).findLast((item) => readingOf(item, name) !== null);
  const isNear = before && daysApart(before, day) <= SECOND_NIGHT_DAYS;
  const beforeReading = isNear ? readingOf(before, name) : null;
  return beforeReading && isRaisedBy(beforeReading, STRONG_HEART_RATE_BPM) ? 2 : 1;
}

function daysApart(before: SignalDay, day: SignalDay): number {
  return daysBetween(before.metrics.localDate, day.metrics.localDate);
}

function readingOf({ night, metrics }: SignalDay, name: HeartRateName): Reading | null {
  const usual = name === "restingHeartRateBpm" ? metrics.restingHeartRate : metrics.overnightHeartRate;
  return reading(night[name], usual, metrics.excluded, name);
}

function reading(
  bpm: number | null,
  { usualBpm, highBpm }: UsualHeartRate,
  excluded: Exclusions,
  name: HeartRateName,
): Reading | null {
  if (bpm === null || usualBpm === null || highBpm === null || excluded[name] !== undefined) return null;
  return { deltaBpm: bpm - usualBpm, sdBpm: highBpm - usualBpm };
}

/** By so many bpm, and unusually so for somebody whose nights swing widely. */
function isRaisedBy({ deltaBpm, sdBpm }: Reading, byBpm: number): boolean {
  return deltaBpm >= byBpm && deltaBpm >= HEART_RATE_SDS * sdBpm;
}

/** Seconds that the 7-night average lies under the need; `null` with too few nights. */
export function sleepShortfallSeconds(
  sleep7DaySeconds: number | null,
  sleepNeedSeconds: number | null,
): number | null {
  return sleep7DaySeconds === null || sleepNeedSeconds === null ? null : sleepNeedSeconds - sleep7DaySeconds;
}

function lastNightSeconds({ night, metrics }: SignalDay): number | null {
  return metrics.excluded.sleepSeconds === undefined ? night.sleepSeconds : null;
}

function shortOf(day: SignalDay): { isNightShort: boolean; isWeekShort: boolean; isKnown: boolean } {
  const night = lastNightSeconds(day);
  const shortfall = sleepShortfallSeconds(day.metrics.sleep.sleep7DaySeconds, day.sleepNeedSeconds);
  return {
    isNightShort: night !== null && night < SHORT_NIGHT_SECONDS,
    isWeekShort: shortfall !== null && shortfall >= SHORT_WEEK_SECONDS,
    isKnown: night !== null || shortfall !== null,
  };
}

function sleepLevel(day: SignalDay): Level {
  const { isNightShort, isWeekShort, isKnown } = shortOf(day);
  if (!isKnown) return null;
  if (isNightShort && isWeekShort) return 2;
  return isNightShort || isWeekShort ? 1 : 0;
}

function sleepReason(day: SignalDay, level: Level): Reason | null {
  const { isNightShort, isWeekShort, isKnown } = shortOf(day);
  if (!isKnown) return null;
  const reason = (code: ReasonCode): Reason => ({ kind: "sleep", code, level });
  if (isNightShort && isWeekShort) return reason("sleep_short_night_and_week");
  if (isNightShort) return reason("sleep_short_night");
  return reason(isWeekShort ? "sleep_short_week" : "sleep_enough");
}

function loadLevel({ loadBefore }: SignalDay): Level {
  if (loadBefore === null || loadBefore.loadDayCount < MIN_LOAD_DAYS) return null;
  const { fitness, fatigue } = loadBefore;
  return fitness >= MIN_FITNESS && fatigue >= HIGH_LOAD_RATIO * fitness ? 1 : 0;
}
