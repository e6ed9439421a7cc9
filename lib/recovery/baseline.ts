/**
 * What nights say against what is usual for this person. Pure.
 *
 * HRV is worked in ln(rMSSD in ms), because rMSSD is right-skewed; values in ms are
 * exp() of it, so a mean is a geometric one. All windows are calendar days. The usual
 * range comes from the days that end before the 7-day window begins: a window that
 * holds the days it judges hides part of what it is to show.
 */
import { addDays, type LocalDate } from "@/lib/days";
import { type Exclusions, findImplausible, isScaledHrv, type NightValue } from "@/lib/recovery/plausible";

/** Bump on any change to results; stored beside each value, so that stale rows are found. */
export const ALGORITHM_VERSION = 2;

export const RECENT_DAYS = 7;
export const BASELINE_DAYS = 60;
/** How many days before a day its usual range reaches back to, */
const BASELINE_REACH_DAYS = RECENT_DAYS + BASELINE_DAYS - 1;
/** and its values in all: a change of source within that is judged by the baseline before the change. */
export const LOOK_BACK_DAYS = BASELINE_REACH_DAYS + BASELINE_DAYS;

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

/** A resting heart rate is held against one of at most so many days before. */
const JUMP_DAYS = 3;
/** Nights of a new source that are held against the old baseline, and how far in its SDs they may lie. */
const NEW_SOURCE_NIGHTS = 14;
const NEW_SOURCE_SDS = 1;

/** Evaluated days below the usual range in a row that make HRV "suppressed": one bad night never does. */
const SUPPRESSED_DAYS = 2;

/** One day of the athlete's calendar; `null` is not measured. Naps are not nights. */
export type Night = {
  localDate: LocalDate;
  hrvRmssdMs: number | null;
  restingHeartRateBpm: number | null;
  overnightAverageHeartRateBpm: number | null;
  sleepSeconds: number | null;
  /** Naps of the day: they add to the sleep of the week and to nothing else. */
  napSeconds?: number | null;
  /** The source of each value, where it is known; a change of it may restart a baseline. */
  sources?: Partial<Record<NightValue, string>>;
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
  /** The usual value, or the median of what was measured so far, from 3 days on: for loads. */
  restingSoFarBpm: number | null;
  /** Values of this day that can't be true, left out of everything above. */
  excluded: Exclusions;
};

export type RecoveryMetricsOptions = {
  /** The first day of the answer; days before it are only looked back on. All days when absent. */
  from?: LocalDate;
  /** `hrvDaysBelow` of the last evaluated day before the answer begins. */
  daysBelowBefore?: number;
  /** Days whose nights stay out of the baseline, such as days of illness. */
  excludedDates?: ReadonlySet<LocalDate>;
  /** What was found of the days before `from` when they were computed. */
  exclusionsBefore?: ReadonlyMap<LocalDate, Exclusions>;
  /** Takes median and MAD for HRV where some nights, such as an illness nobody told of, spread the baseline. */
  isRobustWhereSpread?: boolean;
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
  {
    from,
    daysBelowBefore = 0,
    excludedDates,
    exclusionsBefore,
    isRobustWhereSpread = false,
  }: RecoveryMetricsOptions = {},
): RecoveryMetrics[] {
  assertConsecutive(nights);
  const isExcluded = (index: number) => excludedDates?.has(nights[index]?.localDate ?? "") ?? false;
  const all: AllSeries = {
    hrvRmssdMs: emptySeries(nights, "hrvRmssdMs", isExcluded),
    restingHeartRateBpm: emptySeries(nights, "restingHeartRateBpm", isExcluded),
    overnightAverageHeartRateBpm: emptySeries(nights, "overnightAverageHeartRateBpm", isExcluded),
    sleepSeconds: emptySeries(nights, "sleepSeconds", isExcluded),
  };

  const answer: RecoveryMetrics[] = [];
  let daysBelow = daysBelowBefore;
  nights.forEach((night, index) => {
    const { localDate } = night;
    const isBefore = from !== undefined && localDate < from;
    const excluded = isBefore
      ? (exclusionsBefore?.get(localDate) ?? findExclusions(all, night, index))
      : findExclusions(all, night, index);
    takeIn(all, night, index, excluded);
    if (isBefore) return;
    const hrv = hrvTrend(all.hrvRmssdMs, index, daysBelow, isRobustWhereSpread);
    if (hrv.hrvStatus !== null) daysBelow = hrv.hrvDaysBelow;
    const restingHeartRate = usualHeartRate(all.restingHeartRateBpm, index);
    answer.push({
      localDate,
      hrv,
      restingHeartRate,
      overnightHeartRate: usualHeartRate(all.overnightAverageHeartRateBpm, index),
      sleep: sleepAverage(all.sleepSeconds, index),
      restingSoFarBpm: restingHeartRate.usualBpm ?? soFar(all.restingHeartRateBpm, index),
      excluded,
    });
  });
  return answer;
}

/** Below the usual range for long enough to be said. */
export function isSuppressed(hrvDaysBelow: number): boolean {
  return hrvDaysBelow >= SUPPRESSED_DAYS;
}

/**
 * One value a day, as they count for the recent window and for the baseline, filled day by
 * day: whether a day's value counts is decided by the days before it.
 */
