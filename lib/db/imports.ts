/** Uploads: their state, their files, and the bytes while they are worked on. */
import type { LocalDate } from "@/lib/days";
import { pool, type Queryable } from "@/lib/db/client";

export type ImportState = "uploading" | "queued" | "running" | "done" | "failed" | "undone";

export type ImportRowHead = {
  importId: string;
  athleteId: string;
  state: ImportState;
  changedFromDate: LocalDate | null;
  executorId: string | null;
  leasedUntil: Date | null;
  causeMessage: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  undoneAt: Date | null;
};

export type FileCounts = {
  newCount: number;
  updatedCount: number;
  sameCount: number;
  matchedCount: number;
  changedDayCount: number;
  sameDayCount: number;
  refusedCount: number;
};

export type ImportFileRow = FileCounts & {
  importFileId: string;
  importId: string;
  position: number;
  fileName: string;
  byteCount: number;
  state: "waiting" | "done" | "refused";
  message: string | null;
  warnings: string[];
  doneCount: number;
  totalCount: number;
};

const HEAD = `"id" AS "importId", "athleteId", "state", "changedFromDate"::text, "executorId", "leasedUntil",
  "causeMessage", "createdAt", "finishedAt", "undoneAt"`;

const COUNT_COLUMNS = [
  "newCount",
  "updatedCount",
  "sameCount",
  "matchedCount",
  "changedDayCount",
  "sameDayCount",
  "refusedCount",
] as const satisfies (keyof FileCounts)[];

const FILE = `"id" AS "importFileId", "importId", "position", "fileName", "byteCount"::float8 AS "byteCount",
  "state", "message", "warnings", "doneCount", "totalCount", ${COUNT_COLUMNS.map((name) => `"${name}"`).join(", ")}`;

// ---------------------------------------------------------------- upload

export async function insertImport(athleteId: string, leasedUntil: Date): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    'INSERT INTO "Import" ("athleteId", "leasedUntil") VALUES ($1, $2) RETURNING "id"',
    [athleteId, leasedUntil],
  );
  return rows[0]?.id ?? "";
}

export async function insertImportFile(
  athleteId: string,
  file: { importId: string; position: number; fileName: string },
): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO "ImportFile" ("athleteId", "importId", "position", "fileName")
     VALUES ($1, $2, $3, $4) RETURNING "id"`,
    [athleteId, file.importId, file.position, file.fileName],
  );
  return rows[0]?.id ?? "";
}

/** Keeps the next piece of a file and holds on to the upload. */
export async function insertImportChunk(
  chunk: { importId: string; importFileId: string; chunkIndex: number; body: Buffer },
  leasedUntil: Date,
): Promise<void> {
  await pool().query(
    `WITH chunk AS (
       INSERT INTO "ImportChunk" ("importFileId", "chunkIndex", "body") VALUES ($1, $2, $3)
     ), held AS (
       UPDATE "Import" SET "leasedUntil" = $4 WHERE "id" = $5
     )
     UPDATE "ImportFile" SET "byteCount" = "byteCount" + $6 WHERE "id" = $1`,
    [chunk.importFileId, chunk.chunkIndex, chunk.body, leasedUntil, chunk.importId, chunk.body.length],
  );
}

export async function markUploaded(athleteId: string, importId: string): Promise<void> {
  await pool().query(
    `UPDATE "Import" SET "state" = 'queued', "leasedUntil" = NULL
     WHERE "athleteId" = $1 AND "id" = $2 AND "state" = 'uploading'`,
    [athleteId, importId],
  );
}

export async function deleteImport(athleteId: string, importId: string): Promise<void> {
  await pool().query('DELETE FROM "Import" WHERE "athleteId" = $1 AND "id" = $2', [athleteId, importId]);
}

/** Uploads that nobody sends any more. */
export async function deleteAbandonedUploads(now: Date): Promise<void> {
  await pool().query(`DELETE FROM "Import" WHERE "state" = 'uploading' AND "leasedUntil" < $1`, [now]);
}

// ---------------------------------------------------------------- work

/** Takes an import for an executor, unless somebody else works on it or it has ended. */
export async function claimImport(
  athleteId: string,
  importId: string,
  { executorId, now, leasedUntil }: { executorId: string; now: Date; leasedUntil: Date },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "Import" SET "state" = 'running', "executorId" = $3, "leasedUntil" = $5
     WHERE "athleteId" = $1 AND "id" = $2 AND "state" IN ('queued', 'running')
       AND ("executorId" = $3 OR "leasedUntil" IS NULL OR "leasedUntil" < $4)`,
    [athleteId, importId, executorId, now, leasedUntil],
  );
  return rowCount === 1;
}

