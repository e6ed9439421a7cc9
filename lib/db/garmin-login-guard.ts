/** When an account may be signed in to again. Keys are hashes: usernames are not kept here. */
import { pool } from "@/lib/db/client";

export type GuardCause = "rate_limited" | "wrong_password" | "under_way";
export type GuardRow = { wrongCount: number; blockedUntil: Date | null; cause: GuardCause | null };

/** How long a log-in holds the guard, at most: its process may have died over it. */
const UNDER_WAY_MS = 90_000;
/** After a quiet day wrong passwords are forgotten. */
const FORGET_SQL = "interval '24 hours'";

/**
 * Takes the right to one attempt. @returns `null` if it was given, else until when to wait
 */
export async function takeLogin(key: string, now: Date): Promise<{ until: Date; cause: GuardCause } | null> {
  const { rowCount } = await pool().query(
    `INSERT INTO "GarminLoginGuard" AS g ("key", "blockedUntil", "cause", "changedAt")
     VALUES ($1, $3, 'under_way', $2)
     ON CONFLICT ("key") DO UPDATE SET "blockedUntil" = $3, "cause" = 'under_way', "changedAt" = $2,
       "wrongCount" = CASE WHEN g."changedAt" < $2::timestamptz - ${FORGET_SQL} THEN 0 ELSE g."wrongCount" END
     WHERE g."blockedUntil" IS NULL OR g."blockedUntil" <= $2`,
    [key, now, new Date(now.getTime() + UNDER_WAY_MS)],
  );
  if (rowCount === 1) return null;
  const { rows } = await pool().query<GuardRow>(
    'SELECT "wrongCount", "blockedUntil", "cause" FROM "GarminLoginGuard" WHERE "key" = $1',
    [key],
  );
  const [row] = rows;
  return { until: row?.blockedUntil ?? now, cause: row?.cause ?? "under_way" };
}

/** Ends an attempt: how it went, and until when there is no other. */
export async function endLogin(
  key: string,
  end: { isWrong: boolean; isRight: boolean; blockedUntil: Date | null; cause: GuardCause | null; now: Date },
): Promise<void> {
  await pool().query(
    `UPDATE "GarminLoginGuard" SET "blockedUntil" = $2, "cause" = $3, "changedAt" = $4,
       "wrongCount" = CASE WHEN $5 THEN 0 WHEN $6 THEN "wrongCount" + 1 ELSE "wrongCount" END
     WHERE "key" = $1`,
    [key, end.blockedUntil, end.cause, end.now, end.isRight, end.isWrong],
  );
}

export async function findWrongCount(key: string): Promise<number> {
  const { rows } = await pool().query<{ wrongCount: number }>(
    'SELECT "wrongCount" FROM "GarminLoginGuard" WHERE "key" = $1',
    [key],
  );
  return rows[0]?.wrongCount ?? 0;
}
