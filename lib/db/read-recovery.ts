/** Bulk reads of nights and days for pages: one statement a question, only the range asked for. */

import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";
import type { StoredSignals } from "@/lib/db/daily-metrics";
import type { Exclusions } from "@/lib/recovery/plausible";
import type { ReadinessConfidence, ReadinessFlag } from "@/lib/recovery/readiness";
import type { Reason } from "@/lib/recovery/signals";

/** One calendar day with its resolved values and what was computed of them; `null` = not measured. */
export type RecoveryDayRow = {
  localDate: LocalDate;
  hrvRmssdMs: number | null;
  restingHeartRateBpm: number | null;
  overnightAverageHeartRateBpm: number | null;
  sleepSeconds: number | null;
  inBedSeconds: number | null;
  garminHrvStatus: string | null;
  /** Field name to channel. */
  channels: Record<string, string>;
  hrvRmssd7DayMs: number | null;
  hrvNightCount7Day: number;
  hrvBaselineNightCount: number;
  hrvUsualLowMs: number | null;
  hrvUsualHighMs: number | null;
  hrvBaselineMeanLnMs: number | null;
  hrvBaselineSdLnMs: number | null;
  hrvNightZ: number | null;
  hrvStatus: string | null;
  hrvDaysBelow: number;
  restingHeartRateUsualBpm: number | null;
  restingHeartRateUsualLowBpm: number | null;
  restingHeartRateUsualHighBpm: number | null;
  overnightHeartRateUsualBpm: number | null;
  overnightHeartRateUsualLowBpm: number | null;
  overnightHeartRateUsualHighBpm: number | null;
  sleep7DaySeconds: number | null;
  sleepNightCount7Day: number;
  sleepNeedSeconds: number | null;
  /** Values of the day that count for nothing, with why. */
  excluded: Exclusions;
  readinessFlag: ReadinessFlag;
  readinessConfidence: ReadinessConfidence;
  /** `null` on a day that was not computed. */
  readinessSignals: StoredSignals | null;
  readinessReasons: readonly Reason[];
  trainingLoad: number | null;
  workoutCount: number;
  unknownLoadCount: number;
  loadDayCount: number;
  fitness: number | null;
  fatigue: number | null;
  form: number | null;
  load7Day: number | null;
  load7DayUsualLow: number | null;
  load7DayUsualHigh: number | null;
};

export const DAY_COLUMNS = `
  r."hrvRmssdMs", r."restingHeartRateBpm", r."overnightAverageHeartRateBpm", r."sleepSeconds",
  r."inBedSeconds", r."garminHrvStatus", coalesce(r."channels", '{}'::jsonb) AS "channels",
  m."hrvRmssd7DayMs", coalesce(m."hrvNightCount7Day", 0) AS "hrvNightCount7Day",
  coalesce(m."hrvBaselineNightCount", 0) AS "hrvBaselineNightCount",
  m."hrvUsualLowMs", m."hrvUsualHighMs", m."hrvBaselineMeanLnMs", m."hrvBaselineSdLnMs",
  m."hrvNightZ", m."hrvStatus", coalesce(m."hrvDaysBelow", 0) AS "hrvDaysBelow",
  m."restingHeartRateUsualBpm", m."restingHeartRateUsualLowBpm", m."restingHeartRateUsualHighBpm",
  m."overnightHeartRateUsualBpm", m."overnightHeartRateUsualLowBpm", m."overnightHeartRateUsualHighBpm",
  m."sleep7DaySeconds", coalesce(m."sleepNightCount7Day", 0) AS "sleepNightCount7Day", m."sleepNeedSeconds",
  coalesce(m."excluded", '{}'::jsonb) AS "excluded", coalesce(m."readinessFlag", 'no_data') AS "readinessFlag",
  coalesce(m."readinessConfidence", 'none') AS "readinessConfidence", m."readinessSignals",
  coalesce(m."readinessReasons", '[]'::jsonb) AS "readinessReasons", m."trainingLoad",
  coalesce(m."workoutCount", 0) AS "workoutCount", coalesce(m."unknownLoadCount", 0) AS "unknownLoadCount",
  coalesce(m."loadDayCount", 0) AS "loadDayCount", m."fitness", m."fatigue", m."form", m."load7Day",
  m."load7DayUsualLow", m."load7DayUsualHigh"`;

