import { addDays, eachDate, type LocalDate, localDateIn } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { findAthleteTimeZone, listAthleteSettings } from "@/lib/db/athlete-settings";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  type DailyMetricRow,
  findDaysBelowBefore,
  findFirstStaleDate,
  mergeDailyMetrics,
  trimDailyMetrics,
} from "@/lib/db/daily-metrics";
import { findRecoverySpan, listNights } from "@/lib/db/recovery";
import {
  ALGORITHM_VERSION,
  computeRecoveryMetrics,
  LOOK_BACK_DAYS,
  type Night,
  type RecoveryMetrics,
} from "@/lib/recovery/baseline";

/** For those who have not said what they need. */
export const DEFAULT_SLEEP_NEED_SECONDS = 8 * 3600;

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

    const stale = await findFirstStaleDate(athleteId, span, ALGORITHM_VERSION, tx);
    const from = [stale ?? span.last, fromLocalDate].reduce(earlier);
    if (from > span.last) return removedCount;
    const rows = await computeRows(
      athleteId,
      { first: from < span.first ? span.first : from, last: span.last },
      tx,
    );
    return removedCount + (await mergeDailyMetrics(athleteId, rows, tx)).length;
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
  return span === null ? null : findFirstStaleDate(athleteId, span, ALGORITHM_VERSION);
}

/** From the first day with data to today, or to tomorrow for an athlete who is already there. */
async function findMetricSpan(athleteId: string, today: LocalDate, tx?: Queryable): Promise<Span | null> {
  const data = await findRecoverySpan(athleteId, tx);
  if (data === null) return null;
  const tomorrow = addDays(today, 1);
  // A device with a wrong clock may have sent days that are yet to come.
  const last = data.last > today ? earlier(data.last, tomorrow) : today;
  return data.first > last ? null : { first: data.first, last };
}

async function computeRows(
  athleteId: string,
  { first, last }: Span,
  tx: Queryable,
): Promise<DailyMetricRow[]> {
  const lookBackFrom = addDays(first, -LOOK_BACK_DAYS);
  const stored = await listNights(athleteId, { from: lookBackFrom, to: last }, tx);
  const byDate = new Map(stored.map((night) => [night.localDate, night]));
  const nights = eachDate(lookBackFrom, last).map(
    (localDate) => byDate.get(localDate) ?? emptyNight(localDate),
  );
  const metrics = computeRecoveryMetrics(nights, {
    from: first,
    daysBelowBefore: await findDaysBelowBefore(athleteId, first, tx),
  });

  const needs = (await listAthleteSettings(athleteId, tx)).reverse();
  return metrics.map((metric) => {
    const setting = needs.find(
      ({ validFrom, sleepNeedSeconds }) => sleepNeedSeconds !== null && validFrom <= metric.localDate,
    );
    return toRow(metric, setting?.sleepNeedSeconds ?? DEFAULT_SLEEP_NEED_SECONDS);
  });
}

function toRow(metric: RecoveryMetrics, sleepNeedSeconds: number): DailyMetricRow {
  const { localDate, hrv, restingHeartRate: resting, overnightHeartRate: overnight, sleep } = metric;
  return {
    localDate,
    algorithmVersion: ALGORITHM_VERSION,
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
    sleepNeedSeconds,
  };
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

async function findToday(athleteId: string, tx?: Queryable): Promise<LocalDate> {
  return localDateIn((await findAthleteTimeZone(athleteId, tx)) ?? "UTC", new Date());
}

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
