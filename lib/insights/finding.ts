/** What is said of one day: the stored flag with its reasons in words. Nothing is judged here. */

import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import { MIN_BASELINE_NIGHTS } from "@/lib/recovery/baseline";
import type { SignalLevel } from "@/lib/recovery/readiness";
import {
  type SignalKind,
  type Reason as StoredReason,
  sleepShortfallSeconds as shortfallSeconds,
} from "@/lib/recovery/signals";
import { sayHoursAndMinutes } from "@/lib/units";

/** usual, watch and strong are judged; learning and nodata say that nothing could be. */
export type FindingState = "usual" | "watch" | "strong" | "learning" | "nodata";
export type Tone = "usual" | "watch" | "strong" | "nodata";

export type ReasonSignal = "illness" | "hrv" | "heartRate" | "sleep" | "load";
export type Reason = { signal: ReasonSignal; tone: Tone; text: string };

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

const WORDS: Record<FindingState, string> = {
  usual: "Usual",
  watch: "Watch",
  strong: "Strong signal",
  learning: "Learning",
  nodata: "No data",
};

/** Whose usual range it is, in the words of the page: the athlete's own or a coach's. */
export type Whose = "your" | "their";

export const NO_FINDING: Finding = {
  state: "nodata",
  tone: "nodata",
  word: WORDS.nodata,
  isLowConfidence: false,
  reasons: [],
  nightsKnown: 0,
};

export function findingOf(day: RecoveryDayRow, whose: Whose = "your"): Finding {
  const nightsKnown = nightsKnownOf(day);
  const { readinessFlag: flag, readinessConfidence: confidence } = day;
  const reasons = sayReasons(day, whose);
  if (flag !== "no_data") return finding(flag, reasons, confidence === "low", nightsKnown);
  const isFresh = day.readinessSignals?.isFresh ?? false;
  const isLearning = isFresh && day.hrvBaselineNightCount < MIN_BASELINE_NIGHTS && nightsKnown > 0;
  return finding(isLearning ? "learning" : "nodata", reasons, false, nightsKnown);
}

export function hasNight(day: RecoveryDayRow): boolean {
  return day.hrvRmssdMs !== null || day.overnightAverageHeartRateBpm !== null || day.sleepSeconds !== null;
}

/** Seconds that the 7-night average lies under the need; `null` with too few nights or no known need. */
export function sleepShortfallSeconds(day: RecoveryDayRow): number | null {
  return shortfallSeconds(day.sleep7DaySeconds, day.sleepNeedSeconds);
}

function nightsKnownOf(day: RecoveryDayRow): number {
  return Math.min(LEARNING_NIGHTS, day.hrvBaselineNightCount + day.hrvNightCount7Day);
}

function finding(state: FindingState, reasons: Reason[], isUnsure: boolean, nightsKnown: number): Finding {
  const tone = state === "learning" ? "nodata" : state;
  const word = state === "usual" && isUnsure ? "Usual, few nights" : WORDS[state];
  return { state, tone, word, isLowConfidence: isUnsure, reasons, nightsKnown };
}

// ------------------------------------------------------------------- in words

const SIGNAL_OF_KIND: Record<SignalKind, ReasonSignal> = {
  illness: "illness",
  hrvTrend: "hrv",
  hrvNight: "hrv",
  heartRate: "heartRate",
  sleep: "sleep",
  load: "load",
};

export function toneOf(level: SignalLevel | null): Tone {
  return level === null ? "nodata" : level === 2 ? "strong" : level === 1 ? "watch" : "usual";
}

/** One line for each signal: of two findings on HRV the graver one speaks. */
function sayReasons(day: RecoveryDayRow, whose: Whose): Reason[] {
  const chosen = new Map<ReasonSignal, StoredReason>();
  for (const reason of day.readinessReasons) {
    if (reason.code === "load_usual") continue;
    const signal = SIGNAL_OF_KIND[reason.kind];
    const before = chosen.get(signal);
    if (before === undefined || (reason.level ?? -1) > (before.level ?? -1)) chosen.set(signal, reason);
  }
  return [...chosen].map(([signal, reason]) => ({
    signal,
    tone: toneOf(reason.level),
    text: sayReason(day, reason, whose),
  }));
}

