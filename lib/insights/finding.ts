/**
 * What the nights say about one day, by fixed rules and with reasons in words. Computed from
 * the day's rows only; nothing is judged from what was not measured.
 */

import { daysBetween } from "@/lib/days";
import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import { isSuppressed, MIN_BASELINE_NIGHTS, MIN_SLEEP_NIGHTS } from "@/lib/recovery/baseline";
import { judgeReadiness, type SignalLevel } from "@/lib/recovery/readiness";
import { sayHoursAndMinutes } from "@/lib/units";

/** usual, watch and strong are judged; learning and nodata say that nothing could be. */
export type FindingState = "usual" | "watch" | "strong" | "learning" | "nodata";
export type Tone = "usual" | "watch" | "strong" | "nodata";

type Level = SignalLevel | null;
/** Load and the athlete's own word come with their tables. */
type Signals = { trend: Level; night: Level; heartRate: Level; sleep: Level };

export type Reason = { signal: "hrv" | "heartRate" | "sleep"; tone: Tone; text: string };

export type Finding = {
  state: FindingState;
  tone: Tone;
  /** Usual, Watch, Strong signal, Learning, No data. */
  word: string;
  /** Half-filled mark: judged on few nights. */
  isLowConfidence: boolean;
  reasons: Reason[];
  /** HRV nights towards the first usual range, while learning. */
  nightsKnown: number;
};

/** Nights that the first usual range takes, about: fourteen before the window of seven. */
export const LEARNING_NIGHTS = 21;

const STRONG_TREND_SDS = 1.25;
const STRONG_TREND_DAYS = 5;
const LOW_NIGHT_SDS = -1.5;
const WATCH_HEART_RATE_BPM = 3;
const STRONG_HEART_RATE_BPM = 4;
const HEART_RATE_SDS = 1.5;
const SHORT_NIGHT_SECONDS = 5 * 3600;
const SHORT_WEEK_SECONDS = 3600;

const WORDS: Record<FindingState, string> = {
  usual: "Usual",
  watch: "Watch",
  strong: "Strong signal",
  learning: "Learning",
  nodata: "No data",
};

/** Whose usual range it is, in the words of the page: the athlete's own or a coach's. */
export type Whose = "your" | "their";

/** Judges the last of `days`; the days before it, oldest first, give "for two nights". */
export function judgeDay(days: readonly RecoveryDayRow[], whose: Whose = "your"): Finding {
  const day = days.at(-1);
  if (!day) return finding("nodata", [], false, 0);
  const nightsKnown = Math.min(LEARNING_NIGHTS, day.hrvBaselineNightCount + day.hrvNightCount7Day);
  if (!hasNight(day)) return finding("nodata", [], false, nightsKnown);
  const signals = readSignals(days, day);
  const reasons = sayReasons(day, signals, whose);
  const { flag, confidence } = judgeReadiness({
    signals: {
      hrvTrend: signals.trend,
      hrvNight: signals.night,
      heartRate: signals.heartRate,
      sleep: signals.sleep,
      load: null,
    },
    isIllnessReported: false,
    isFresh: true,
    hrvNightCount7Day: day.hrvNightCount7Day,
    hrvBaselineNightCount: day.hrvBaselineNightCount,
  });
  if (flag !== "no_data") return finding(flag, reasons, confidence === "low", nightsKnown);
  const isLearning = day.hrvBaselineNightCount < MIN_BASELINE_NIGHTS && nightsKnown > 0;
  return finding(isLearning ? "learning" : "nodata", reasons, false, nightsKnown);
}

export function hasNight(day: RecoveryDayRow): boolean {
  return day.hrvRmssdMs !== null || day.overnightAverageHeartRateBpm !== null || day.sleepSeconds !== null;
}

function readSignals(days: readonly RecoveryDayRow[], day: RecoveryDayRow): Signals {
  return {
    trend: trendLevel(day),
    night: day.hrvNightZ === null ? null : day.hrvNightZ <= LOW_NIGHT_SDS ? 1 : 0,
    heartRate: heartRateLevel(days),
    sleep: sleepLevel(day),
  };
}

function trendLevel(day: RecoveryDayRow): Level {
  if (day.hrvStatus === null) return null;
  if (day.hrvStatus !== "below") return 0;
  if (day.hrvDaysBelow >= STRONG_TREND_DAYS || isFarBelow(day)) return 2;
  return isSuppressed(day.hrvDaysBelow) ? 1 : 0;
}