/** False when the import was taken over, undone or has ended. */
export async function renewImportLease(
  athleteId: string,
  importId: string,
  { executorId, leasedUntil }: { executorId: string; leasedUntil: Date },
  tx: Queryable = pool(),
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "Import" SET "leasedUntil" = $4
     WHERE "athleteId" = $1 AND "id" = $2 AND "state" = 'running' AND "executorId" = $3`,
    [athleteId, importId, executorId, leasedUntil],
  );
  return rowCount === 1;
}

export async function listWaitingFiles(
  athleteId: string,
  importId: string,
  limit: number,
): Promise<ImportFileRow[]> {
  const { rows } = await pool().query<ImportFileRow>(
    `SELECT ${FILE} FROM "ImportFile"
     WHERE "athleteId" = $1 AND "importId" = $2 AND "state" = 'waiting' ORDER BY "position" LIMIT $3`,
    [athleteId, importId, limit],
  );
  return rows;
}

/** All bytes of a file, for files that fit into memory. */
export async function readFileBytes(athleteId: string, importFileId: string): Promise<Buffer> {
  const { rows } = await pool().query<{ body: Buffer }>(
    `SELECT c."body" FROM "ImportChunk" c JOIN "ImportFile" f ON f."id" = c."importFileId"
     WHERE f."athleteId" = $1 AND f."id" = $2 ORDER BY c."chunkIndex"`,
    [athleteId, importFileId],
  );
  return Buffer.concat(rows.map(({ body }) => body));
}

/** One piece of a file, or `null` behind its end. */
export async function readFileChunk(
  athleteId: string,
  importFileId: string,
  chunkIndex: number,
): Promise<Buffer | null> {
  const { rows } = await pool().query<{ body: Buffer }>(
    `SELECT c."body" FROM "ImportChunk" c JOIN "ImportFile" f ON f."id" = c."importFileId"
     WHERE f."athleteId" = $1 AND f."id" = $2 AND c."chunkIndex" = $3`,
    [athleteId, importFileId, chunkIndex],
  );
  return rows[0]?.body ?? null;
}

/** Adds to what came of a file, and moves the first changed day of its import back if need be. */
export async function addFileCounts(
  athleteId: string,
  file: { importId: string; importFileId: string },
  added: FileCounts & {
    firstChangedLocalDate: LocalDate | null;
    changedDates: readonly LocalDate[];
    warnings: readonly string[];
  },
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `UPDATE "ImportFile"
     SET ${COUNT_COLUMNS.map((name, index) => `"${name}" = "${name}" + $${index + 4}`).join(", ")},
       "warnings" = ARRAY(SELECT DISTINCT unnest("warnings" || $3::text[]))
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, file.importFileId, added.warnings, ...COUNT_COLUMNS.map((name) => added[name])],
  );
  if (added.firstChangedLocalDate === null) return;
  await tx.query(
    `UPDATE "Import" SET "changedFromDate" = LEAST("changedFromDate", $3::date),
       "changedDates" = ARRAY(SELECT DISTINCT unnest("changedDates" || $4::date[]))
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, file.importId, added.firstChangedLocalDate, added.changedDates],
  );
}

export async function setFileProgress(
  athleteId: string,
  importFileId: string,
  { doneCount, totalCount }: { doneCount: number; totalCount: number },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `UPDATE "ImportFile" SET "doneCount" = $3, "totalCount" = $4 WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, importFileId, doneCount, totalCount],
  );
}

/** Ends a file; its bytes are not needed any more. */
export async function finishFile(
  athleteId: string,
  importFileId: string,
  end: { state: "done" | "refused"; message: string | null; now: Date },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query(
    `WITH freed AS (
       DELETE FROM "ImportChunk" c USING "ImportFile" f
       WHERE f."id" = c."importFileId" AND f."athleteId" = $1 AND f."id" = $2
     )
     UPDATE "ImportFile" SET "state" = $3, "message" = $4, "finishedAt" = $5, "doneCount" = "totalCount"
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, importFileId, end.state, end.message, end.now],
  );
}

export async function markImportEnded(
  athleteId: string,
  importId: string,
  end: { state: "done" | "failed"; causeMessage: string | null; now: Date },
): Promise<void> {
  await pool().query(
    `WITH freed AS (
       DELETE FROM "ImportChunk" c USING "ImportFile" f
       WHERE f."id" = c."importFileId" AND f."athleteId" = $1 AND f."importId" = $2
     )
     UPDATE "Import" SET "state" = $3, "causeMessage" = $4, "finishedAt" = $5, "leasedUntil" = NULL
     WHERE "athleteId" = $1 AND "id" = $2 AND "state" = 'running'`,
    [athleteId, importId, end.state, end.causeMessage, end.now],
  );
}

/** What an executor works on, for one that only knows who it was. */
export async function listImportsOfExecutor(
  executorId: string,
): Promise<{ athleteId: string; importId: string }[]> {
  const { rows } = await pool().query(
    `SELECT "athleteId", "id" AS "importId" FROM "Import" WHERE "executorId" = $1 AND "state" = 'running'`,
    [executorId],
  );
  return rows;
}

/** Imports that nobody works on, of everybody or of one athlete. */
export async function listIdleImports(
  now: Date,
  { athleteId = null, limit }: { athleteId?: string | null; limit: number },
): Promise<{ athleteId: string; importId: string }[]> {
  const { rows } = await pool().query(
    `SELECT "athleteId", "id" AS "importId" FROM "Import"
     WHERE ("state" = 'running' AND "leasedUntil" < $1
         OR "state" = 'queued' AND "createdAt" < $1::timestamptz - interval '1 minute')
       AND ($2::uuid IS NULL OR "athleteId" = $2)
     ORDER BY "createdAt" LIMIT $3`,
    [now, athleteId, limit],
  );
  return rows;
}

// ---------------------------------------------------------------- undo

/** Locks the import for the transaction; `null` when the athlete has none by this id. */
export async function lockImport(
  athleteId: string,
  importId: string,
  tx: Queryable,
): Promise<ImportRowHead | null> {
  const { rows } = await tx.query<ImportRowHead>(
    `SELECT ${HEAD} FROM "Import" WHERE "athleteId" = $1 AND "id" = $2 FOR UPDATE`,
    [athleteId, importId],
  );
  return rows[0] ?? null;
}

/** Its end is noted with `markUndoFinished`, after what follows from it was computed. */
export async function markUndone(
  athleteId: string,
  importId: string,
  now: Date,
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `WITH freed AS (
       DELETE FROM "ImportChunk" c USING "ImportFile" f
       WHERE f."id" = c."importFileId" AND f."athleteId" = $1 AND f."importId" = $2
     )
     UPDATE "Import" SET "state" = 'undone', "undoneAt" = $3, "leasedUntil" = NULL, "finishedAt" = NULL
     WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, importId, now],
  );
}