type Series = {
  recent: (number | null)[];
  baseline: (number | null)[];
  /** Days on which the source is another one than that of the value before. */
  sourceChanges: readonly number[];
  isExcluded: (index: number) => boolean;
};
type AllSeries = Record<NightValue, Series>;

function emptySeries(
  nights: readonly Night[],
  name: NightValue,
  isExcluded: (index: number) => boolean,
): Series {
  const sourceChanges: number[] = [];
  let before: string | undefined;
  nights.forEach((night, index) => {
    const source = night[name] === null ? undefined : night.sources?.[name];
    if (source === undefined) return;
    if (before !== undefined && source !== before) sourceChanges.push(index);
    before = source;
  });
  return { recent: [], baseline: [], sourceChanges, isExcluded };
}

function findExclusions(all: AllSeries, night: Night, index: number): Exclusions {
  const restingBefore = measured(all.restingHeartRateBpm.recent, index - JUMP_DAYS, index - 1).at(-1) ?? null;
  const found = findImplausible(night, restingBefore);
  if (night.hrvRmssdMs !== null && found.hrvRmssdMs === undefined) {
    const { mu, sd } = usualLnHrv(baselineOf(all.hrvRmssdMs, index));
    if (mu !== null && sd !== null && isScaledHrv(night.hrvRmssdMs, mu, sd)) found.hrvRmssdMs = "scaled";
  }
  return found;
}

/** Puts the values that count in their place; sleep with the naps of the day. */
function takeIn(all: AllSeries, night: Night, index: number, excluded: Exclusions): void {
  const counted = (name: NightValue) => (excluded[name] === undefined ? night[name] : null);
  const hrv = counted("hrvRmssdMs");
  const sleep = counted("sleepSeconds");
  put(all.hrvRmssdMs, index, hrv === null ? null : Math.log(hrv));
  put(all.restingHeartRateBpm, index, counted("restingHeartRateBpm"));
  put(all.overnightAverageHeartRateBpm, index, counted("overnightAverageHeartRateBpm"));
  put(all.sleepSeconds, index, sleep === null ? null : sleep + (night.napSeconds ?? 0));
}

function put(series: Series, index: number, value: number | null): void {
  series.recent[index] = value;
  series.baseline[index] = series.isExcluded(index) ? null : value;
}

/** The sample SD is so many times the robust one where a few nights spread it. */
const SPREAD_RATIO = 1.5;
/** Makes the MAD of a normal distribution its SD. */
const SD_PER_MAD = 1.4826;

function usualLnHrv(baseline: readonly number[], isRobust = false): { mu: number | null; sd: number | null } {
  if (baseline.length < MIN_BASELINE_NIGHTS) return { mu: null, sd: null };
  const sd = Math.max(sampleSd(baseline) ?? 0, MIN_SD_LN_MS);
  if (isRobust) {
    const middle = median(baseline);
    const mad = median(baseline.map((value) => Math.abs(value - middle)));
    const robustSd = Math.max(SD_PER_MAD * mad, MIN_SD_LN_MS);
    if (sd > SPREAD_RATIO * robustSd) return { mu: middle, sd: robustSd };
  }
  return { mu: mean(baseline), sd };
}

function hrvTrend(lnHrv: Series, index: number, daysBelowBefore: number, isRobust: boolean): HrvTrend {
  const recent = recentOf(lnHrv, index);
  const baseline = baselineOf(lnHrv, index);
  const recentMean = mean(recent);
  const { mu, sd } = usualLnHrv(baseline, isRobust);
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

const MIN_DAYS_SO_FAR = 3;

function soFar({ recent }: Series, index: number): number | null {
  const values = measured(recent, index - BASELINE_REACH_DAYS, index);
  return values.length < MIN_DAYS_SO_FAR ? null : median(values);
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

/** The measured values of the days that end before the recent window begins, from the last restart on. */
function baselineOf(series: Series, index: number): number[] {
  const first = Math.max(index - BASELINE_REACH_DAYS, restartOf(series, index));
  return measured(series.baseline, first, index - RECENT_DAYS);
}

/**
 * The day of the last change of source that moved the level: known once enough nights of
 * the new source are there, and only then. 0 without such a change.
 */
function restartOf({ baseline, recent, sourceChanges }: Series, index: number): number {
  for (const change of sourceChanges.toReversed()) {
    if (change > index || change < index - BASELINE_REACH_DAYS) continue;
    const before = measured(baseline, change - BASELINE_DAYS, change - 1);
    const after = measured(recent, change, index).slice(0, NEW_SOURCE_NIGHTS);
    if (before.length < MIN_BASELINE_NIGHTS || after.length < NEW_SOURCE_NIGHTS) continue;
    const [meanBefore, meanAfter, sd] = [mean(before), mean(after), sampleSd(before)];
    if (meanBefore === null || meanAfter === null || sd === null) continue;
    if (Math.abs(meanAfter - meanBefore) > NEW_SOURCE_SDS * sd) return change;
  }
  return 0;
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

function assertConsecutive(nights: readonly Night[]): void {
  nights.forEach(({ localDate }, index) => {
    const before = nights[index - 1];
    if (before && localDate !== addDays(before.localDate, 1)) {
      throw new RangeError(`${localDate} does not follow ${before.localDate}`);
    }
  });
}
