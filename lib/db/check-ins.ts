/** What athletes say of their days. */

import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";

/** `null` is not said. */
export type CheckInRow = {
  localDate: LocalDate;
  /** 1 very bad to 5 very good. */
  feelScore: number | null;
  /** 1 none to 5 very sore. */
  sorenessScore: number | null;
  /** 1 very bad to 5 very good. */
  sleepQualityScore: number | null;
  isSick: boolean;
  isTravelling: boolean;
  /** On the evening before. */
  hadAlcohol: boolean;
  note: string | null;
};

const COLUMNS = `"localDate"::text, "feelScore", "sorenessScore", "sleepQualityScore", "isSick", "isTravelling",
  "hadAlcohol", "note"`;

/** Oldest first; days on which nothing was said are absent. */
export async function listCheckIns(
  athleteId: string,
  range: { from: LocalDate; to: LocalDate },
): Promise<CheckInRow[]> {
  const { rows } = await pool().query<CheckInRow>(
    `SELECT ${COLUMNS} FROM "CheckIn" WHERE "athleteId" = $1 AND "localDate" BETWEEN $2 AND $3
     ORDER BY "localDate"`,
    [athleteId, range.from, range.to],
  );
  return rows;
}

/** Newest first, one page. */
export async function listCheckInPage(
  athleteId: string,
  range: { from: LocalDate | null; to: LocalDate | null },
  before: LocalDate | null,
  limit: number,
): Promise<CheckInRow[]> {
  const { rows } = await pool().query<CheckInRow>(
    `SELECT ${COLUMNS} FROM "CheckIn"
     WHERE "athleteId" = $1 AND ($2::date IS NULL OR "localDate" >= $2) AND ($3::date IS NULL OR "localDate" <= $3)
       AND ($4::date IS NULL OR "localDate" < $4)
     ORDER BY "localDate" DESC LIMIT $5`,
    [athleteId, range.from, range.to, before, limit],
  );
  return rows;
}

/** Replaces what was said of that day. */
export async function saveCheckInRow(athleteId: string, row: CheckInRow): Promise<void> {
  await pool().query(
    `INSERT INTO "CheckIn" ("athleteId", "localDate", "feelScore", "sorenessScore", "sleepQualityScore",
       "isSick", "isTravelling", "hadAlcohol", "note", "updatedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
     ON CONFLICT ("athleteId", "localDate") DO UPDATE SET "feelScore" = excluded."feelScore",
       "sorenessScore" = excluded."sorenessScore", "sleepQualityScore" = excluded."sleepQualityScore",
       "isSick" = excluded."isSick", "isTravelling" = excluded."isTravelling",
       "hadAlcohol" = excluded."hadAlcohol", "note" = excluded."note", "updatedAt" = now()`,
    [
      athleteId,
      row.localDate,
      row.feelScore,
      row.sorenessScore,
      row.sleepQualityScore,
      row.isSick,
      row.isTravelling,
      row.hadAlcohol,
      row.note,
    ],
  );
}

/** Takes back what was said of that day. */
export async function deleteCheckIn(athleteId: string, localDate: LocalDate): Promise<void> {
  await pool().query('DELETE FROM "CheckIn" WHERE "athleteId" = $1 AND "localDate" = $2', [
    athleteId,
    localDate,
  ]);
}
