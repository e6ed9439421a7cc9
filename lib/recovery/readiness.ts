/**
 * The flag of a day: fixed rules over named signals, each with its level, so that it
 * can be explained. Pure. There is no 0 to 100 score: one number would hide what is
 * missing. Rules: truth table after Robertson et al. 2017 (doi 10.1123/ijspp.2016-0541)
 * in spirit; thresholds are a convention of this project and carry a version.
 */

/** Bump on any change to results. */
export const READINESS_VERSION = 1;

/** 0 as usual, 1 watch, 2 strong; `null` is not known. */
export type SignalLevel = 0 | 1 | 2;

export type ReadinessSignals = {
  hrvTrend: SignalLevel | null;
  hrvNight: SignalLevel | null;
  heartRate: SignalLevel | null;
  sleep: SignalLevel | null;
  /** Context: never more than a watch. */
  load: SignalLevel | null;
};

export type ReadinessFlag = "usual" | "watch" | "strong" | "no_data";
export type ReadinessConfidence = "high" | "medium" | "low" | "none";

export type ReadinessInput = {
  signals: ReadinessSignals;
  isIllnessReported: boolean;
  /** Whether anything has come for today or yesterday. */
  isFresh: boolean;
  hrvNightCount7Day: number;
  hrvBaselineNightCount: number;
};

/** Nights that make a flag as sure as it gets. */
const HIGH_CONFIDENCE_RECENT_NIGHTS = 5;
const HIGH_CONFIDENCE_BASELINE_NIGHTS = 30;

/**
 * The flag and how sure it is. The rules apply in order; the first that fits decides.
 * It is never `usual` out of missing data: with trend, night and heart rate all unknown
 * it is `no_data`, since sleep alone says too little.
 */
export function judgeReadiness(input: ReadinessInput): {
  flag: ReadinessFlag;
  confidence: ReadinessConfidence;
} {
  const flag = chooseFlag(input);
  return { flag, confidence: flag === "no_data" ? "none" : chooseConfidence(input) };
}

function chooseFlag({ signals, isIllnessReported, isFresh }: ReadinessInput): ReadinessFlag {
  if (isIllnessReported) return "strong";
  const { hrvTrend, hrvNight, heartRate, sleep } = signals;
  const isBodyUnknown = hrvTrend === null && hrvNight === null && heartRate === null;
  if (!isFresh || isBodyUnknown) return "no_data";

  const levels = Object.values(signals).map((level) => level ?? 0);
  const countAtLeast = (least: SignalLevel) => levels.filter((level) => level >= least).length;
  const trend = hrvTrend ?? 0;
  const night = hrvNight ?? 0;
  const heart = heartRate ?? 0;

  const isHeartRateWithHrv = heart === 2 && (trend >= 1 || night >= 1);
  const isTrendWithMore = trend === 2 && (heart >= 1 || sleep === 2);
  if (isHeartRateWithHrv || isTrendWithMore || countAtLeast(2) >= 2) return "strong";

  const isWatch = countAtLeast(2) >= 1 || trend >= 1 || (heart >= 1 && night >= 1) || countAtLeast(1) >= 2;
  return isWatch ? "watch" : "usual";
}

function chooseConfidence(input: ReadinessInput): ReadinessConfidence {
  const { hrvTrend, hrvNight, heartRate, sleep } = input.signals;
  const areAllKnown = [hrvTrend, hrvNight, heartRate, sleep].every((level) => level !== null);
  const hasManyNights =
    input.hrvNightCount7Day >= HIGH_CONFIDENCE_RECENT_NIGHTS &&
    input.hrvBaselineNightCount >= HIGH_CONFIDENCE_BASELINE_NIGHTS;
  if (areAllKnown && hasManyNights) return "high";
  const isHrvKnown = hrvTrend !== null || hrvNight !== null;
  return isHrvKnown && heartRate !== null ? "medium" : "low";
}