function isFarBelow(day: RecoveryDayRow): boolean {
  const { hrvRmssd7DayMs, hrvBaselineMeanLnMs, hrvBaselineSdLnMs } = day;
  if (hrvRmssd7DayMs === null || hrvBaselineMeanLnMs === null || hrvBaselineSdLnMs === null) return false;
  return Math.log(hrvRmssd7DayMs) < hrvBaselineMeanLnMs - STRONG_TREND_SDS * hrvBaselineSdLnMs;
}

type HeartRateReading = { bpm: number; usualBpm: number; highBpm: number };

function overnightReading(day: RecoveryDayRow): HeartRateReading | null {
  return reading(
    day.overnightAverageHeartRateBpm,
    day.overnightHeartRateUsualBpm,
    day.overnightHeartRateUsualHighBpm,
  );
}

function restingReading(day: RecoveryDayRow): HeartRateReading | null {
  return reading(day.restingHeartRateBpm, day.restingHeartRateUsualBpm, day.restingHeartRateUsualHighBpm);
}

function reading(
  bpm: number | null,
  usualBpm: number | null,
  highBpm: number | null,
): HeartRateReading | null {
  return bpm === null || usualBpm === null || highBpm === null ? null : { bpm, usualBpm, highBpm };
}

/** The higher of overnight and resting heart rate counts. */
function heartRateLevel(days: readonly RecoveryDayRow[]): Level {
  return highest([levelOf(days, overnightReading), levelOf(days, restingReading)]);
}

/** The strongest known level; `null` when none is known. */
function highest(levels: readonly Level[]): Level {
  if (levels.includes(2)) return 2;
  if (levels.includes(1)) return 1;
  return levels.includes(0) ? 0 : null;
}

function levelOf(
  days: readonly RecoveryDayRow[],
  read: (day: RecoveryDayRow) => HeartRateReading | null,
): Level {
  const day = days.at(-1);
  const now = day ? read(day) : null;
  if (!day || !now) return null;
  if (!isRaisedBy(now, STRONG_HEART_RATE_BPM)) return isRaisedBy(now, WATCH_HEART_RATE_BPM) ? 1 : 0;
  const before = days.slice(0, -1).findLast((item) => read(item) !== null);
  const beforeReading = before && daysBetween(before.localDate, day.localDate) <= 2 ? read(before) : null;
  return beforeReading && isRaisedBy(beforeReading, STRONG_HEART_RATE_BPM) ? 2 : 1;
}

/** By so many bpm, and unusually so for somebody whose nights swing widely: the usual range is one SD to each side. */
function isRaisedBy({ bpm, usualBpm, highBpm }: HeartRateReading, byBpm: number): boolean {
  return bpm - usualBpm >= byBpm && bpm - usualBpm >= HEART_RATE_SDS * (highBpm - usualBpm);
}

/** Seconds that the 7-night average lies under the need; `null` with too few nights or no known need. */
export function sleepShortfallSeconds(day: RecoveryDayRow): number | null {
  const { sleep7DaySeconds, sleepNeedSeconds, sleepNightCount7Day } = day;
  if (sleep7DaySeconds === null || sleepNeedSeconds === null) return null;
  return sleepNightCount7Day < MIN_SLEEP_NIGHTS ? null : sleepNeedSeconds - sleep7DaySeconds;
}

function sleepLevel(day: RecoveryDayRow): Level {
  const shortfall = sleepShortfallSeconds(day);
  if (day.sleepSeconds === null && shortfall === null) return null;
  const isNightShort = day.sleepSeconds !== null && day.sleepSeconds < SHORT_NIGHT_SECONDS;
  const isWeekShort = shortfall !== null && shortfall >= SHORT_WEEK_SECONDS;
  if (isNightShort && isWeekShort) return 2;
  return isNightShort || isWeekShort ? 1 : 0;
}

function finding(state: FindingState, reasons: Reason[], isUnsure: boolean, nightsKnown: number): Finding {
  const tone = state === "learning" ? "nodata" : state;
  const word = state === "usual" && isUnsure ? "Usual, few nights" : WORDS[state];
  return { state, tone, word, isLowConfidence: isUnsure, reasons, nightsKnown };
}

// ------------------------------------------------------------------- in words

