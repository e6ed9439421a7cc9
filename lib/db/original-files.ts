/** Training files as they came, deflated, each content once an athlete. */
import { pool, type Queryable } from "@/lib/db/client";

export type PackedFile = { sha256: string; format: string; byteCount: number; body: Buffer };

export async function insertOriginalFile(athleteId: string, file: PackedFile, tx: Queryable): Promise<void> {
  await tx.query(
    `INSERT INTO "OriginalFile" ("athleteId", "sha256", "format", "byteCount", "body")
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT ("athleteId", "sha256") DO NOTHING`,
    [athleteId, file.sha256, file.format, file.byteCount, file.body],
  );
}

/** Removes the files that neither an import nor a recording refers to any more. */
export async function deleteUnusedOriginalFiles(athleteId: string, tx: Queryable): Promise<void> {
  await tx.query(
    `DELETE FROM "OriginalFile" o WHERE o."athleteId" = $1
       AND NOT EXISTS (SELECT FROM "ImportRow" i
         WHERE i."athleteId" = $1 AND i."kind" = 'original' AND i."rowKey" = o."sha256")
       AND NOT EXISTS (SELECT FROM "RecordingFile" f JOIN "Recording" r ON r."id" = f."recordingId"
         WHERE r."athleteId" = $1 AND f."sha256" = o."sha256")`,
    [athleteId],
  );
}

/** The deflated body, or `null` when the athlete has no such file. */
export async function findOriginalFile(
  athleteId: string,
  sha256: string,
  tx: Queryable = pool(),
): Promise<PackedFile | null> {
  const { rows } = await tx.query<PackedFile>(
    `SELECT "sha256", "format", "byteCount", "body" FROM "OriginalFile"
     WHERE "athleteId" = $1 AND "sha256" = $2`,
    [athleteId, sha256],
  );
  return rows[0] ?? null;
}

/** Notes that the file of a recording was asked for. `sha256` null: there is none, for the reason given. */
export async function noteRecordingFile(
  athleteId: string,
  recordingId: string,
  file: { sha256: string | null; message: string | null; now: Date },
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `INSERT INTO "RecordingFile" ("recordingId", "sha256", "message", "readAt")
     SELECT r."id", $3, $4, $5 FROM "Recording" r WHERE r."athleteId" = $1 AND r."id" = $2
     ON CONFLICT ("recordingId") DO UPDATE
     SET "sha256" = excluded."sha256", "message" = excluded."message", "readAt" = excluded."readAt"`,
    [athleteId, recordingId, file.sha256, file.message, file.now],
  );
}
