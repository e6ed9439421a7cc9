/** What matching reads and keeps: recordings around a moment, pairs in review, the athlete's verdicts. */
import type { Queryable } from "@/lib/db/client";
import type { Channel, Sport } from "@/lib/records/recording";

/** A recording as matching sees it, with where it stands now. */
export type MatchRow = {
  id: string;
  workoutId: string | null;
  channel: Channel;
  externalId: string;
  originId: string | null;
  sport: Sport;
  startMs: number;
  isStartTimeKnown: boolean;
  elapsedSeconds: number;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  /** `YYYY-MM-DD` */
  localDate: string;
  deviceId: string | null;
  isManual: boolean;
  isMultisportParent: boolean;
  parentExternalId: string | null;
};

const MATCH_COLUMNS = `
  r."id", r."workoutId", r."channel", r."externalId", r."originId", r."sport",
  (extract(epoch FROM r."startedAt") * 1000)::float8 AS "startMs", r."isStartTimeKnown", r."elapsedSeconds",
  r."distanceMeters", r."averageHeartRateBpm", r."localDate", r."deviceId", r."isManual",
  r."isMultisportParent", r."parentExternalId"`;

export async function listMatchRows(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<MatchRow[]> {
  const { rows } = await tx.query<MatchRow>(
    `SELECT ${MATCH_COLUMNS} FROM "Recording" r WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[])`,
    [athleteId, recordingIds],
  );
  return rows;
}

/** Spans of epoch milliseconds, ends included. */
export type Span = { fromMs: number; toMs: number };

/** Recordings that start within any of the spans. */
export async function listMatchRowsWithin(
  athleteId: string,
  spans: readonly Span[],
  tx: Queryable,
): Promise<MatchRow[]> {
  const { rows } = await tx.query<MatchRow>(
    `SELECT ${MATCH_COLUMNS} FROM unnest($2::timestamptz[], $3::timestamptz[]) AS s("from", "to")
       JOIN "Recording" r ON r."athleteId" = $1 AND r."startedAt" BETWEEN s."from" AND s."to"`,
    [athleteId, spans.map(({ fromMs }) => new Date(fromMs)), spans.map(({ toMs }) => new Date(toMs))],
  );
  return rows;
}

/** Recordings that these ids name, or that share a workout with these recordings. */
export async function listLinkedMatchRows(
  athleteId: string,
  link: { workoutIds: readonly string[]; keys: readonly RecordingKeyText[]; originIds: readonly string[] },
  tx: Queryable,
): Promise<MatchRow[]> {
  const { rows } = await tx.query<MatchRow>(
    `SELECT ${MATCH_COLUMNS} FROM "Recording" r
      WHERE r."athleteId" = $1 AND r."workoutId" = ANY($2::uuid[])
     UNION ALL
     SELECT ${MATCH_COLUMNS} FROM unnest($3::text[], $4::text[]) AS k("channel", "externalId")
       JOIN "Recording" r ON r."athleteId" = $1 AND r."channel" = k."channel" AND r."externalId" = k."externalId"
     UNION ALL
     SELECT ${MATCH_COLUMNS} FROM "Recording" r WHERE r."athleteId" = $1 AND r."originId" = ANY($5::text[])`,
    [
      athleteId,
      link.workoutIds,
      link.keys.map(({ channel }) => channel),
      link.keys.map(({ externalId }) => externalId),
      link.originIds,
    ],
  );
  return rows;
}

type RecordingKeyText = { channel: string; externalId: string };

/** A pair that was asked about or decided. */
export type MatchReviewRow = {
  id: string;
  aChannel: Channel;
  aExternalId: string;
  bChannel: Channel;
  bExternalId: string;
  rule: string;
  overlapShare: number;
  verdict: "same" | "different" | null;
  decidedAt: Date | null;
};

export async function listMatchReviews(athleteId: string, tx: Queryable): Promise<MatchReviewRow[]> {
  const { rows } = await tx.query<MatchReviewRow>(
    `SELECT "id", "aChannel", "aExternalId", "bChannel", "bExternalId", "rule", "overlapShare", "verdict", "decidedAt"
       FROM "MatchReview" WHERE "athleteId" = $1`,
    [athleteId],
  );
  return rows;
}

export type OpenReview = Omit<MatchReviewRow, "id" | "verdict" | "decidedAt">;

/** Asks about these pairs, and no longer about those. What the athlete has decided stays. */
export async function replaceOpenReviews(
  athleteId: string,
  asked: readonly OpenReview[],
  settledIds: readonly string[],
  tx: Queryable,
): Promise<void> {
  if (settledIds.length > 0) {
    await tx.query(
      `DELETE FROM "MatchReview" WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[]) AND "verdict" IS NULL`,
      [athleteId, settledIds],
    );
  }
  if (asked.length === 0) return;
  await tx.query(
    `INSERT INTO "MatchReview" ("athleteId", "aChannel", "aExternalId", "bChannel", "bExternalId", "rule", "overlapShare")
     SELECT $1, i."aChannel", i."aExternalId", i."bChannel", i."bExternalId", i."rule", i."overlapShare"
       FROM json_to_recordset($2::json) AS i("aChannel" text, "aExternalId" text, "bChannel" text,
            "bExternalId" text, "rule" text, "overlapShare" double precision)
     ON CONFLICT ("athleteId", "aChannel", "aExternalId", "bChannel", "bExternalId")
     DO UPDATE SET "rule" = excluded."rule", "overlapShare" = excluded."overlapShare"
     WHERE "MatchReview"."verdict" IS NULL`,
    [athleteId, JSON.stringify(asked)],
  );
}

export type VerdictRow = RecordingKeyPair & { verdict: "same" | "different"; rule: string };
export type RecordingKeyPair = {
  aChannel: string;
  aExternalId: string;
  bChannel: string;
  bExternalId: string;
};

/** Keeps what the athlete said of pairs; a later word on the same pair takes the place of the earlier. */
export async function saveVerdicts(
  athleteId: string,
  verdicts: readonly VerdictRow[],
  tx: Queryable,
): Promise<void> {
  await tx.query(
    `INSERT INTO "MatchReview" ("athleteId", "aChannel", "aExternalId", "bChannel", "bExternalId", "rule",
            "overlapShare", "verdict", "decidedAt")
     SELECT $1, i."aChannel", i."aExternalId", i."bChannel", i."bExternalId", i."rule", 0, i."verdict", clock_timestamp()
       FROM json_to_recordset($2::json) AS i("aChannel" text, "aExternalId" text, "bChannel" text,
            "bExternalId" text, "rule" text, "verdict" text)
     ON CONFLICT ("athleteId", "aChannel", "aExternalId", "bChannel", "bExternalId")
     DO UPDATE SET "verdict" = excluded."verdict", "decidedAt" = excluded."decidedAt"`,
    [athleteId, JSON.stringify(verdicts)],
  );
}

/** Takes a verdict back. @returns the pair, `null` when there is no such verdict */
export async function deleteVerdict(
  athleteId: string,
  reviewId: string,
  tx: Queryable,
): Promise<RecordingKeyPair | null> {
  const { rows } = await tx.query<RecordingKeyPair>(
    `DELETE FROM "MatchReview" WHERE "athleteId" = $1 AND "id" = $2 AND "verdict" IS NOT NULL
     RETURNING "aChannel", "aExternalId", "bChannel", "bExternalId"`,
    [athleteId, reviewId],
  );
  return rows[0] ?? null;
}

/** Metric to preferred channel. */
export async function readSourcePriority(athleteId: string, tx: Queryable): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ metric: string; channel: string }>(
    `SELECT "metric", "channel" FROM "SourcePriority" WHERE "athleteId" = $1`,
    [athleteId],
  );
  return new Map(rows.map(({ metric, channel }) => [metric, channel]));
}