export async function markUndoFinished(athleteId: string, importId: string, now: Date): Promise<void> {
  await pool().query(
    `UPDATE "Import" SET "finishedAt" = $3 WHERE "athleteId" = $1 AND "id" = $2 AND "state" = 'undone'`,
    [athleteId, importId, now],
  );
}

/** Undone, but what follows from it was not computed: the process ended in between. */
export async function listUnfinishedUndos(
  undoneBefore: Date,
): Promise<{ athleteId: string; importId: string; changedFromDate: LocalDate | null }[]> {
  const { rows } = await pool().query(
    `SELECT "athleteId", "id" AS "importId", "changedFromDate"::text FROM "Import"
     WHERE "state" = 'undone' AND "finishedAt" IS NULL AND "undoneAt" < $1`,
    [undoneBefore],
  );
  return rows;
}

// ---------------------------------------------------------------- reading

export async function findImport(athleteId: string, importId: string): Promise<ImportRowHead | null> {
  const { rows } = await pool().query<ImportRowHead>(
    `SELECT ${HEAD} FROM "Import" WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, importId],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listImports(athleteId: string, limit: number): Promise<ImportRowHead[]> {
  const { rows } = await pool().query<ImportRowHead>(
    `SELECT ${HEAD} FROM "Import" WHERE "athleteId" = $1 AND "state" <> 'uploading'
     ORDER BY "createdAt" DESC, "id" LIMIT $2`,
    [athleteId, limit],
  );
  return rows;
}

export type ImportTotals = FileCounts & {
  importId: string;
  fileCount: number;
  doneFileCount: number;
  refusedFileCount: number;
  doneCount: number;
  totalCount: number;
};

/** Several files may speak of the same day. */
const DAYS_ONCE = `(
  SELECT cardinality("changedDates") FROM "Import" i WHERE i."id" = f."importId") AS "changedDayCount"`;

export async function readImportTotals(
  athleteId: string,
  importIds: readonly string[],
): Promise<ImportTotals[]> {
  const { rows } = await pool().query<ImportTotals>(
    `SELECT "importId", count(*)::int AS "fileCount",
       count(*) FILTER (WHERE "state" <> 'waiting')::int AS "doneFileCount",
       count(*) FILTER (WHERE "state" = 'refused')::int AS "refusedFileCount",
       sum("doneCount")::int AS "doneCount", sum("totalCount")::int AS "totalCount",
       ${COUNT_COLUMNS.map((name) => (name === "changedDayCount" ? DAYS_ONCE : `sum("${name}")::int AS "${name}"`)).join(", ")}
     FROM "ImportFile" f WHERE "athleteId" = $1 AND "importId" = ANY($2::uuid[]) GROUP BY "importId"`,
    [athleteId, importIds],
  );
  return rows;
}

/** Of each import the refused files first, then as they came; at most `limit` an import. */
export async function listImportFiles(
  athleteId: string,
  importIds: readonly string[],
  limit: number,
): Promise<ImportFileRow[]> {
  const { rows } = await pool().query<ImportFileRow>(
    `SELECT * FROM (
       SELECT ${FILE}, row_number() OVER (
         PARTITION BY "importId" ORDER BY "state" = 'refused' DESC, "position") AS "rank"
       FROM "ImportFile" WHERE "athleteId" = $1 AND "importId" = ANY($2::uuid[])) f
     WHERE "rank" <= $3 ORDER BY "importId", "rank"`,
    [athleteId, importIds, limit],
  );
  return rows;
}
