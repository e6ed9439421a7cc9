/** What curves come to: made once for each, found again when a curve was replaced. */
import type { Queryable } from "@/lib/db/client";
import type { EncodedChannel } from "@/lib/records/curve";

/** Kinds, counts and sizes: another curve has another key, and it costs no reading of the samples. */
const CURVE_KEY = `string_agg(c."kind" || ':' || c."sampleCount" || ':' || octet_length(c."body"), ',' ORDER BY c."kind")`;

/** Recordings with a curve that has no summary of this version. */
export async function listUnsummarized(
  athleteId: string,
  summaryVersion: number,
  limit: number,
  tx: Queryable,
): Promise<{ recordingId: string; curveKey: string; channels: EncodedChannel[] }[]> {
  const { rows } = await tx.query<{ recordingId: string; curveKey: string }>(
    `SELECT k.* FROM (
       SELECT r."id" AS "recordingId", ${CURVE_KEY} AS "curveKey"
       FROM "Recording" r JOIN "Curve" c ON c."recordingId" = r."id"
       WHERE r."athleteId" = $1 GROUP BY r."id") k
     LEFT JOIN "CurveSummary" s ON s."recordingId" = k."recordingId"
     WHERE s."summaryVersion" IS DISTINCT FROM $2 OR s."curveKey" IS DISTINCT FROM k."curveKey"
     ORDER BY k."recordingId" LIMIT $3`,
    [athleteId, summaryVersion, limit],
  );
  if (rows.length === 0) return [];
  const found = await tx.query<EncodedChannel & { recordingId: string }>(
    `SELECT "recordingId", "kind", "sampleCount", "body" FROM "Curve" WHERE "recordingId" = ANY($1::uuid[])`,
    [rows.map((row) => row.recordingId)],
  );
  return rows.map((row) => ({
    ...row,
    channels: found.rows.filter((channel) => channel.recordingId === row.recordingId),
  }));
}

export type CurveSummaryRow = {
  recordingId: string;
  summaryVersion: number;
  curveKey: string;
  /** Little-endian uint16, hex; `null` without heart rate. */
  heartRateSecondsHex: string | null;
  gradedSpeedMetersPerSecond: number | null;
  decouplingPercent: number | null;
};

export async function saveCurveSummaries(
  athleteId: string,
  rows: readonly CurveSummaryRow[],
  tx: Queryable,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO "CurveSummary" ("recordingId", "summaryVersion", "curveKey", "heartRateSeconds",
       "gradedSpeedMetersPerSecond", "decouplingPercent")
     SELECT i."recordingId", i."summaryVersion", i."curveKey", decode(i."heartRateSecondsHex", 'hex'),
       i."gradedSpeedMetersPerSecond", i."decouplingPercent"
     FROM json_to_recordset($2::json) AS i("recordingId" uuid, "summaryVersion" int, "curveKey" text,
       "heartRateSecondsHex" text, "gradedSpeedMetersPerSecond" float8, "decouplingPercent" float8)
     JOIN "Recording" r ON r."athleteId" = $1 AND r."id" = i."recordingId"
     ON CONFLICT ("recordingId") DO UPDATE SET "summaryVersion" = excluded."summaryVersion",
       "curveKey" = excluded."curveKey", "heartRateSeconds" = excluded."heartRateSeconds",
       "gradedSpeedMetersPerSecond" = excluded."gradedSpeedMetersPerSecond",
       "decouplingPercent" = excluded."decouplingPercent"`,
    [athleteId, JSON.stringify(rows)],
  );
}
