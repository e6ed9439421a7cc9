/** From nights, workouts and what the athlete said to the rows that pages read. Pure. */
import { addDays, daysBetween, eachDate, type LocalDate } from "@/lib/days";
import type { AthleteSetting } from "@/lib/db/athlete-settings";
import type { DailyMetricRow } from "@/lib/db/daily-metrics";
import type { InsightWorkout } from "@/lib/db/insight-inputs";
import type { NightRow } from "@/lib/db/recovery";
import type { WorkoutMetricRow } from "@/lib/db/workout-metrics";
import { settingOn } from "@/lib/insights/athlete-numbers";
import { ROW_VERSION } from "@/lib/insights/metric-version";
import { computeRecoveryMetrics, type Night, type RecoveryMetrics } from "@/lib/recovery/baseline";
import type { Exclusions } from "@/lib/recovery/plausible";
import { judgeReadiness } from "@/lib/recovery/readiness";
import { hasBody, type LoadBefore, readSignals, type SignalDay } from "@/lib/recovery/signals";
import { compareRun } from "@/lib/training/comparable";
import { efficiencyFactor } from "@/lib/training/efficiency";
import { computeLoadDays, type LoadDay, type LoadState } from "@/lib/training/load-days";
import { countedSeconds } from "@/lib/training/moving-time";
import type { Sex } from "@/lib/training/trimp";
import { computeWorkoutLoad } from "@/lib/training/workout-load";

/** For those who have not said what they need. */
export const DEFAULT_SLEEP_NEED_SECONDS = 8 * 3600;
/** A heart rate is held against one of at most so many days before. */
export const SIGNAL_LOOK_BACK_DAYS = 2;
/** Of an illness, so many days are left out of the usual range. */
export const MAX_SICK_DAYS = 14;

export type RowInputs = {
  /** The days to compute. */
  first: LocalDate;
  last: LocalDate;
  /** From as far back as the formulas reach; days without data are absent. */
  nightsFrom: LocalDate;
  nights: readonly NightRow[];
  exclusionsBefore: ReadonlyMap<LocalDate, Exclusions>;
  /** Of the last evaluated day before the days that signals look back to. */
  daysBelowBefore: number;
  workouts: readonly InsightWorkout[];
  knownDates: ReadonlySet<LocalDate>;
  loadsBefore: ReadonlyMap<LocalDate, number | null>;
  loadStateBefore: LoadState | null;
  /** Oldest first. */
  settings: readonly AthleteSetting[];
  sex: Sex | null;
  /** Oldest first. */
  sickDates: readonly LocalDate[];
};

export type ComputedRows = { days: DailyMetricRow[]; workouts: WorkoutMetricRow[] };

export function computeRows(input: RowInputs): ComputedRows {
  const metrics = computeNights(input);
  const metricsByDate = new Map(metrics.map((metric) => [metric.localDate, metric]));
  const workouts = input.workouts.map((workout) =>
    describeWorkout(workout, input, metricsByDate.get(workout.localDate)),
  );
  const loads = computeLoadDays({
    dates: eachDate(input.first, input.last),
    workouts,
    knownDates: input.knownDates,
    loadsBefore: input.loadsBefore,
    stateBefore: input.loadStateBefore,
  });
  return { days: describeDays(input, metrics, loads), workouts };
}

function computeNights(input: RowInputs): RecoveryMetrics[] {
  const byDate = new Map(input.nights.map((night) => [night.localDate, night]));
  const nights = eachDate(input.nightsFrom, input.last).map(
    (localDate): Night => byDate.get(localDate) ?? emptyNight(localDate),
  );
  return computeRecoveryMetrics(nights, {
    from: addDays(input.first, -SIGNAL_LOOK_BACK_DAYS),
    daysBelowBefore: input.daysBelowBefore,
    excludedDates: sickDays(input.sickDates),
    exclusionsBefore: input.exclusionsBefore,
    isRobustWhereSpread: true,
  });
}

/** The days of illness that stay out of the usual range: the first ones of each spell. */
export function sickDays(dates: readonly LocalDate[]): Set<LocalDate> {
  const out = new Set<LocalDate>();
  let spell = 0;
  dates.forEach((date, index) => {
    const before = dates[index - 1];
    spell = before !== undefined && daysBetween(before, date) === 1 ? spell + 1 : 1;
    if (spell <= MAX_SICK_DAYS) out.add(date);
  });
  return out;
}

function emptyNight(localDate: LocalDate): Night {
  return {
    localDate,
    hrvRmssdMs: null,
    restingHeartRateBpm: null,
    overnightAverageHeartRateBpm: null,
    sleepSeconds: null,
  };
}

// ------------------------------------------------------------------- workouts

