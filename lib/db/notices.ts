/** What a person was told, once for each kind and subject. */
import { pool, type Queryable } from "@/lib/db/client";

export type NewNotice = {
  kind: string;
  /** What it is about: the same subject is told once. */
  subject: string;
  message: string;
};

export type NoticeRow = { id: string; kind: string; message: string; createdAt: Date };

export async function insertNotice(userId: string, notice: NewNotice, db: Queryable = pool()): Promise<void> {
  await db.query(
    `INSERT INTO "Notice" ("userId", "kind", "subject", "message") VALUES ($1, $2, $3, $4)
     ON CONFLICT ("userId", "kind", "subject") DO NOTHING`,
    [userId, notice.kind, notice.subject, notice.message],
  );
}

/** Those that the person has not put away, newest first. */
export async function listOpenNotices(userId: string): Promise<NoticeRow[]> {
  const { rows } = await pool().query<NoticeRow>(
    `SELECT "id", "kind", "message", "createdAt" FROM "Notice"
      WHERE "userId" = $1 AND "seenAt" IS NULL ORDER BY "createdAt" DESC, "id" LIMIT 20`,
    [userId],
  );
  return rows;
}

/** `false` when the person has no such notice. */
export async function markNoticeSeen(userId: string, noticeId: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "Notice" SET "seenAt" = coalesce("seenAt", $3) WHERE "userId" = $1 AND "id" = $2`,
    [userId, noticeId, now],
  );
  return rowCount === 1;
}
