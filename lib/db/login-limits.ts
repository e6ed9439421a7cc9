/** Failed sign-ins, counted. Keys are hashes: neither e-mails nor addresses are kept. */
import { inTransaction, pool } from "@/lib/db/client";

/** How many tries a key has before it must wait. */
export type LimitedKey = { key: string; freeTries: number };

const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 3600;
/** After a quiet day a key starts afresh. */
const FORGET_AFTER_SECONDS = 86_400;

/**
 * Counts a try as failed before its password is looked at, so that many at once cannot pass
 * together. While a key must wait nothing is counted.
 *
 * @returns until when to wait, or `null` if the try may go on
 */
export async function takeTry(keys: LimitedKey[], now: Date): Promise<Date | null> {
  // One order for all, so that two tries never wait for each other.
  const sorted = keys.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO "LoginLimit" ("key", "lastFailedAt")
       SELECT k, $2 FROM unnest($1::text[]) AS k ORDER BY k ON CONFLICT DO NOTHING`,
      [sorted.map(({ key }) => key), now],
    );
    const { rows } = await tx.query(
      `SELECT max("blockedUntil") FILTER (WHERE "blockedUntil" > $2) AS "until" FROM (
         SELECT "blockedUntil" FROM "LoginLimit" WHERE "key" = ANY($1) ORDER BY "key" FOR UPDATE) held`,
      [sorted.map(({ key }) => key), now],
    );
    const until: Date | null = rows[0]?.until ?? null;
    if (until === null) for (const { key, freeTries } of sorted) await countFailure(tx, key, freeTries, now);
    return until;
  });
}

async function countFailure(
  tx: Parameters<Parameters<typeof inTransaction>[0]>[0],
  key: string,
  freeTries: number,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE "LoginLimit" l SET "failureCount" = c.n, "lastFailedAt" = $3,
            "blockedUntil" = CASE WHEN c.n >= $2 THEN $3::timestamptz
              + make_interval(secs => least($4::float * power(2, least(c.n - $2, 20)), $5::float)) END
       FROM (SELECT CASE WHEN "lastFailedAt" < $3::timestamptz - make_interval(secs => $6)
                         THEN 1 ELSE "failureCount" + 1 END AS n
               FROM "LoginLimit" WHERE "key" = $1) c
      WHERE l."key" = $1`,
    [key, freeTries, now, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, FORGET_AFTER_SECONDS],
  );
}

/**
 * The try was right after all: the account starts afresh, the address gets back the one try
 * (not all of them, else somebody with one account could guess at others for ever).
 */
export async function forgiveTry(accountKey: string, addressKey: string, now: Date): Promise<void> {
  await pool().query(
    `DELETE FROM "LoginLimit" WHERE "key" = $1 OR "lastFailedAt" < $2::timestamptz - make_interval(secs => $3)`,
    [accountKey, now, 2 * FORGET_AFTER_SECONDS],
  );
  await pool().query(
    `UPDATE "LoginLimit" SET "failureCount" = greatest(0, "failureCount" - 1), "blockedUntil" = NULL WHERE "key" = $1`,
    [addressKey],
  );
}
