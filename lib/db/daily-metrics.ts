/** What the nights say, day by day: computed once, read by pages. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger } from "@/lib/db/merge-rows";
import type { HrvTrend, SleepAverage } from "@/lib/recovery/baseline";
import type { Exclusions } from "@/lib/recovery/plausible";
import type { ReadinessConfidence, ReadinessFlag, ReadinessSignals } from "@/lib/recovery/readiness";
import type { Reason } from "@/lib/recovery/signals";
import type { LoadDay, LoadState } from "@/lib/training/load-days";

/** What the rules of readiness were given, so that they can be run again with less, or anew. */
export type StoredSignals = ReadinessSignals & { isIllnessReported: boolean; isFresh: boolean };

/** Names carry the unit; `null` is not known. What each value needs: lib/recovery/baseline.ts. */
export type DailyMetricRow = {
  localDate: LocalDate;
  algorithmVersion: number;
  sleepNeedSeconds: number;
} & HrvTrend &
  SleepAverage & {
    restingHeartRateUsualBpm: number | null;
    restingHeartRateUsualLowBpm: number | null;
    restingHeartRateUsualHighBpm: number | null;
    restingHeartRateBaselineCount: number;
    overnightHeartRateUsualBpm: number | null;
    overnightHeartRateUsualLowBpm: number | null;
    overnightHeartRateUsualHighBpm: number | null;
    overnightHeartRateBaselineCount: number;
    excluded: Exclusions;
    readinessFlag: ReadinessFlag;
    readinessConfidence: ReadinessConfidence;
    readinessSignals: StoredSignals;
    readinessReasons: readonly Reason[];
    easySeconds: number | null;
    moderateSeconds: number | null;
    hardSeconds: number | null;
  } & Omit<LoadDay, "localDate">;

const NUMBER: MergeColumn = ["double precision", "replace"];
const COUNT: MergeColumn = ["integer", "replace"];
const JSONB: MergeColumn = ["jsonb", "replace"];

const VALUES = {
  algorithmVersion: COUNT,
  hrvRmssd7DayMs: NUMBER,
  hrvNightCount7Day: COUNT,
  hrvBaselineNightCount: COUNT,
  hrvUsualLowMs: NUMBER,
  hrvUsualHighMs: NUMBER,
  hrvBaselineMeanLnMs: NUMBER,
  hrvBaselineSdLnMs: NUMBER,
  hrvNightZ: NUMBER,
  hrvCv7DayPercent: NUMBER,
  hrvStatus: ["text", "replace"],
  hrvDaysBelow: COUNT,
  restingHeartRateUsualBpm: NUMBER,
  restingHeartRateUsualLowBpm: NUMBER,
  restingHeartRateUsualHighBpm: NUMBER,
  restingHeartRateBaselineCount: COUNT,
  overnightHeartRateUsualBpm: NUMBER,
  overnightHeartRateUsualLowBpm: NUMBER,
  overnightHeartRateUsualHighBpm: NUMBER,
  overnightHeartRateBaselineCount: COUNT,
  sleep7DaySeconds: NUMBER,
  sleepNightCount7Day: COUNT,
  sleepNeedSeconds: COUNT,
  excluded: JSONB,
  readinessFlag: ["text", "replace"],
  readinessConfidence: ["text", "replace"],
  readinessSignals: JSONB,
  readinessReasons: JSONB,
  trainingLoad: NUMBER,
  workoutCount: COUNT,
  unknownLoadCount: COUNT,
  loadDayCount: COUNT,
  fitness: NUMBER,
  fatigue: NUMBER,
  form: NUMBER,
  load7Day: NUMBER,
  load7DayUsualLow: NUMBER,
  load7DayUsualHigh: NUMBER,
  monotony: NUMBER,
  strain: NUMBER,
  easySeconds: NUMBER,
  moderateSeconds: NUMBER,
  hardSeconds: NUMBER,
} as const satisfies Record<Exclude<keyof DailyMetricRow, "localDate">, MergeColumn>;

/** Stores one row a date under the athlete's lock; null replaces, for it is computed. */
export const mergeDailyMetrics = rowMerger<DailyMetricRow>({
  table: "DailyMetric",
  key: { localDate: "date" },
  values: VALUES,
  stamp: "computedAt",
  hasId: false,
});

