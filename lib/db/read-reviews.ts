/** Pairs in review with both recordings, for the page and for programs. */
import { pool } from "@/lib/db/client";
import type { Sport } from "@/lib/records/recording";

export type ReviewSide = {
  recordingId: string;
  channel: string;
  externalId: string;
  workoutId: string | null;
  sport: Sport;
  sportDetail: string;
  name: string | null;
  startedAt: Date;
  utcOffsetSeconds: number | null;
  localDate: string;
  elapsedSeconds: number;
  distanceMeters: number | null;
  averageHeartRateBpm: number | null;
  isManual: boolean;
};

export type ReviewRow = {
  reviewId: string;
  rule: string;
  verdict: "same" | "different" | null;
  decidedAt: Date | null;
  a: ReviewSide;
  b: ReviewSide;
};

const SIDE_SQL = `r."id" AS "recordingId", r."channel", r."externalId", r."workoutId", r."sport", r."sportDetail",
  r."name", r."startedAt", r."utcOffsetSeconds", r."localDate", r."elapsedSeconds", r."distanceMeters",
  r."averageHeartRateBpm", r."isManual"`;

/** Open pairs first, newest first; then what the athlete decided. A pair of which a side is gone is left out. */
export async function listReviews(
  athleteId: string,
  filter: { workoutId: string | null; limit: number },
): Promise<ReviewRow[]> {
  type Pair = Omit<ReviewRow, "a" | "b"> & { aId: string; bId: string };
  const { rows: pairs } = await pool().query<Pair>(
    `SELECT m."id" AS "reviewId", m."rule", m."verdict", m."decidedAt", a."id" AS "aId", b."id" AS "bId"
       FROM "MatchReview" m
       JOIN "Recording" a ON a."athleteId" = $1 AND a."channel" = m."aChannel" AND a."externalId" = m."aExternalId"
       JOIN "Recording" b ON b."athleteId" = $1 AND b."channel" = m."bChannel" AND b."externalId" = m."bExternalId"
      WHERE m."athleteId" = $1 AND ($2::uuid IS NULL OR a."workoutId" = $2 OR b."workoutId" = $2)
      ORDER BY m."verdict" IS NOT NULL, greatest(a."startedAt", b."startedAt") DESC, m."id" LIMIT $3`,
    [athleteId, filter.workoutId, filter.limit],
  );
  const { rows: sides } = await pool().query<ReviewSide>(
    `SELECT ${SIDE_SQL} FROM "Recording" r WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[])`,
    [athleteId, pairs.flatMap(({ aId, bId }) => [aId, bId])],
  );
  const byId = new Map(sides.map((side) => [side.recordingId, side]));
  return pairs.flatMap(({ aId, bId, ...pair }) => {
    const [a, b] = [byId.get(aId), byId.get(bId)];
    return a && b ? [{ ...pair, a, b }] : [];
  });
}

export async function countOpenReviews(athleteId: string): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "MatchReview" WHERE "athleteId" = $1 AND "verdict" IS NULL`,
    [athleteId],
  );
  return rows[0]?.count ?? 0;
}
