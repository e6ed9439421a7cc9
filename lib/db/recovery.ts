/** Nights and days: what each channel says of them, and the resolved day. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger, storableText, type WrittenRow } from "@/lib/db/merge-rows";
import type { HealthSnapshot, RecoveryDayUpdate, RecoveryValues, SleepSession } from "@/lib/records/night";
import type { Channel } from "@/lib/records/recording";

const SQL_TYPE_BY_FIELD = {
  sleepSeconds: "integer",
  inBedSeconds: "integer",
  sleepStartedAt: "timestamptz(3)",
  sleepEndedAt: "timestamptz(3)",
  sleepUtcOffsetSeconds: "integer",
  hrvRmssdMs: "double precision",
  overnightAverageHeartRateBpm: "double precision",
  restingHeartRateBpm: "double precision",
  activeEnergyKilocalories: "double precision",
  restingEnergyKilocalories: "double precision",
  totalEnergyKilocalories: "double precision",
  garminHrvStatus: "text",
} as const satisfies Record<keyof RecoveryValues, string>;

const valueNames = Object.keys(SQL_TYPE_BY_FIELD)
  .map((name) => `"${name}"`)
  .join(", ");

function valueColumns(merge: "replace" | "keep_measured"): Record<string, MergeColumn> {
  return Object.fromEntries(Object.entries(SQL_TYPE_BY_FIELD).map(([name, type]) => [name, [type, merge]]));
}

/** What one channel says of one day. */
export type SourceDay = { localDate: LocalDate; channel: Channel } & RecoveryValues;

/** A day as pages read it; `channels` names where each value came from. */
export type ResolvedDay = { localDate: LocalDate; channels: Record<string, Channel> } & RecoveryValues;

/** Values that are absent or null leave the stored ones as they are. */
export const mergeSourceDays = rowMerger<RecoveryDayUpdate & { channel: Channel }>({
  table: "RecoverySource",
  key: { localDate: "date", channel: "text" },
  values: valueColumns("keep_measured"),
  stamp: "updatedAt",
  hasId: false,
});

export const mergeSnapshots = rowMerger<HealthSnapshot>({
  table: "HealthSnapshot",
  key: { channel: "text", startedAt: "timestamptz(3)" },
  values: {
    externalId: ["text", "keep_measured"],
    utcOffsetSeconds: ["integer", "keep_measured"],
    localDate: ["date", "replace"],
    hrvRmssdMs: ["double precision", "keep_measured"],
    hrvSdrrMs: ["double precision", "keep_measured"],
    averageHeartRateBpm: ["double precision", "keep_measured"],
  },
  stamp: null,
  hasId: true,
});

const mergeSleepSessions = rowMerger<SleepSession>({
  table: "SleepSession",
  key: { channel: "text", localDate: "date", startedAt: "timestamptz(3)" },
  values: {
    endedAt: ["timestamptz(3)", "replace"],
    utcOffsetSeconds: ["integer", "keep_measured"],
    kind: ["text", "replace"],
    sleepSeconds: ["integer", "keep_measured"],
    inBedSeconds: ["integer", "keep_measured"],
    confirmation: ["text", "keep_measured"],
  },
  stamp: null,
  hasId: true,
});

const mergeResolvedDays = rowMerger<ResolvedDay>({
  table: "RecoveryDay",
  key: { localDate: "date" },
  values: { ...valueColumns("replace"), channels: ["jsonb", "replace"] },
  stamp: "updatedAt",
  hasId: false,
});

/**
 * Makes the sessions the only ones of this channel on the dates they fall on; other
 * dates stay. @returns the dates on which something changed
 */
