/** What is computed of nights and workouts, for programs. Names are stable; a version rises with a formula. */
import { z } from "zod";
import { addDays, type LocalDate } from "@/lib/days";
import { listMetricDates } from "@/lib/db/daily-metrics";
import { type RecoveryDayRow, readRecoveryDays } from "@/lib/db/read-recovery";
import {
  listWorkoutMeaningPage,
  readTrainingDays,
  readWorkoutMeanings,
  type TrainingDayRow,
  type WorkoutMeaning,
} from "@/lib/db/read-training";
import { type Page, type PageRequest, readCursor, writeCursor } from "@/lib/insights/api-page";
import { findingOf, sayFinding, sayReason } from "@/lib/insights/finding";
import { ROW_VERSION } from "@/lib/insights/metric-version";
import { onlyShown, type ShownParts } from "@/lib/insights/shown-parts";
import { DaySignals, SIGNAL_LOOK_BACK_DAYS, signalsOf } from "@/lib/insights/signal-list";
import { REASON_CODES } from "@/lib/recovery/signals";
import { COMPARABILITIES } from "@/lib/training/comparable";
import { MIN_FITNESS_DAYS } from "@/lib/training/load-days";
import { LOAD_METHODS } from "@/lib/training/workout-load";

const number = z.number().nullable();
const Level = z.number().int().min(0).max(2).nullable().describe("0 usual, 1 watch, 2 strong, null unknown.");

export const ReadinessDay = z.object({
  local_date: z.iso.date(),
  flag: z.enum(["usual", "watch", "strong", "no_data"]),
  confidence: z.enum(["high", "medium", "low", "none"]),
  state: z
    .enum(["usual", "watch", "strong", "learning", "no_data"])
    .describe("The flag, with learning apart from no_data."),
  sentence: z.string(),
  signals: z.object({
    hrv_trend: Level,
    hrv_night: Level,
    heart_rate: Level,
    sleep: Level,
    load: Level,
  }),
  illness_reported: z.boolean().nullable(),
  reasons: z.array(z.object({ code: z.enum(REASON_CODES), level: Level, sentence: z.string() })),
  hrv_rmssd_7_day_ms: number,
  hrv_nights_of_7: z.number(),
  hrv_usual_low_ms: number,
  hrv_usual_high_ms: number,
  hrv_baseline_nights: z.number(),
  hrv_days_below: z.number(),
  resting_hr_usual_bpm: number,
  overnight_hr_usual_bpm: number,
  sleep_7_day_seconds: number,
  sleep_need_seconds: number,
  excluded: z.record(z.string(), z.string()).describe("Values of the day that count for nothing, with why."),
  algorithm_version: z.number(),
});
export type ReadinessDay = z.infer<typeof ReadinessDay>;

export const LoadDay = z.object({
  local_date: z.iso.date(),
  training_load: number.describe("0 on a day of rest, null where it is not known."),
  workouts: z.number(),
  workouts_without_load: z.number(),
  fitness: number,
  fatigue: number,
  form: number.describe("Fitness minus fatigue of the evening before."),
  known_days: z.number().describe(`fitness, fatigue and form are null under ${MIN_FITNESS_DAYS}.`),
  load_7_day: number,
  load_7_day_usual_low: number,
  load_7_day_usual_high: number,
  monotony_7_day: number,
  strain_7_day: number,
  easy_seconds: number,
  moderate_seconds: number,
  hard_seconds: number,
  algorithm_version: z.number(),
});
export type LoadDay = z.infer<typeof LoadDay>;

export const EfficiencyRow = z.object({
  activity_id: z.uuid(),
  local_date: z.iso.date(),
  sport: z.string(),
  training_load: number,
  load_method: z.enum(LOAD_METHODS),
  load_max_hr_bpm: number,
  load_resting_hr_bpm: number,
  graded_speed_mps: number,
  efficiency_meters_per_beat: number,
  decoupling_percent: number,
  comparability: z.enum(COMPARABILITIES),
  algorithm_version: z.number(),
});
export type EfficiencyRow = z.infer<typeof EfficiencyRow>;

