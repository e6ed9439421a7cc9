/**
 * What nights say against what is usual for this person. Pure.
 *
 * HRV is worked in ln(rMSSD in ms), because rMSSD is right-skewed; values in ms are
 * exp() of it, so a mean is a geometric one. All windows are calendar days. The usual
 * range comes from the days that end before the 7-day window begins: a window that
 * holds the days it judges hides part of what it is to show.
 */
import { addDays, type LocalDate } from "@/lib/days";

/** Bump on any change to results; stored beside each value, so that stale rows are found. */
export const ALGORITHM_VERSION = 1;

export const RECENT_DAYS = 7;
export const BASELINE_DAYS = 60;
/** How many days before a day its values reach back to. */
export const LOOK_BACK_DAYS = RECENT_DAYS + BASELINE_DAYS - 1;

/** The 7-day HRV needs this many nights to be drawn, */
export const MIN_NIGHTS_TO_SHOW = 3;
/** this many to be judged, */
export const MIN_NIGHTS_TO_JUDGE = 4;
/** and its coefficient of variation this many. */
const MIN_NIGHTS_FOR_CV = 5;
export const MIN_BASELINE_NIGHTS = 14;
export const MIN_SLEEP_NIGHTS = 4;

/** Half the width of the usual HRV range, in SDs of the baseline. */
const USUAL_HALF_WIDTH_SD = 0.75;
/** A very even baseline would make every night unusual. */
const MIN_SD_LN_MS = 0.04;
const MIN_SD_BPM = 1;

/** Outside of these an rMSSD is a fault of the measurement. */
const MIN_HRV_MS = 5;
const MAX_HRV_MS = 250;

/** Evaluated days below the usual range in a row that make HRV "suppressed": one bad night never does. */
const SUPPRESSED_DAYS = 2;

/** One day of the athlete's calendar; `null` is not measured. Naps are not nights. */
export type Night = {
  localDate: LocalDate;
  hrvRmssdMs: number | null;
  restingHeartRateBpm: number | null;
  overnightAverageHeartRateBpm: number | null;
  sleepSeconds: number | null;
};

export type HrvStatus = "below" | "within" | "above";

export type HrvTrend = {
  /** Geometric mean of the last 7 calendar days; `null` under 3 nights. */
  hrvRmssd7DayMs: number | null;
  hrvNightCount7Day: number;
  hrvBaselineNightCount: number;
  /** The usual range and what it is made of; `null` under 14 nights. */
  hrvUsualLowMs: number | null;
  hrvUsualHighMs: number | null;
  hrvBaselineMeanLnMs: number | null;
  /** Sample SD, never under its floor. */
  hrvBaselineSdLnMs: number | null;
  /** This night in SDs of the baseline. */
  hrvNightZ: number | null;
  /** CV of the ln values of 7 days; `null` under 5 nights. */
  hrvCv7DayPercent: number | null;
  /** The 7-day value against the usual range; `null` under 4 nights or without a range. */
  hrvStatus: HrvStatus | null;
  /** Evaluated days below in a row, this one included; 0 on a day that is not evaluated. */
  hrvDaysBelow: number;
};

export type UsualHeartRate = {
  /** Median of the baseline, and one SD to both sides; `null` under 14 nights. */
  usualBpm: number | null;
  lowBpm: number | null;
  highBpm: number | null;
  baselineCount: number;
};

export type SleepAverage = {
  /** Mean of the nights of 7 calendar days; `null` under 4 nights. */
  sleep7DaySeconds: number | null;
  sleepNightCount7Day: number;
};

export type RecoveryMetrics = {
  localDate: LocalDate;
  hrv: HrvTrend;
  restingHeartRate: UsualHeartRate;
  overnightHeartRate: UsualHeartRate;
  sleep: SleepAverage;
};

export type RecoveryMetricsOptions = {
  /** The first day of the answer; days before it are only looked back on. All days when absent. */
  from?: LocalDate;
  /** `hrvDaysBelow` of the last evaluated day before the answer begins. */
  daysBelowBefore?: number;
  /** Days whose nights stay out of the baseline, such as days of illness. */
  excludedDates?: ReadonlySet<LocalDate>;
};

/**
 * The metrics of each day from `from` on.
 *
 * @param nights one for every consecutive day, oldest first; with `from`, they should
 *   begin LOOK_BACK_DAYS before it or with the first day that has data
 * @throws RangeError if a day is missing, repeated or out of order
 *
 * Source: 7-day mean of ln rMSSD: Plews et al. 2012 (doi 10.1007/s00421-012-2354-4) and
 * 2014 (doi 10.1123/ijspp.2013-0455). Width and place of the range: chosen by simulation
 * on made-up athletes. Median of heart rate: as NightSignal, Alavi et al. 2022
 * (doi 10.1038/s41591-021-01593-2).
 */
export function computeRecoveryMetrics(
  nights: readonly Night[],
  { from, daysBelowBefore = 0, excludedDates }: RecoveryMetricsOptions = {},
): RecoveryMetrics[] {
  assertConsecutive(nights);
  const isExcluded = (index: number) => excludedDates?.has(nights[index]?.localDate ?? "") ?? false;
  const lnHrv = series(nights, (night) => lnOfHrv(night.hrvRmssdMs), isExcluded);
  const resting = series(nights, (night) => positive(night.restingHeartRateBpm), isExcluded);
  const overnight = series(nights, (night) => positive(night.overnightAverageHeartRateBpm), isExcluded);
  const sleep = series(nights, (night) => positive(night.sleepSeconds), isExcluded);

  const answer: RecoveryMetrics[] = [];
  let daysBelow = daysBelowBefore;
  nights.forEach(({ localDate }, index) => {
    if (from !== undefined && localDate < from) return;
    const hrv = hrvTrend(lnHrv, index, daysBelow);
    if (hrv.hrvStatus !== null) daysBelow = hrv.hrvDaysBelow;
    answer.push({
      localDate,
      hrv,
      restingHeartRate: usualHeartRate(resting, index),
      overnightHeartRate: usualHeartRate(overnight, index),
      sleep: sleepAverage(sleep, index),
    });
  });
  return answer;
}

