/** Who coaches whom. */
import { pool } from "@/lib/db/client";

/** Makes the link, or gives an ended one new life. */
export async function upsertCoachLink(
  athleteId: string,
  link: { coachUserId: string; scopes: readonly string[]; expiresAt: Date | null },
): Promise<void> {
  await pool().query(
    `INSERT INTO "CoachLink" ("coachUserId", "athleteId", "scopes", "expiresAt")
     VALUES ($1, $2, $3, $4)
     ON CONFLICT ("coachUserId", "athleteId")
     DO UPDATE SET "scopes" = excluded."scopes", "expiresAt" = excluded."expiresAt",
                   "pausedAt" = NULL, "endedAt" = NULL`,
    [link.coachUserId, athleteId, link.scopes, link.expiresAt],
  );
}
