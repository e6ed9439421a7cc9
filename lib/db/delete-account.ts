/** Everything of one person goes. What hangs on the account or its athlete goes by foreign key. */
import type { Queryable } from "@/lib/db/client";

/** Coaches of the person's athlete and users of the athletes that the person coaches, while it is shared. */
export async function listCounterparts(
  userId: string,
  tx: Queryable,
): Promise<{ userId: string; isCoach: boolean }[]> {
  const { rows } = await tx.query<{ userId: string; isCoach: boolean }>(
    `SELECT l."coachUserId" AS "userId", true AS "isCoach"
       FROM "CoachLink" l JOIN "Athlete" a ON a."id" = l."athleteId"
      WHERE a."userId" = $1 AND l."endedAt" IS NULL
      UNION ALL
     SELECT a."userId", false FROM "CoachLink" l JOIN "Athlete" a ON a."id" = l."athleteId"
      WHERE l."coachUserId" = $1 AND l."endedAt" IS NULL`,
    [userId],
  );
  return rows;
}

/** The account, and what others wrote down to reach it. */
export async function deleteUser(userId: string, email: string, tx: Queryable): Promise<void> {
  await tx.query(`DELETE FROM "CoachInvitation" WHERE "email" = $1`, [email]);
  await tx.query(`DELETE FROM "OneTimeLink" WHERE "email" = $1`, [email]);
  await tx.query(`DELETE FROM "User" WHERE "id" = $1`, [userId]);
}