/** A finding as words of a page; the numbers are those of the day's row. */
export function sayReason(day: RecoveryDayRow, { code }: StoredReason, whose: Whose = "your"): string {
  switch (code) {
    case "illness_reported":
      return whose === "your" ? "You said that you are sick" : "Said to be sick";
    case "hrv_below_usual":
      return `HRV below ${whose} usual range for ${day.hrvDaysBelow} days`;
    case "hrv_far_below_usual":
      return `HRV far below ${whose} usual range`;
    case "hrv_below_usual_today":
      return `HRV below ${whose} usual range since today`;
    case "hrv_inside_usual":
      return `HRV inside ${whose} usual range`;
    case "hrv_above_usual":
      return `HRV above ${whose} usual range`;
    case "hrv_too_few_nights":
      return `HRV on ${day.hrvNightCount7Day} of the last 7 nights, too few to judge`;
    case "hrv_learning":
      return `HRV: ${nightsKnownOf(day)} of about ${LEARNING_NIGHTS} nights known`;
    case "hrv_night_low":
      return "HRV unusually low last night";
    case "overnight_heart_rate_raised":
      return `Overnight heart rate ${overBpm(day.overnightAverageHeartRateBpm, day.overnightHeartRateUsualBpm)} bpm above usual`;
    case "resting_heart_rate_raised":
      return `Resting heart rate ${overBpm(day.restingHeartRateBpm, day.restingHeartRateUsualBpm)} bpm above usual`;
    case "heart_rate_usual":
      return sayUsualHeartRate(day);
    case "sleep_short_night":
    case "sleep_short_night_and_week":
      return `Slept ${sayHoursAndMinutes(day.sleepSeconds ?? 0)} last night`;
    case "sleep_short_week":
    case "sleep_enough":
      return saySleepOfWeek(day);
    case "load_high":
      return `Load of the last week far above ${whose} usual`;
    case "load_usual":
      return `Load of the last week as ${whose === "your" ? "you are" : "they are"} used to`;
  }
}

/** Whole bpm over the usual value, rounded as both are shown. */
function overBpm(bpm: number | null, usualBpm: number | null): number {
  return Math.round(bpm ?? 0) - Math.round(usualBpm ?? 0);
}

/** From so many bpm on a lower heart rate is named. It is neither good nor bad. */
const NAMED_BPM = 3;

function sayUsualHeartRate(day: RecoveryDayRow): string {
  const isResting = day.restingHeartRateBpm !== null && day.restingHeartRateUsualBpm !== null;
  const name = isResting ? "Resting heart rate" : "Overnight heart rate";
  const over = isResting
    ? overBpm(day.restingHeartRateBpm, day.restingHeartRateUsualBpm)
    : overBpm(day.overnightAverageHeartRateBpm, day.overnightHeartRateUsualBpm);
  if (Math.abs(over) < NAMED_BPM) return `${name} as usual`;
  return `${name} ${Math.abs(over)} bpm ${over < 0 ? "below" : "above"} usual`;
}

function saySleepOfWeek(day: RecoveryDayRow): string {
  const shortfall = sleepShortfallSeconds(day);
  return shortfall !== null && shortfall >= 60
    ? `Sleep ${sayHoursAndMinutes(shortfall)} under need, over 7 nights`
    : "Sleep as long as needed, over 7 nights";
}

/** One sentence for the top of a page. */
export function sayFinding({ state, reasons, nightsKnown }: Finding, whose: Whose = "your"): string {
  const raised = reasons.filter((reason) => reason.tone === "watch" || reason.tone === "strong");
  if (state === "learning")
    return `${nightsKnown} of about ${LEARNING_NIGHTS} nights until ${whose} usual range is known.`;
  if (state === "nodata") return "Last night is not in yet.";
  const told = raised.length > 0 ? raised : reasons.filter((reason) => reason.signal !== "sleep");
  if (told.length === 0) return "Nothing stands out.";
  return `${told.map((reason, index) => (index === 0 ? reason.text : continueSentence(reason.text))).join(", ")}.`;
}

/** "HRV" stays as it is; other words begin small inside a sentence. */
function continueSentence(text: string): string {
  return text.startsWith("HRV") ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