// The bounds stand in the joins too: the planner then reads the range and not all years.

/** Every calendar day from `from` to `to`, both included, oldest first; days without data are there, empty. */
export async function readRecoveryDays(
  athleteId: string,
  from: LocalDate,
  to: LocalDate,
): Promise<RecoveryDayRow[]> {
  const { rows } = await pool().query<RecoveryDayRow>(
    `SELECT d::date AS "localDate", ${DAY_COLUMNS}
       FROM generate_series($2::date, $3::date, interval '1 day') AS d
       LEFT JOIN "RecoveryDay" r
         ON r."athleteId" = $1 AND r."localDate" = d::date AND r."localDate" BETWEEN $2 AND $3
       LEFT JOIN "DailyMetric" m
         ON m."athleteId" = $1 AND m."localDate" = d::date AND m."localDate" BETWEEN $2 AND $3
      ORDER BY d`,
    [athleteId, from, to],
  );
  return rows;
}

/** The latest day of each athlete with HRV, a heart rate or sleep, on or before `to`. */
export async function readLastNights(
  athleteIds: readonly string[],
  to: LocalDate,
): Promise<{ athleteId: string; localDate: LocalDate }[]> {
  const { rows } = await pool().query<{ athleteId: string; localDate: LocalDate }>(
    `SELECT a."athleteId", night."localDate"
       FROM unnest($1::uuid[]) AS a("athleteId")
       JOIN LATERAL (
         SELECT r."localDate" FROM "RecoveryDay" r
          WHERE r."athleteId" = a."athleteId" AND r."localDate" <= $2
            AND (r."hrvRmssdMs" IS NOT NULL OR r."overnightAverageHeartRateBpm" IS NOT NULL
                 OR r."sleepSeconds" IS NOT NULL)
          ORDER BY r."localDate" DESC LIMIT 1) night ON true`,
    [athleteIds, to],
  );
  return rows;
}

export type HealthSnapshotRow = {
  localDate: LocalDate;
  startedAt: Date;
  utcOffsetSeconds: number | null;
  hrvRmssdMs: number | null;
  hrvSdrrMs: number | null;
  averageHeartRateBpm: number | null;
  channel: string;
};

/** Two-minute recordings at rest, newest first. */
export async function readHealthSnapshots(
  athleteId: string,
  from: LocalDate,
  to: LocalDate,
): Promise<HealthSnapshotRow[]> {
  const { rows } = await pool().query<HealthSnapshotRow>(
    `SELECT "localDate", "startedAt", "utcOffsetSeconds", "hrvRmssdMs", "hrvSdrrMs", "averageHeartRateBpm", "channel"
       FROM "HealthSnapshot"
      WHERE "athleteId" = $1 AND "localDate" BETWEEN $2 AND $3
      ORDER BY "startedAt" DESC`,
    [athleteId, from, to],
  );
  return rows;
}

/** Why a metric of a provider last failed, as a code; `null` when it did not, or was never asked. */
export async function findMetricCause(
  athleteId: string,
  provider: string,
  metric: string,
): Promise<string | null> {
  const { rows } = await pool().query<{ cause: string | null }>(
    `SELECT m."cause" FROM "ConnectionMetric" m
       JOIN "Connection" c ON c."id" = m."connectionId"
      WHERE c."athleteId" = $1 AND c."provider" = $2 AND m."metric" = $3`,
    [athleteId, provider, metric],
  );
  return rows[0]?.cause ?? null;
}

export type AthletePerson = { name: string; timeZone: string };

/** Whose data these are, and where their day begins; `null` for an unknown athlete. */
export async function findAthletePerson(athleteId: string): Promise<AthletePerson | null> {
  return (await readAthletePersons([athleteId])).get(athleteId) ?? null;
}

/** The same for several, by athlete. */
export async function readAthletePersons(athleteIds: readonly string[]): Promise<Map<string, AthletePerson>> {
  const { rows } = await pool().query<AthletePerson & { athleteId: string }>(
    `SELECT a."id" AS "athleteId", u."name", u."timeZone"
       FROM "Athlete" a JOIN "User" u ON u."id" = a."userId" WHERE a."id" = ANY($1::uuid[])`,
    [athleteIds],
  );
  return new Map(rows.map(({ athleteId, ...person }) => [athleteId, person]));
}
