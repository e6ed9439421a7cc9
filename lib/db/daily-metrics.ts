/** What the nights say, day by day: computed once, read by pages. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger } from "@/lib/db/merge-rows";
import type { HrvTrend, SleepAverage } from "@/lib/recovery/baseline";

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
  };

const NUMBER: MergeColumn = ["double precision", "replace"];
const COUNT: MergeColumn = ["integer", "replace"];

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