export { DaySignals };

const Position = z.tuple([z.iso.date()]);
const RunPosition = z.tuple([z.iso.date(), z.uuid()]);

function hiddenParts(shown: ShownParts): string[] {
  const parts = { recovery: shown.recovery, sleep: shown.sleep, load: shown.load, check_ins: shown.checkIns };
  return Object.entries(parts).flatMap(([name, isShown]) => (isShown === true ? [] : [name]));
}

/** The dates of one page, newest first, and where the next begins. */
async function datesOfPage(athleteId: string, request: PageRequest) {
  const position = readCursor(Position, request.cursor);
  const range = { from: request.from ?? null, to: request.to ?? null };
  const found = await listMetricDates(athleteId, range, position?.[0] ?? null, request.limit + 1);
  const dates = found.slice(0, request.limit);
  const last = found.length > request.limit ? dates.at(-1) : undefined;
  return { dates, next_cursor: last ? writeCursor([last]) : null };
}

/** Newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listReadiness(
  athleteId: string,
  request: PageRequest,
  shown: ShownParts,
): Promise<Page<ReadinessDay>> {
  const { dates, next_cursor } = await datesOfPage(athleteId, request);
  const rows = await rowsOfDates(athleteId, dates);
  return {
    data: dates.flatMap((date) => {
      const row = rows.get(date);
      return row ? [describeReadiness(onlyShown(row, shown))] : [];
    }),
    next_cursor,
    not_shared: hiddenParts(shown),
  };
}

async function rowsOfDates(athleteId: string, dates: readonly LocalDate[]) {
  const [newest, oldest] = [dates[0], dates.at(-1)];
  if (newest === undefined || oldest === undefined) return new Map<LocalDate, RecoveryDayRow>();
  const rows = await readRecoveryDays(athleteId, oldest, newest);
  return new Map(rows.map((row) => [row.localDate, row]));
}

function describeReadiness(row: RecoveryDayRow): ReadinessDay {
  const finding = findingOf(row, "their");
  const levels = row.readinessSignals;
  return {
    local_date: row.localDate,
    flag: row.readinessFlag,
    confidence: row.readinessConfidence,
    state: finding.state === "nodata" ? "no_data" : finding.state,
    sentence: sayFinding(finding, "their"),
    signals: {
      hrv_trend: levels?.hrvTrend ?? null,
      hrv_night: levels?.hrvNight ?? null,
      heart_rate: levels?.heartRate ?? null,
      sleep: levels?.sleep ?? null,
      load: levels?.load ?? null,
    },
    illness_reported: levels?.isIllnessReported ?? null,
    reasons: row.readinessReasons.map((reason) => ({
      code: reason.code,
      level: reason.level,
      sentence: `${sayReason(row, reason, "their")}.`,
    })),
    hrv_rmssd_7_day_ms: row.hrvRmssd7DayMs,
    hrv_nights_of_7: row.hrvNightCount7Day,
    hrv_usual_low_ms: row.hrvUsualLowMs,
    hrv_usual_high_ms: row.hrvUsualHighMs,
    hrv_baseline_nights: row.hrvBaselineNightCount,
    hrv_days_below: row.hrvDaysBelow,
    resting_hr_usual_bpm: row.restingHeartRateUsualBpm,
    overnight_hr_usual_bpm: row.overnightHeartRateUsualBpm,
    sleep_7_day_seconds: row.sleep7DaySeconds,
    sleep_need_seconds: row.sleepNeedSeconds,
    excluded: Object.fromEntries(
      Object.entries(row.excluded).map(([name, reason]) => [EXCLUDED_NAMES[name] ?? name, reason]),
    ),
    algorithm_version: ROW_VERSION,
  };
}

const EXCLUDED_NAMES: Record<string, string> = {
  hrvRmssdMs: "hrv_rmssd_ms",
  restingHeartRateBpm: "resting_hr_bpm",
  overnightAverageHeartRateBpm: "overnight_avg_hr_bpm",
  sleepSeconds: "sleep_seconds",
};

/** Newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listLoad(athleteId: string, request: PageRequest): Promise<Page<LoadDay>> {
  const { dates, next_cursor } = await datesOfPage(athleteId, request);
  const [newest, oldest] = [dates[0], dates.at(-1)];
  const rows =
    newest === undefined || oldest === undefined ? [] : await readTrainingDays(athleteId, oldest, newest);
  return { data: rows.reverse().map(describeLoad), next_cursor, not_shared: [] };
}

function describeLoad(row: TrainingDayRow): LoadDay {
  const isKnown = row.loadDayCount >= MIN_FITNESS_DAYS;
  return {
    local_date: row.localDate,
    training_load: row.trainingLoad,
    workouts: row.workoutCount,
    workouts_without_load: row.unknownLoadCount,
    fitness: isKnown ? row.fitness : null,
    fatigue: isKnown ? row.fatigue : null,
    form: isKnown ? row.form : null,
    known_days: row.loadDayCount,
    load_7_day: row.load7Day,
    load_7_day_usual_low: row.load7DayUsualLow,
    load_7_day_usual_high: row.load7DayUsualHigh,
    monotony_7_day: row.monotony,
    strain_7_day: row.strain,
    easy_seconds: row.easySeconds,
    moderate_seconds: row.moderateSeconds,
    hard_seconds: row.hardSeconds,
    algorithm_version: ROW_VERSION,
  };
}

/** Workouts of all sports, newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listEfficiency(
  athleteId: string,
  request: PageRequest,
  { mayShowLoad }: { mayShowLoad: boolean },
): Promise<Page<EfficiencyRow>> {
  const position = readCursor(RunPosition, request.cursor);
  const range = { from: request.from ?? null, to: request.to ?? null };
  const found = await listWorkoutMeaningPage(athleteId, range, position, request.limit + 1);
  const shown = found.slice(0, request.limit);
  const last = found.length > request.limit ? shown.at(-1) : undefined;
  return {
    data: shown.map((row) => describeEfficiency(row, mayShowLoad)),
    next_cursor: last ? writeCursor([last.localDate, last.workoutId]) : null,
    not_shared: mayShowLoad ? [] : ["load"],
  };
}

function describeEfficiency(row: WorkoutMeaning, mayShowLoad: boolean): EfficiencyRow {
  return {
    activity_id: row.workoutId,
    local_date: row.localDate,
    sport: row.sport,
    training_load: mayShowLoad ? row.trainingLoad : null,
    load_method: mayShowLoad ? row.loadMethod : "none",
    load_max_hr_bpm: mayShowLoad ? row.maxHeartRateBpm : null,
    load_resting_hr_bpm: mayShowLoad ? row.restingHeartRateBpm : null,
    graded_speed_mps: row.gradedSpeedMetersPerSecond,
    efficiency_meters_per_beat: row.efficiencyMetersPerBeat,
    decoupling_percent: row.decouplingPercent,
    comparability: row.comparability,
    algorithm_version: ROW_VERSION,
  };
}

/** What a coaching engine may act on, a row a day, newest first. */
export async function listSignals(
  athleteId: string,
  request: PageRequest,
  shown: ShownParts & { efficiency: boolean },
): Promise<Page<DaySignals>> {
  const { dates, next_cursor } = await datesOfPage(athleteId, request);
  const [newest, oldest] = [dates[0], dates.at(-1)];
  const not_shared = [...hiddenParts(shown), ...(shown.efficiency ? [] : ["heart_rate"])];
  if (newest === undefined || oldest === undefined) return { data: [], next_cursor, not_shared };
  const from = addDays(oldest, -SIGNAL_LOOK_BACK_DAYS);
  const [rows, runs] = await Promise.all([
    readRecoveryDays(athleteId, from, newest),
    shown.efficiency ? readWorkoutMeanings(athleteId, from, newest) : [],
  ]);
  const visible = rows.map((row) => onlyShown(row, shown));
  return { data: dates.map((date) => signalsOf(visible, runs, date)), next_cursor, not_shared };
}
