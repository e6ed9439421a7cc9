/** What all processes together may still ask of a provider, and how calls ended. */
import type { LocalDate } from "@/lib/days";
import { inTransaction, pool } from "@/lib/db/client";
import type { ProviderId } from "@/lib/providers/errors";

export type Bucket = { callsLeft: number; refilledAt: Date };
export type Buckets = { minute: Bucket; day: Bucket };

/**
 * Changes both buckets of a provider while no other process can. `full` is what they
 * start with. The time is the database's, so that processes with different clocks agree,
 * unless `now` is given.
 */
export async function changeBuckets<Result extends { buckets: Buckets }>(
  provider: ProviderId,
  full: { minute: number; day: number },
  change: (buckets: Buckets, now: Date) => Result,
  now?: Date,
): Promise<Result> {
  return inTransaction(async (tx) => {
    const key = [provider, full.minute, full.day, now ?? null];
    await tx.query(
      `INSERT INTO "ProviderBudget" ("provider", "period", "callsLeft", "refilledAt")
       SELECT $1, p, l, coalesce($4::timestamptz, now())
       FROM (VALUES ('day', $3::float8), ('minute', $2::float8)) AS i(p, l) ON CONFLICT DO NOTHING`,
      key,
    );
    const { rows } = await tx.query<Bucket & { period: string }>(
      `SELECT "period", "callsLeft", "refilledAt" FROM "ProviderBudget"
       WHERE "provider" = $1 ORDER BY "period" FOR UPDATE`,
      [provider],
    );
    const clock = await tx.query<{ at: Date }>("SELECT clock_timestamp() AS at");
    const at = now ?? clock.rows[0]?.at ?? new Date();
    const of = (period: "minute" | "day"): Bucket =>
      rows.find((row) => row.period === period) ?? { callsLeft: full[period], refilledAt: at };
    const result = change({ minute: of("minute"), day: of("day") }, at);
    const { minute, day } = result.buckets;
    await tx.query(
      `UPDATE "ProviderBudget" b SET "callsLeft" = i.l, "refilledAt" = i.t
       FROM (VALUES ('minute', $2::float8, $3::timestamptz), ('day', $4::float8, $5::timestamptz)) AS i(p, l, t)
       WHERE b."provider" = $1 AND b."period" = i.p`,
      [provider, minute.callsLeft, minute.refilledAt, day.callsLeft, day.refilledAt],
    );
    return result;
  });
}

/** Counts one call of today, by UTC. */
export async function addUsage(provider: ProviderId, outcome: string): Promise<void> {
  await pool().query(
    `INSERT INTO "ProviderUsage" AS u ("provider", "onDate", "outcome", "callCount")
     VALUES ($1, (now() AT TIME ZONE 'UTC')::date, $2, 1)
     ON CONFLICT ("provider", "onDate", "outcome") DO UPDATE SET "callCount" = u."callCount" + 1`,
    [provider, outcome],
  );
}

/** Calls by UTC day and outcome, oldest first. */
export async function listUsage(
  provider: ProviderId,
  range: { from: LocalDate; to: LocalDate },
): Promise<{ onDate: LocalDate; outcome: string; callCount: number }[]> {
  const { rows } = await pool().query<{ onDate: LocalDate; outcome: string; callCount: number }>(
    `SELECT "onDate"::text, "outcome", "callCount" FROM "ProviderUsage"
     WHERE "provider" = $1 AND "onDate" BETWEEN $2 AND $3 ORDER BY "onDate", "outcome"`,
    [provider, range.from, range.to],
  );
  return rows;
}