/** Removes what lies outside of `first` to `last`, or all. @returns how many rows */
export async function trimDailyMetrics(
  athleteId: string,
  span: { first: LocalDate; last: LocalDate } | null,
  tx: Queryable,
): Promise<number> {
  const { rowCount } = span
    ? await tx.query(
        'DELETE FROM "DailyMetric" WHERE "athleteId" = $1 AND NOT "localDate" BETWEEN $2 AND $3',
        [athleteId, span.first, span.last],
      )
    : await tx.query('DELETE FROM "DailyMetric" WHERE "athleteId" = $1', [athleteId]);
  return rowCount ?? 0;
}

/** The first date from `first` to `last` without a row of this version, or `null`. */
export async function findFirstStaleDate(
  athleteId: string,
  span: { first: LocalDate; last: LocalDate },
  algorithmVersion: number,
  tx: Queryable = pool(),
): Promise<LocalDate | null> {
  const { rows } = await tx.query<{ localDate: LocalDate | null }>(
    `SELECT min(day)::date::text AS "localDate"
     FROM generate_series($2::date::timestamp, $3::date::timestamp, '1 day') AS day
     WHERE NOT EXISTS (
       SELECT FROM "DailyMetric" m
       WHERE m."athleteId" = $1 AND m."localDate" = day::date AND m."algorithmVersion" = $4)`,
    [athleteId, span.first, span.last, algorithmVersion],
  );
  return rows[0]?.localDate ?? null;
}

/** `hrvDaysBelow` of the last day before `localDate` that was evaluated; 0 when none was. */
export async function findDaysBelowBefore(
  athleteId: string,
  localDate: LocalDate,
  tx: Queryable,
): Promise<number> {
  const { rows } = await tx.query<{ hrvDaysBelow: number }>(
    `SELECT "hrvDaysBelow" FROM "DailyMetric"
     WHERE "athleteId" = $1 AND "localDate" < $2 AND "hrvStatus" IS NOT NULL
     ORDER BY "localDate" DESC LIMIT 1`,
    [athleteId, localDate],
  );
  return rows[0]?.hrvDaysBelow ?? 0;
}

/** What earlier days said of load and of values that do not count, oldest first. */
export async function listMetricsBefore(
  athleteId: string,
  range: { from: LocalDate; to: LocalDate },
  tx: Queryable,
): Promise<{ localDate: LocalDate; trainingLoad: number | null; excluded: Exclusions }[]> {
  const { rows } = await tx.query<{
    localDate: LocalDate;
    trainingLoad: number | null;
    excluded: Exclusions;
  }>(
    `SELECT "localDate"::text, "trainingLoad", "excluded" FROM "DailyMetric"
     WHERE "athleteId" = $1 AND "localDate" BETWEEN $2 AND $3 ORDER BY "localDate"`,
    [athleteId, range.from, range.to],
  );
  return rows;
}

/** Fitness and fatigue on the last evening before `localDate` that has them. */
export async function findLoadStateBefore(
  athleteId: string,
  localDate: LocalDate,
  tx: Queryable,
): Promise<LoadState | null> {
  const { rows } = await tx.query<LoadState>(
    `SELECT "localDate"::text, "fitness", "fatigue", "loadDayCount" FROM "DailyMetric"
     WHERE "athleteId" = $1 AND "localDate" < $2 AND "fitness" IS NOT NULL
     ORDER BY "localDate" DESC LIMIT 1`,
    [athleteId, localDate],
  );
  return rows[0] ?? null;
}

/** Dates with a row, newest first, one page. */
export async function listMetricDates(
  athleteId: string,
  range: { from: LocalDate | null; to: LocalDate | null },
  before: LocalDate | null,
  limit: number,
): Promise<LocalDate[]> {
  const { rows } = await pool().query<{ localDate: LocalDate }>(
    `SELECT "localDate"::text FROM "DailyMetric"
     WHERE "athleteId" = $1 AND ($2::date IS NULL OR "localDate" >= $2) AND ($3::date IS NULL OR "localDate" <= $3)
       AND ($4::date IS NULL OR "localDate" < $4)
     ORDER BY "localDate" DESC LIMIT $5`,
    [athleteId, range.from, range.to, before, limit],
  );
  return rows.map((row) => row.localDate);
}