export async function replaceSleepSessions(
  athleteId: string,
  channel: Channel,
  sessions: readonly SleepSession[],
  tx: Queryable,
): Promise<LocalDate[]> {
  const removed = await tx.query<{ localDate: LocalDate }>(
    `DELETE FROM "SleepSession" s
     WHERE s."athleteId" = $1 AND s."channel" = $2 AND s."localDate" = ANY($3::date[])
       AND NOT EXISTS (
         SELECT FROM unnest($3::date[], $4::timestamptz(3)[]) AS i("localDate", "startedAt")
         WHERE i."localDate" = s."localDate" AND i."startedAt" = s."startedAt")
     RETURNING s."localDate"::text`,
    [
      athleteId,
      channel,
      sessions.map(({ localDate }) => localDate),
      sessions.map(({ startedAt }) => startedAt),
    ],
  );
  const written = await mergeSleepSessions(athleteId, sessions.map(withStorableText), tx);
  return [...removed.rows, ...written].map(({ localDate }) => localDate);
}

const withStorableText = (session: SleepSession): SleepSession => ({
  ...session,
  confirmation: storableText(session.confirmation),
});

/** What every channel says of these dates, in no order. */
export async function listSourceDays(
  athleteId: string,
  localDates: readonly LocalDate[],
  tx: Queryable = pool(),
): Promise<SourceDay[]> {
  const { rows } = await tx.query<SourceDay>(
    `SELECT "localDate"::text, "channel", ${valueNames} FROM "RecoverySource"
     WHERE "athleteId" = $1 AND "localDate" = ANY($2::date[])`,
    [athleteId, localDates],
  );
  return rows;
}

/**
 * Makes `days` what is known of `localDates`: a date without a day loses its row.
 * @returns the dates on which something changed
 */
export async function replaceResolvedDays(
  athleteId: string,
  localDates: readonly LocalDate[],
  days: readonly ResolvedDay[],
  tx: Queryable,
): Promise<LocalDate[]> {
  const removed = await tx.query<{ localDate: LocalDate }>(
    `DELETE FROM "RecoveryDay"
     WHERE "athleteId" = $1 AND "localDate" = ANY($2::date[]) AND NOT "localDate" = ANY($3::date[])
     RETURNING "localDate"::text`,
    [athleteId, localDates, days.map(({ localDate }) => localDate)],
  );
  const written: WrittenRow[] = await mergeResolvedDays(athleteId, days, tx);
  return [...removed.rows, ...written].map(({ localDate }) => localDate);
}

/** What the daily metrics are made of. */
export type NightRow = {
  localDate: LocalDate;
  hrvRmssdMs: number | null;
  restingHeartRateBpm: number | null;
  overnightAverageHeartRateBpm: number | null;
  sleepSeconds: number | null;
  /** Naps of the same channel as the sleep; `null` without any. */
  napSeconds: number | null;
  /** Field name to channel. */
  sources: Record<string, string>;
};

/** The resolved days from `from` to `to`, both included, oldest first; days without data are absent. */
export async function listNights(
  athleteId: string,
  range: { from: LocalDate; to: LocalDate },
  tx: Queryable = pool(),
): Promise<NightRow[]> {
  const { rows } = await tx.query<NightRow>(
    `SELECT r."localDate"::text, r."hrvRmssdMs", r."restingHeartRateBpm", r."overnightAverageHeartRateBpm",
            r."sleepSeconds", n."napSeconds"::int AS "napSeconds", r."channels" AS "sources"
     FROM "RecoveryDay" r
     LEFT JOIN (
       SELECT "localDate", "channel", sum("sleepSeconds") AS "napSeconds" FROM "SleepSession"
       WHERE "athleteId" = $1 AND "kind" = 'nap' AND "localDate" BETWEEN $2 AND $3
       GROUP BY "localDate", "channel") n
       ON n."localDate" = r."localDate" AND n."channel" = r."channels" ->> 'sleepSeconds'
     WHERE r."athleteId" = $1 AND r."localDate" BETWEEN $2 AND $3 ORDER BY r."localDate"`,
    [athleteId, range.from, range.to],
  );
  return rows;
}
