/** What is known of each day and metric of a connection: arrived, none (nothing at the source) or failed. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";
import type { Metric } from "@/lib/db/connections";
import type { Channel, Recording } from "@/lib/records/recording";

export type CoverageState = "arrived" | "none" | "failed";

/** What arrived once stays arrived; a success replaces a failure. */
export async function upsertCoverage(
  connectionId: string,
  coverage: { metric: Metric; dates: readonly LocalDate[]; states: readonly CoverageState[]; now: Date },
  tx: Queryable = pool(),
): Promise<void> {
  if (coverage.dates.length === 0) return;
  await tx.query(
    `INSERT INTO "SyncCoverage" AS s ("connectionId", "metric", "localDate", "state", "askedAt")
     SELECT $1, $2, d, t, $5 FROM unnest($3::date[], $4::text[]) AS i(d, t)
     ON CONFLICT ("connectionId", "localDate", "metric") DO UPDATE SET "askedAt" = excluded."askedAt",
       "state" = CASE WHEN s."state" = 'arrived' THEN 'arrived' ELSE excluded."state" END`,
    [connectionId, coverage.metric, coverage.dates, coverage.states, coverage.now],
  );
}

export async function listCoverage(
  athleteId: string,
  connectionId: string,
  range: { from: LocalDate; to: LocalDate },
): Promise<{ localDate: LocalDate; metric: Metric; state: CoverageState }[]> {
  const { rows } = await pool().query<{ localDate: LocalDate; metric: Metric; state: CoverageState }>(
    `SELECT s."localDate"::text, s."metric", s."state" FROM "SyncCoverage" s
     JOIN "Connection" c ON c."id" = s."connectionId"
     WHERE c."athleteId" = $1 AND s."connectionId" = $2 AND s."localDate" BETWEEN $3 AND $4
     ORDER BY s."localDate", s."metric"`,
    [athleteId, connectionId, range.from, range.to],
  );
  return rows;
}

/** When a day of a metric was last asked for, or `null`. */
export async function findAskedAt(
  connectionId: string,
  metric: Metric,
  localDate: LocalDate,
): Promise<Date | null> {
  const { rows } = await pool().query<{ askedAt: Date }>(
    'SELECT "askedAt" FROM "SyncCoverage" WHERE "connectionId" = $1 AND "metric" = $2 AND "localDate" = $3',
    [connectionId, metric, localDate],
  );
  return rows[0]?.askedAt ?? null;
}

/** Dates in a window on which the channel has recordings. */
export async function listRecordedDates(
  athleteId: string,
  channel: Channel,
  range: { from: LocalDate; to: LocalDate },
  tx: Queryable = pool(),
): Promise<LocalDate[]> {
  const { rows } = await tx.query<{ localDate: LocalDate }>(
    `SELECT DISTINCT "localDate"::text FROM "Recording"
     WHERE "athleteId" = $1 AND "channel" = $2 AND "localDate" BETWEEN $3 AND $4 ORDER BY 1`,
    [athleteId, channel, range.from, range.to],
  );
  return rows.map(({ localDate }) => localDate);
}

/** Recordings whose detail was not read yet, newest first, and how many there are in all. */
export async function listWithoutDetail(
  athleteId: string,
  channel: Channel,
  range: { from: LocalDate; to: LocalDate; limit: number; exceptExternalIds: readonly string[] },
): Promise<{ recordings: Recording[]; totalCount: number }> {
  const { rows } = await pool().query<Recording & { totalCount: number }>(
    `SELECT r.*, r."localDate"::text AS "localDate", count(*) OVER ()::int AS "totalCount" FROM "Recording" r
     WHERE r."athleteId" = $1 AND r."channel" = $2 AND r."localDate" BETWEEN $3 AND $4
       AND r."detailReadAt" IS NULL AND r."externalId" <> ALL($6::text[])
     ORDER BY r."startedAt" DESC, r."id" LIMIT $5`,
    [athleteId, channel, range.from, range.to, range.limit, range.exceptExternalIds],
  );
  return { recordings: rows.map(recordingOf), totalCount: rows[0]?.totalCount ?? 0 };
}

/** Recordings whose original file was not asked for yet, newest first. Entries by hand have none. */
export async function listWithoutFile(
  athleteId: string,
  channel: Channel,
  range: { from: LocalDate; to: LocalDate; limit: number },
): Promise<{ recordings: Recording[]; totalCount: number }> {
  const { rows } = await pool().query<Recording & { totalCount: number }>(
    `SELECT r.*, r."localDate"::text AS "localDate", count(*) OVER ()::int AS "totalCount" FROM "Recording" r
     WHERE r."athleteId" = $1 AND r."channel" = $2 AND r."localDate" BETWEEN $3 AND $4
       AND NOT r."isManual" AND NOT r."isMultisportParent"
       AND NOT EXISTS (SELECT FROM "RecordingFile" f WHERE f."recordingId" = r."id")
     ORDER BY r."startedAt" DESC, r."id" LIMIT $5`,
    [athleteId, channel, range.from, range.to, range.limit],
  );
  return { recordings: rows.map(recordingOf), totalCount: rows[0]?.totalCount ?? 0 };
}

/** The fields of a recording out of its row. */
function recordingOf(row: Recording): Recording {
  return {
    channel: row.channel,
    externalId: row.externalId,
    sport: row.sport,
    sportDetail: row.sportDetail,
    name: row.name,
    startedAt: row.startedAt,
    utcOffsetSeconds: row.utcOffsetSeconds,
    localDate: row.localDate,
    elapsedSeconds: row.elapsedSeconds,
    timerSeconds: row.timerSeconds,
    movingSeconds: row.movingSeconds,
    distanceMeters: row.distanceMeters,
    elevationGainMeters: row.elevationGainMeters,
    elevationLossMeters: row.elevationLossMeters,
    averageHeartRateBpm: row.averageHeartRateBpm,
    maxHeartRateBpm: row.maxHeartRateBpm,
    heartRateZoneSeconds: row.heartRateZoneSeconds,
    heartRateZoneLowerBpm: row.heartRateZoneLowerBpm,
    averagePowerWatts: row.averagePowerWatts,
    maxPowerWatts: row.maxPowerWatts,
    normalizedPowerWatts: row.normalizedPowerWatts,
    averageCadenceStepsPerMinute: row.averageCadenceStepsPerMinute,
    rpe: row.rpe,
    feelPercent: row.feelPercent,
    aerobicTrainingEffect: row.aerobicTrainingEffect,
    anaerobicTrainingEffect: row.anaerobicTrainingEffect,
    activeEnergyKilocalories: row.activeEnergyKilocalories,
    restingEnergyKilocalories: row.restingEnergyKilocalories,
    totalEnergyKilocalories: row.totalEnergyKilocalories,
    sweatLossMilliliters: row.sweatLossMilliliters,
    fluidIntakeMilliliters: row.fluidIntakeMilliliters,
    fluidBalanceMilliliters: row.fluidBalanceMilliliters,
    deviceId: row.deviceId,
    manufacturer: row.manufacturer,
    isManual: row.isManual,
    isMultisportParent: row.isMultisportParent,
    parentExternalId: row.parentExternalId,
    detailReadAt: row.detailReadAt,
  };
}
