/** What formulas need to know of a person, valid from a date. */

import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";

/** `null` means not said. */
export type AthleteSetting = {
  validFrom: LocalDate;
  maxHeartRateBpm: number | null;
  restingHeartRateBpm: number | null;
  thresholdHeartRateBpm: number | null;
  sleepNeedSeconds: number | null;
  /** What can be run for about an hour. */
  thresholdSpeedMetersPerSecond?: number | null;
};

/** Oldest first. */
export async function listAthleteSettings(
  athleteId: string,
  tx: Queryable = pool(),
): Promise<AthleteSetting[]> {
  const { rows } = await tx.query<AthleteSetting>(
    `SELECT "validFrom"::text, "maxHeartRateBpm", "restingHeartRateBpm", "thresholdHeartRateBpm", "sleepNeedSeconds",
            "thresholdSpeedMetersPerSecond"
     FROM "AthleteSetting" WHERE "athleteId" = $1 ORDER BY "validFrom"`,
    [athleteId],
  );
  return rows;
}

/** Replaces what was said for the same first day. Metrics from that day on are then stale. */
export async function saveAthleteSetting(
  athleteId: string,
  setting: AthleteSetting,
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `INSERT INTO "AthleteSetting"
       ("athleteId", "validFrom", "maxHeartRateBpm", "restingHeartRateBpm", "thresholdHeartRateBpm", "sleepNeedSeconds",
        "thresholdSpeedMetersPerSecond")
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ("athleteId", "validFrom") DO UPDATE SET
       "maxHeartRateBpm" = excluded."maxHeartRateBpm",
       "restingHeartRateBpm" = excluded."restingHeartRateBpm",
       "thresholdHeartRateBpm" = excluded."thresholdHeartRateBpm",
       "sleepNeedSeconds" = excluded."sleepNeedSeconds",
       "thresholdSpeedMetersPerSecond" = excluded."thresholdSpeedMetersPerSecond"`,
    [
      athleteId,
      setting.validFrom,
      setting.maxHeartRateBpm,
      setting.restingHeartRateBpm,
      setting.thresholdHeartRateBpm,
      setting.sleepNeedSeconds,
      setting.thresholdSpeedMetersPerSecond ?? null,
    ],
  );
}

/** Takes back what was said for a first day. @returns whether there was something */
export async function deleteAthleteSetting(
  athleteId: string,
  validFrom: LocalDate,
  tx: Queryable = pool(),
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'DELETE FROM "AthleteSetting" WHERE "athleteId" = $1 AND "validFrom" = $2',
    [athleteId, validFrom],
  );
  return rowCount === 1;
}

/** The IANA zone of the athlete's account, or `null` if there is no such athlete. */
export async function findAthleteTimeZone(athleteId: string, tx: Queryable = pool()): Promise<string | null> {
  const { rows } = await tx.query<{ timeZone: string }>(
    'SELECT u."timeZone" FROM "Athlete" a JOIN "User" u ON u."id" = a."userId" WHERE a."id" = $1',
    [athleteId],
  );
  return rows[0]?.timeZone ?? null;
}
