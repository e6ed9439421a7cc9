import type { Queryable } from "@/lib/db/client";

/**
 * Lets one writer at a time work on an athlete's rows; others wait until its
 * transaction ends. `tx` has to be a client with an open transaction.
 */
export async function lockAthlete(athleteId: string, tx: Queryable): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('athlete-rows:' || $1, 0))", [athleteId]);
}