function describeWorkout(
  workout: InsightWorkout,
  { settings, sex }: RowInputs,
  metrics: RecoveryMetrics | undefined,
): WorkoutMetricRow {
  const { localDate, gradedSpeedMetersPerSecond, averageHeartRateBpm, distanceMeters } = workout;
  const athlete = {
    sex,
    maxHeartRateBpm: settingOn(settings, "maxHeartRateBpm", localDate),
    restingHeartRateBpm:
      settingOn(settings, "restingHeartRateBpm", localDate) ?? metrics?.restingSoFarBpm ?? null,
    thresholdHeartRateBpm: settingOn(settings, "thresholdHeartRateBpm", localDate),
    thresholdSpeedMetersPerSecond: settingOn(settings, "thresholdSpeedMetersPerSecond", localDate),
  };
  const seconds = countedSeconds(workout);
  const rawSpeed = distanceMeters !== null && seconds > 0 ? distanceMeters / seconds : null;
  const speed = gradedSpeedMetersPerSecond ?? rawSpeed;
  const isRun = workout.sport === "run";
  return {
    workoutId: workout.workoutId,
    localDate,
    algorithmVersion: ROW_VERSION,
    ...computeWorkoutLoad({ ...workout, heartRateSeconds: asUint16(workout.heartRateSeconds) }, athlete),
    maxHeartRateBpm: athlete.maxHeartRateBpm,
    restingHeartRateBpm: athlete.restingHeartRateBpm,
    gradedSpeedMetersPerSecond,
    efficiencyMetersPerBeat:
      isRun && speed !== null && speed > 0 && averageHeartRateBpm !== null
        ? efficiencyFactor(speed, averageHeartRateBpm)
        : null,
    decouplingPercent: isRun ? workout.decouplingPercent : null,
    comparability: compareRun(workout, athlete),
  };
}

function asUint16(bytes: Buffer | null): Uint16Array | null {
  if (bytes === null) return null;
  return Uint16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16LE(index * 2));
}

// ----------------------------------------------------------------------- days

function describeDays(
  input: RowInputs,
  metrics: readonly RecoveryMetrics[],
  loads: readonly LoadDay[],
): DailyMetricRow[] {
  const nights = new Map(input.nights.map((night) => [night.localDate, night]));
  const sick = new Set(input.sickDates);
  const loadByDate = new Map(loads.map((load) => [load.localDate, load]));
  const split = splitByDate(input.workouts);
  const rows: DailyMetricRow[] = [];
  const days: SignalDay[] = [];
  let loadBefore: LoadBefore | null = input.loadStateBefore;
  for (const metric of metrics) {
    const { localDate } = metric;
    const sleepNeedSeconds =
      settingOn(input.settings, "sleepNeedSeconds", localDate) ?? DEFAULT_SLEEP_NEED_SECONDS;
    days.push({
      night: nights.get(localDate) ?? emptyNight(localDate),
      metrics: metric,
      sleepNeedSeconds,
      loadBefore,
      isIllnessReported: sick.has(localDate),
    });
    const load = loadByDate.get(localDate);
    if (load === undefined) continue;
    rows.push({
      ...nightColumns(metric),
      sleepNeedSeconds,
      ...readinessOf(days),
      ...load,
      ...(split.get(localDate) ?? NO_SPLIT),
    });
    if (load.fitness !== null && load.fatigue !== null) {
      loadBefore = { fitness: load.fitness, fatigue: load.fatigue, loadDayCount: load.loadDayCount };
    }
  }
  return rows;
}

function readinessOf(days: readonly SignalDay[]) {
  const recent = days.slice(-1 - SIGNAL_LOOK_BACK_DAYS);
  const { signals, reasons } = readSignals(recent);
  const day = recent.at(-1);
  const isFresh = recent.slice(-2).some(({ night }) => hasBody(night));
  const isIllnessReported = day?.isIllnessReported ?? false;
  const { flag, confidence } = judgeReadiness({
    signals,
    isIllnessReported,
    isFresh,
    hrvNightCount7Day: day?.metrics.hrv.hrvNightCount7Day ?? 0,
    hrvBaselineNightCount: day?.metrics.hrv.hrvBaselineNightCount ?? 0,
  });
  return {
    readinessFlag: flag,
    readinessConfidence: confidence,
    readinessSignals: { ...signals, isIllnessReported, isFresh },
    readinessReasons: reasons,
  };
}

function nightColumns(metric: RecoveryMetrics) {
  const { localDate, hrv, restingHeartRate: resting, overnightHeartRate: overnight, sleep } = metric;
  return {
    localDate,
    algorithmVersion: ROW_VERSION,
    ...hrv,
    restingHeartRateUsualBpm: resting.usualBpm,
    restingHeartRateUsualLowBpm: resting.lowBpm,
    restingHeartRateUsualHighBpm: resting.highBpm,
    restingHeartRateBaselineCount: resting.baselineCount,
    overnightHeartRateUsualBpm: overnight.usualBpm,
    overnightHeartRateUsualLowBpm: overnight.lowBpm,
    overnightHeartRateUsualHighBpm: overnight.highBpm,
    overnightHeartRateBaselineCount: overnight.baselineCount,
    ...sleep,
    excluded: metric.excluded,
  };
}

type Split = { easySeconds: number | null; moderateSeconds: number | null; hardSeconds: number | null };
const NO_SPLIT: Split = { easySeconds: null, moderateSeconds: null, hardSeconds: null };

/** Zones 1 and 2, 3, 4 and 5 of the day's workouts; absent where none has zones. */
function splitByDate(workouts: readonly InsightWorkout[]): Map<LocalDate, Split> {
  const byDate = new Map<LocalDate, Split>();
  for (const { localDate, heartRateZoneSeconds } of workouts) {
    if (heartRateZoneSeconds.length === 0) continue;
    const [one = 0, two = 0, three = 0, four = 0, five = 0] = heartRateZoneSeconds;
    const before = byDate.get(localDate);
    byDate.set(localDate, {
      easySeconds: (before?.easySeconds ?? 0) + one + two,
      moderateSeconds: (before?.moderateSeconds ?? 0) + three,
      hardSeconds: (before?.hardSeconds ?? 0) + four + five,
    });
  }
  return byDate;
}
