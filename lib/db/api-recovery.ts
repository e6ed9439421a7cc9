/** Nights and days as /v1 gives them out, newest first. */
import { pool } from "@/lib/db/client";

export type RecoveryRow = {
  /** `YYYY-MM-DD` */
  localDate: string;
  sleepSeconds: number | null;
  inBedSeconds: number | null;
  sleepStartedAt: Date | null;
  sleepEndedAt: Date | null;
  sleepUtcOffsetSeconds: number | null;
  hrvRmssdMs: number | null;
  overnightAverageHeartRateBpm: number | null;
  restingHeartRateBpm: number | null;
  activeEnergyKilocalories: number | null;
  restingEnergyKilocalories: number | null;
  totalEnergyKilocalories: number | null;
  garminHrvStatus: string | null;
  /** Field name to channel; `null` on a day that has a snapshot and nothing else. */
  channels: Record<string, string> | null;
  /** Of the day's last Health Snapshot that measured it. */
  snapshotSdrrMs: number | null;
  snapshotChannel: string | null;
};

/** @param before the last date of the page before; `null` for the first page */
export async function listRecoveryRows(
  athleteId: string,
  range: { from: string | null; to: string | null },
  before: string | null,
  limit: number,
): Promise<RecoveryRow[]> {
  const { rows } = await pool().query<RecoveryRow>(
    `SELECT d."localDate", r."sleepSeconds", r."inBedSeconds", r."sleepStartedAt", r."sleepEndedAt",
            r."sleepUtcOffsetSeconds", r."hrvRmssdMs", r."overnightAverageHeartRateBpm", r."restingHeartRateBpm",
            r."activeEnergyKilocalories", r."restingEnergyKilocalories", r."totalEnergyKilocalories",
            r."garminHrvStatus", r."channels", s."hrvSdrrMs" AS "snapshotSdrrMs", s."channel" AS "snapshotChannel"
       FROM (SELECT "localDate" FROM "RecoveryDay" WHERE "athleteId" = $1
              UNION SELECT "localDate" FROM "HealthSnapshot" WHERE "athleteId" = $1) d
       LEFT JOIN "RecoveryDay" r ON r."athleteId" = $1 AND r."localDate" = d."localDate"
       LEFT JOIN LATERAL (
         SELECT h."hrvSdrrMs", h."channel" FROM "HealthSnapshot" h
          WHERE h."athleteId" = $1 AND h."localDate" = d."localDate" AND h."hrvSdrrMs" IS NOT NULL
          ORDER BY h."startedAt" DESC LIMIT 1) s ON true
      WHERE ($2::date IS NULL OR d."localDate" >= $2) AND ($3::date IS NULL OR d."localDate" <= $3)
        AND ($4::date IS NULL OR d."localDate" < $4)
      ORDER BY d."localDate" DESC LIMIT $5`,
    [athleteId, range.from, range.to, before, limit],
  );
  return rows;
}