/** `null` goes back to the usual order. */
export async function writeSourcePriority(
  athleteId: string,
  metric: string,
  channel: string | null,
  tx: Queryable,
): Promise<void> {
  if (channel === null) {
    await tx.query(`DELETE FROM "SourcePriority" WHERE "athleteId" = $1 AND "metric" = $2`, [
      athleteId,
      metric,
    ]);
    return;
  }
  await tx.query(
    `INSERT INTO "SourcePriority" ("athleteId", "metric", "channel") VALUES ($1, $2, $3)
     ON CONFLICT ("athleteId", "metric") DO UPDATE SET "channel" = excluded."channel"`,
    [athleteId, metric, channel],
  );
}

export async function findReview(
  athleteId: string,
  reviewId: string,
  tx: Queryable,
): Promise<(RecordingKeyPair & { rule: string }) | null> {
  const { rows } = await tx.query<RecordingKeyPair & { rule: string }>(
    `SELECT "aChannel", "aExternalId", "bChannel", "bExternalId", "rule" FROM "MatchReview"
      WHERE "athleteId" = $1 AND "id" = $2`,
    [athleteId, reviewId],
  );
  return rows[0] ?? null;
}

/** The recordings of a pair that are here; without a pair, all that share a workout with another one. */
export async function findRecordingIds(
  athleteId: string,
  pair: RecordingKeyPair | null,
  tx: Queryable,
): Promise<string[]> {
  const { rows } = pair
    ? await tx.query<{ id: string }>(
        `SELECT "id" FROM "Recording" WHERE "athleteId" = $1
            AND (("channel" = $2 AND "externalId" = $3) OR ("channel" = $4 AND "externalId" = $5))`,
        [athleteId, pair.aChannel, pair.aExternalId, pair.bChannel, pair.bExternalId],
      )
    : await tx.query<{ id: string }>(
        `SELECT "id" FROM (
           SELECT "id", count(*) OVER (PARTITION BY "workoutId") AS "copies" FROM "Recording"
            WHERE "athleteId" = $1 AND "workoutId" IS NOT NULL) r WHERE "copies" > 1`,
        [athleteId],
      );
  return rows.map(({ id }) => id);
}

