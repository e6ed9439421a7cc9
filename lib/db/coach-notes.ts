/** What coaches wrote about athletes. */
import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";

export type NoteRow = {
  id: string;
  authorUserId: string;
  authorName: string;
  localDate: LocalDate;
  text: string;
  isShared: boolean;
  createdAt: Date;
};

export async function insertNote(
  athleteId: string,
  note: { authorUserId: string; localDate: LocalDate; text: string; isShared: boolean },
): Promise<void> {
  await pool().query(
    `INSERT INTO "CoachNote" ("athleteId", "authorUserId", "localDate", "text", "isShared") VALUES ($1, $2, $3, $4, $5)`,
    [athleteId, note.authorUserId, note.localDate, note.text, note.isShared],
  );
}

const COLUMNS = `n."id", n."authorUserId", u."name" AS "authorName", n."localDate", n."text", n."isShared", n."createdAt"`;

/** The newest of what one author wrote about the athlete. */
export async function listNotesBy(
  athleteId: string,
  authorUserId: string,
  limit: number,
): Promise<NoteRow[]> {
  const { rows } = await pool().query<NoteRow>(
    `SELECT ${COLUMNS} FROM "CoachNote" n JOIN "User" u ON u."id" = n."authorUserId"
      WHERE n."athleteId" = $1 AND n."authorUserId" = $2
      ORDER BY n."localDate" DESC, n."createdAt" DESC LIMIT $3`,
    [athleteId, authorUserId, limit],
  );
  return rows;
}

/** The newest that the athlete may read. */
export async function listSharedNotes(athleteId: string, limit: number): Promise<NoteRow[]> {
  const { rows } = await pool().query<NoteRow>(
    `SELECT ${COLUMNS} FROM "CoachNote" n JOIN "User" u ON u."id" = n."authorUserId"
      WHERE n."athleteId" = $1 AND n."isShared"
      ORDER BY n."localDate" DESC, n."createdAt" DESC LIMIT $2`,
    [athleteId, limit],
  );
  return rows;
}

/** `false` when this author wrote no such note about the athlete. */
export async function deleteNoteBy(
  athleteId: string,
  authorUserId: string,
  noteId: string,
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `DELETE FROM "CoachNote" WHERE "athleteId" = $1 AND "authorUserId" = $2 AND "id" = $3`,
    [athleteId, authorUserId, noteId],
  );
  return rowCount === 1;
}