function toneOf(level: Level): Tone {
  return level === null ? "nodata" : level === 2 ? "strong" : level === 1 ? "watch" : "usual";
}

function sayReasons(day: RecoveryDayRow, signals: Signals, whose: Whose): Reason[] {
  return [
    sayHrv(day, signals, whose),
    sayHeartRate(day, signals.heartRate),
    saySleep(day, signals.sleep),
  ].filter((reason) => reason !== null);
}

function sayHrv(day: RecoveryDayRow, { trend, night }: Signals, whose: Whose): Reason | null {
  const tone = toneOf(highest([trend, night]));
  const text = hrvText(day, trend, night, whose);
  return text === null ? null : { signal: "hrv", tone, text };
}

function hrvText(day: RecoveryDayRow, trend: Level, night: Level, whose: Whose): string | null {
  if (day.hrvBaselineNightCount < MIN_BASELINE_NIGHTS) {
    const known = Math.min(LEARNING_NIGHTS, day.hrvBaselineNightCount + day.hrvNightCount7Day);
    return known === 0 ? null : `HRV: ${known} of about ${LEARNING_NIGHTS} nights known`;
  }
  if (trend === null && night !== 1)
    return `HRV on ${day.hrvNightCount7Day} of the last 7 nights, too few to judge`;
  if (day.hrvStatus === "below" && isSuppressed(day.hrvDaysBelow))
    return `HRV below ${whose} usual range for ${day.hrvDaysBelow} days`;
  if (trend === 2) return `HRV far below ${whose} usual range`;
  if (night === 1) return "HRV unusually low last night";
  if (day.hrvStatus === "below") return `HRV below ${whose} usual range since today`;
  return day.hrvStatus === "above" ? `HRV above ${whose} usual range` : `HRV inside ${whose} usual range`;
}

function sayHeartRate(day: RecoveryDayRow, level: Level): Reason | null {
  const resting = restingReading(day);
  const overnight = overnightReading(day);
  const isOvernight = overnight !== null && (resting === null || deltaBpm(overnight) > deltaBpm(resting));
  const shown = level !== 0 && isOvernight ? overnight : (resting ?? overnight);
  if (shown === null) return null;
  const name = shown === resting ? "Resting heart rate" : "Overnight heart rate";
  const delta = deltaBpm(shown);
  const text =
    level === 0 && Math.abs(delta) < WATCH_HEART_RATE_BPM
      ? `${name} as usual`
      : `${name} ${sayDelta(delta)} usual`;
  return { signal: "heartRate", tone: toneOf(level), text };
}

/** Whole bpm over the usual value, rounded as both are shown. */
function deltaBpm({ bpm, usualBpm }: HeartRateReading): number {
  return Math.round(bpm) - Math.round(usualBpm);
}

function sayDelta(bpm: number): string {
  return `${Math.abs(bpm)} bpm ${bpm < 0 ? "below" : "above"}`;
}

function saySleep(day: RecoveryDayRow, level: Level): Reason | null {
  const shortfall = sleepShortfallSeconds(day);
  const tone = toneOf(level);
  if (day.sleepSeconds !== null && day.sleepSeconds < SHORT_NIGHT_SECONDS) {
    return { signal: "sleep", tone, text: `Slept ${sayHoursAndMinutes(day.sleepSeconds)} last night` };
  }
  if (shortfall === null) return null;
  const text =
    shortfall >= 60
      ? `Sleep ${sayHoursAndMinutes(shortfall)} under need, over 7 nights`
      : "Sleep as long as needed, over 7 nights";
  return { signal: "sleep", tone, text };
}

/** One sentence for the top of a page. */
export function sayFinding({ state, reasons, nightsKnown }: Finding, whose: Whose = "your"): string {
  if (state === "learning")
    return `${nightsKnown} of about ${LEARNING_NIGHTS} nights until ${whose} usual range is known.`;
  if (state === "nodata") return "Last night is not in yet.";
  const raised = reasons.filter((reason) => reason.tone === "watch" || reason.tone === "strong");
  const told = raised.length > 0 ? raised : reasons.filter((reason) => reason.signal !== "sleep");
  return `${told.map((reason, index) => (index === 0 ? reason.text : continueSentence(reason.text))).join(", ")}.`;
}

/** "HRV" stays as it is; other words begin small inside a sentence. */
function continueSentence(text: string): string {
  return text.startsWith("HRV") ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
