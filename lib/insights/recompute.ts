import { addDays, type LocalDate, localDateIn } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { findAthleteTimeZone, listAthleteSettings } from "@/lib/db/athlete-settings";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  findDaysBelowBefore,
  findFirstStaleDate,
  findLoadStateBefore,
  listMetricsBefore,
  mergeDailyMetrics,
  trimDailyMetrics,
} from "@/lib/db/daily-metrics";
import {
  findDataSpan,
  findSexOfAthlete,
  listInsightWorkouts,
  listKnownDates,
  listSickDates,
} from "@/lib/db/insight-inputs";
import { listNights } from "@/lib/db/recovery";
import { mergeWorkoutMetrics, trimWorkoutMetrics } from "@/lib/db/workout-metrics";
import {
  computeRows,
  MAX_SICK_DAYS,
  type RowInputs,
  SIGNAL_LOOK_BACK_DAYS,
} from "@/lib/insights/compute-rows";
import { ROW_VERSION } from "@/lib/insights/metric-version";
import { summarizeNewCurves } from "@/lib/insights/summarize-curves";
import { LOOK_BACK_DAYS } from "@/lib/recovery/baseline";
import { LOAD_LOOK_BACK_DAYS } from "@/lib/training/load-days";

type Span = { first: LocalDate; last: LocalDate };

/**
 * Brings the daily metrics up to date from a changed day forward: one row for every
 * calendar day from the first day with data to today. Earlier days are taken along when
 * their rows are missing or were made by another version of the formulas, so any start
 * gives the same rows as computing all of them.
 *
 * @param today the athlete's date; by default, that of their account's time zone now
 * @returns how many rows were written or removed; 0 when all stood already
 */
export function recomputeDailyMetrics(
  athleteId: string,
  fromLocalDate: LocalDate,
  { today }: { today?: LocalDate } = {},
): Promise<number> {
  return inTransaction(async (tx) => {
    await lockAthlete(athleteId, tx);
    const span = await findMetricSpan(athleteId, today ?? (await findToday(athleteId, tx)), tx);
    const removedCount = await trimDailyMetrics(athleteId, span, tx);
    if (span === null) return removedCount;

    const stale = await findFirstStaleDate(athleteId, span, ROW_VERSION, tx);
    const from = [stale ?? span.last, fromLocalDate].reduce(earlier);
    if (from > span.last) return removedCount;
    const computed = { first: from < span.first ? span.first : from, last: span.last };
    await summarizeNewCurves(athleteId, tx);
    const rows = computeRows(await readInputs(athleteId, computed, tx));
    await trimWorkoutMetrics(athleteId, computed.first, tx);
    await mergeWorkoutMetrics(athleteId, rows.workouts, tx);
    return removedCount + (await mergeDailyMetrics(athleteId, rows.days, tx)).length;
  });
}

/**
 * The first day up to today whose metrics are missing or were made by another version of
 * the formulas, or `null` when all stand. To be given to recomputeDailyMetrics.
 */
export async function findStaleMetrics(
  athleteId: string,
  { today }: { today?: LocalDate } = {},
): Promise<LocalDate | null> {
  const span = await findMetricSpan(athleteId, today ?? (await findToday(athleteId)));
  return span === null ? null : findFirstStaleDate(athleteId, span, ROW_VERSION);
}

/** From the first day with data to today, or to tomorrow for an athlete who is already there. */
async function findMetricSpan(athleteId: string, today: LocalDate, tx?: Queryable): Promise<Span | null> {
  const data = await findDataSpan(athleteId, tx);
  if (data === null) return null;
  const tomorrow = addDays(today, 1);
  // A device with a wrong clock may have sent days that are yet to come.
  const last = data.last > today ? earlier(data.last, tomorrow) : today;
  return data.first > last ? null : { first: data.first, last };
}

async function readInputs(athleteId: string, { first, last }: Span, tx: Queryable): Promise<RowInputs> {
  const signalsFrom = addDays(first, -SIGNAL_LOOK_BACK_DAYS);
  const nightsFrom = addDays(signalsFrom, -LOOK_BACK_DAYS);
  const dayBefore = addDays(first, -1);
  const lookBackDays = Math.max(LOOK_BACK_DAYS + SIGNAL_LOOK_BACK_DAYS, LOAD_LOOK_BACK_DAYS);
  const before = await listMetricsBefore(
    athleteId,
    { from: addDays(first, -lookBackDays), to: dayBefore },
    tx,
  );
  return {
    first,
    last,
    nightsFrom,
    nights: await listNights(athleteId, { from: nightsFrom, to: last }, tx),
    exclusionsBefore: new Map(before.map(({ localDate, excluded }) => [localDate, excluded])),
    daysBelowBefore: await findDaysBelowBefore(athleteId, signalsFrom, tx),
    workouts: await listInsightWorkouts(athleteId, { from: first, to: last }, tx),
    knownDates: new Set(await listKnownDates(athleteId, { from: first, to: last }, tx)),
    loadsBefore: new Map(before.map(({ localDate, trainingLoad }) => [localDate, trainingLoad])),
    loadStateBefore: await findLoadStateBefore(athleteId, first, tx),
    settings: await listAthleteSettings(athleteId, tx),
    sex: await findSexOfAthlete(athleteId, tx),
    sickDates: await listSickDates(athleteId, { from: addDays(nightsFrom, -MAX_SICK_DAYS), to: last }, tx),
  };
}

async function findToday(athleteId: string, tx?: Queryable): Promise<LocalDate> {
  return localDateIn((await findAthleteTimeZone(athleteId, tx)) ?? "UTC", new Date());
}

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
