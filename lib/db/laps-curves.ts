/** Laps and curves of recordings, written and read in whole sets. */
import { pool, type Queryable } from "@/lib/db/client";
import type { EncodedChannel } from "@/lib/records/curve";
import type { Lap } from "@/lib/records/lap";

export type LapRow = Lap & { recordingId: string };
export type CurveRow = EncodedChannel & { recordingId: string };

const LAP_TYPES = {
  recordingId: "uuid",
  lapIndex: "integer",
  startedAt: "timestamptz(3)",
  elapsedSeconds: "double precision",
  movingSeconds: "double precision",
  distanceMeters: "double precision",
  averageHeartRateBpm: "double precision",
  maxHeartRateBpm: "double precision",
  averagePowerWatts: "double precision",
  averageCadenceStepsPerMinute: "double precision",
  elevationGainMeters: "double precision",
} as const satisfies Record<keyof LapRow, string>;

const lapColumns = Object.keys(LAP_TYPES);
const lapValues = lapColumns.filter((name) => name !== "recordingId" && name !== "lapIndex");
const listOf = (names: readonly string[], alias = "") => names.map((name) => `${alias}"${name}"`).join(", ");

/** Only recordings of the athlete are touched, and only rows that differ are written. */
const LAP_SQL = `
  WITH own AS (
    SELECT i.* FROM json_to_recordset($2::json)
      AS i(${Object.entries(LAP_TYPES)
        .map(([name, type]) => `"${name}" ${type}`)
        .join(", ")})
    JOIN "Recording" r ON r."id" = i."recordingId" AND r."athleteId" = $1
  ), gone AS (
    DELETE FROM "Lap" l USING "Recording" r
    WHERE r."id" = l."recordingId" AND r."athleteId" = $1 AND l."recordingId" = ANY($3::uuid[])
      AND NOT EXISTS (SELECT FROM own WHERE own."recordingId" = l."recordingId" AND own."lapIndex" = l."lapIndex")
  )
  INSERT INTO "Lap" (${listOf(lapColumns)}) SELECT ${listOf(lapColumns)} FROM own
  ON CONFLICT ("recordingId", "lapIndex") DO UPDATE
  SET ${lapValues.map((name) => `"${name}" = excluded."${name}"`).join(", ")}
  WHERE ROW(${listOf(lapValues, '"Lap".')}) IS DISTINCT FROM ROW(${listOf(lapValues, "excluded.")})`;

const CURVE_SQL = `
  WITH own AS (
    SELECT i.* FROM unnest($2::uuid[], $3::text[], $4::int[], $5::bytea[])
      AS i("recordingId", "kind", "sampleCount", "body")
    JOIN "Recording" r ON r."id" = i."recordingId" AND r."athleteId" = $1
  ), gone AS (
    DELETE FROM "Curve" c USING "Recording" r
    WHERE r."id" = c."recordingId" AND r."athleteId" = $1 AND c."recordingId" = ANY($6::uuid[])
      AND NOT EXISTS (SELECT FROM own WHERE own."recordingId" = c."recordingId" AND own."kind" = c."kind")
  )
  INSERT INTO "Curve" ("recordingId", "kind", "sampleCount", "body")
  SELECT "recordingId", "kind", "sampleCount", "body" FROM own
  ON CONFLICT ("recordingId", "kind") DO UPDATE
  SET "sampleCount" = excluded."sampleCount", "body" = excluded."body"
  WHERE ROW("Curve"."sampleCount", "Curve"."body") IS DISTINCT FROM ROW(excluded."sampleCount", excluded."body")`;

/** Makes these the laps of the recordings; a recording without any loses those it had. */
export async function replaceLaps(
  athleteId: string,
  recordingIds: readonly string[],
  laps: readonly LapRow[],
  tx: Queryable,
): Promise<void> {
  await tx.query(LAP_SQL, [athleteId, JSON.stringify(laps), recordingIds]);
}

/** The same for curves. */
export async function replaceCurves(
  athleteId: string,
  recordingIds: readonly string[],
  curves: readonly CurveRow[],
  tx: Queryable,
): Promise<void> {
  await tx.query(CURVE_SQL, [
    athleteId,
    curves.map(({ recordingId }) => recordingId),
    curves.map(({ kind }) => kind),
    curves.map(({ sampleCount }) => sampleCount),
    curves.map(({ body }) => Buffer.from(body)),
    recordingIds,
  ]);
}

/** In the order run. */
export async function listLaps(
  athleteId: string,
  recordingId: string,
  tx: Queryable = pool(),
): Promise<Lap[]> {
  const { rows } = await tx.query<Lap>(
    `SELECT ${listOf(["lapIndex", ...lapValues], "l.")} FROM "Lap" l
     JOIN "Recording" r ON r."id" = l."recordingId"
     WHERE r."athleteId" = $1 AND l."recordingId" = $2 ORDER BY l."lapIndex"`,
    [athleteId, recordingId],
  );
  return rows;
}

/** The encoded channels of one recording; empty when it has no curve. */
export async function listCurveChannels(
  athleteId: string,
  recordingId: string,
  tx: Queryable = pool(),
): Promise<EncodedChannel[]> {
  const { rows } = await tx.query<EncodedChannel>(
    `SELECT c."kind", c."sampleCount", c."body" FROM "Curve" c
     JOIN "Recording" r ON r."id" = c."recordingId"
     WHERE r."athleteId" = $1 AND c."recordingId" = $2`,
    [athleteId, recordingId],
  );
  return rows;
}