/** Below the usual range for long enough to be said. */
export function isSuppressed(hrvDaysBelow: number): boolean {
  return hrvDaysBelow >= SUPPRESSED_DAYS;
}

/** ln of an rMSSD in ms, or `null` where there is none or none that can be true. */
export function lnOfHrv(hrvRmssdMs: number | null): number | null {
  const isPlausible = hrvRmssdMs !== null && hrvRmssdMs >= MIN_HRV_MS && hrvRmssdMs <= MAX_HRV_MS;
  return isPlausible ? Math.log(hrvRmssdMs) : null;
}

/** One value a day, as they count for the recent window and for the baseline. */
type Series = { recent: readonly (number | null)[]; baseline: readonly (number | null)[] };

function series(
  nights: readonly Night[],
  read: (night: Night) => number | null,
  isExcluded: (index: number) => boolean,
): Series {
  const recent = nights.map(read);
  return { recent, baseline: recent.map((value, index) => (isExcluded(index) ? null : value)) };
}

function hrvTrend(lnHrv: Series, index: number, daysBelowBefore: number): HrvTrend {
  const recent = recentOf(lnHrv, index);
  const baseline = baselineOf(lnHrv, index);
  const recentMean = mean(recent);
  const isUsable = baseline.length >= MIN_BASELINE_NIGHTS;
  const mu = isUsable ? mean(baseline) : null;
  const sd = isUsable ? Math.max(sampleSd(baseline) ?? 0, MIN_SD_LN_MS) : null;
  const low = mu === null || sd === null ? null : mu - USUAL_HALF_WIDTH_SD * sd;
  const high = mu === null || sd === null ? null : mu + USUAL_HALF_WIDTH_SD * sd;
  const night = lnHrv.recent[index] ?? null;
  const hrvStatus = recent.length < MIN_NIGHTS_TO_JUDGE ? null : statusOf(recentMean, low, high);

  return {
    hrvRmssd7DayMs: recentMean === null || recent.length < MIN_NIGHTS_TO_SHOW ? null : Math.exp(recentMean),
    hrvNightCount7Day: recent.length,
    hrvBaselineNightCount: baseline.length,
    hrvUsualLowMs: low === null ? null : Math.exp(low),
    hrvUsualHighMs: high === null ? null : Math.exp(high),
    hrvBaselineMeanLnMs: mu,
    hrvBaselineSdLnMs: sd,
    hrvNightZ: night === null || mu === null || sd === null ? null : (night - mu) / sd,
    hrvCv7DayPercent: cvPercent(recent),
    hrvStatus,
    hrvDaysBelow: hrvStatus === "below" ? daysBelowBefore + 1 : 0,
  };
}

/** The edges belong to the range. */
function statusOf(value: number | null, low: number | null, high: number | null): HrvStatus | null {
  if (value === null || low === null || high === null) return null;
  if (value < low) return "below";
  return value > high ? "above" : "within";
}

function cvPercent(recent: readonly number[]): number | null {
  if (recent.length < MIN_NIGHTS_FOR_CV) return null;
  const [average, sd] = [mean(recent), sampleSd(recent)];
  return average === null || sd === null ? null : (100 * sd) / average;
}

function usualHeartRate(heartRate: Series, index: number): UsualHeartRate {
  const baseline = baselineOf(heartRate, index);
  const baselineCount = baseline.length;
  if (baselineCount < MIN_BASELINE_NIGHTS)
    return { usualBpm: null, lowBpm: null, highBpm: null, baselineCount };
  const usualBpm = median(baseline);
  const sd = Math.max(sampleSd(baseline) ?? 0, MIN_SD_BPM);
  return { usualBpm, lowBpm: usualBpm - sd, highBpm: usualBpm + sd, baselineCount };
}

function sleepAverage(sleep: Series, index: number): SleepAverage {
  const recent = recentOf(sleep, index);
  return {
    sleep7DaySeconds: recent.length < MIN_SLEEP_NIGHTS ? null : mean(recent),
    sleepNightCount7Day: recent.length,
  };
}

/** The measured values of the day and the days before it. */
function recentOf({ recent }: Series, index: number): number[] {
  return measured(recent, index - RECENT_DAYS + 1, index);
}

/** The measured values of the days that end before the recent window begins. */
function baselineOf({ baseline }: Series, index: number): number[] {
  return measured(baseline, index - LOOK_BACK_DAYS, index - RECENT_DAYS);
}

function measured(values: readonly (number | null)[], first: number, last: number): number[] {
  const found: number[] = [];
  for (let index = Math.max(0, first); index <= last; index += 1) {
    const value = values[index] ?? null;
    if (value !== null) found.push(value);
  }
  return found;
}

// Sums are taken anew in each window: a running sum would make a day's value depend on
// where the computation began.
function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function sampleSd(values: readonly number[]): number | null {
  const average = mean(values);
  if (average === null || values.length < 2) return null;
  let squares = 0;
  for (const value of values) squares += (value - average) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function assertConsecutive(nights: readonly Night[]): void {
  nights.forEach(({ localDate }, index) => {
    const before = nights[index - 1];
    if (before && localDate !== addDays(before.localDate, 1)) {
      throw new RangeError(`${localDate} does not follow ${before.localDate}`);
    }
  });
}
