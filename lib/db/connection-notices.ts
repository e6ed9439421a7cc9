/** What an athlete is told about a way in: once for each secret that it holds. */
import { pool } from "@/lib/db/client";

export async function insertAccessNotice(
  connectionId: string,
  way: string,
  notice: { kind: string; message: string; now: Date },
): Promise<void> {
  await pool().query(
    `INSERT INTO "Notice" ("userId", "kind", "subject", "message", "createdAt")
     SELECT t."userId", $3, a."way" || '/' || a."connectionId" || '/' || to_char(a."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
       $4, $5
     FROM "ConnectionAccess" a JOIN "Connection" c ON c."id" = a."connectionId"
     JOIN "Athlete" t ON t."id" = c."athleteId"
     WHERE a."connectionId" = $1 AND a."way" = $2
     ON CONFLICT ("userId", "kind", "subject") DO NOTHING`,
    [connectionId, way, notice.kind, notice.message, notice.now],
  );
}