export type Companion = { id: string; channel: Channel; externalId: string };

/** All copies of the workout that this recording belongs to, itself among them. */
export async function listCompanions(
  athleteId: string,
  recordingId: string,
  tx: Queryable,
): Promise<Companion[]> {
  const { rows } = await tx.query<Companion>(
    `SELECT r."id", r."channel", r."externalId" FROM "Recording" own
       JOIN "Recording" r ON r."athleteId" = $1 AND r."workoutId" = own."workoutId"
      WHERE own."athleteId" = $1 AND own."id" = $2 ORDER BY r."id"`,
    [athleteId, recordingId],
  );
  return rows;
}

/** The recordings that hang together with these by a workout or a pair, these among them. */
export async function listAttached(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH own AS (SELECT * FROM "Recording" WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[]))
     SELECT "id" FROM own
     UNION SELECT r."id" FROM own JOIN "Recording" r ON r."athleteId" = $1 AND r."workoutId" = own."workoutId"
     UNION SELECT r."id" FROM own
       JOIN "MatchReview" m ON m."athleteId" = $1 AND own."channel" = m."aChannel" AND own."externalId" = m."aExternalId"
       JOIN "Recording" r ON r."athleteId" = $1 AND r."channel" = m."bChannel" AND r."externalId" = m."bExternalId"
     UNION SELECT r."id" FROM own
       JOIN "MatchReview" m ON m."athleteId" = $1 AND own."channel" = m."bChannel" AND own."externalId" = m."bExternalId"
       JOIN "Recording" r ON r."athleteId" = $1 AND r."channel" = m."aChannel" AND r."externalId" = m."aExternalId"`,
    [athleteId, recordingIds],
  );
  return rows.map(({ id }) => id);
}

/** Removes recordings with the workouts that they alone made, and the open questions about them. @returns the dates left */
export async function deleteRecordings(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<string[]> {
  await tx.query(
    `DELETE FROM "MatchReview" m USING "Recording" r
      WHERE m."athleteId" = $1 AND m."verdict" IS NULL AND r."athleteId" = $1 AND r."id" = ANY($2::uuid[])
        AND ((r."channel" = m."aChannel" AND r."externalId" = m."aExternalId")
          OR (r."channel" = m."bChannel" AND r."externalId" = m."bExternalId"))`,
    [athleteId, recordingIds],
  );
  const { rows } = await tx.query<{ localDate: string }>(
    `WITH gone AS (DELETE FROM "Recording" WHERE "athleteId" = $1 AND "id" = ANY($2::uuid[]) RETURNING "workoutId"),
     empty AS (
       DELETE FROM "Workout" w WHERE w."athleteId" = $1 AND w."id" IN (SELECT "workoutId" FROM gone)
         AND NOT EXISTS (SELECT FROM "Recording" r WHERE r."workoutId" = w."id" AND r."id" <> ALL($2::uuid[]))
       RETURNING "localDate")
     SELECT "localDate" FROM empty`,
    [athleteId, recordingIds],
  );
  return rows.map(({ localDate }) => localDate);
}
