/** Copies of runs that may be one, as the pages and /v1 show them. */
import { z } from "zod";
import { countOpenReviews, listReviews, type ReviewRow, type ReviewSide } from "@/lib/db/read-reviews";

export type { ReviewRow, ReviewSide };
export { countOpenReviews };

const MAX_SHOWN = 200;

export type ReviewPage = { open: ReviewRow[]; decided: ReviewRow[] };

export async function readReviewPage(athleteId: string): Promise<ReviewPage> {
  const rows = await listReviews(athleteId, { workoutId: null, limit: MAX_SHOWN });
  return {
    open: rows.filter(({ verdict }) => verdict === null),
    decided: rows.filter(({ verdict }) => verdict !== null),
  };
}

/** Pairs that the recordings of one workout are in. */
export async function readReviewsOfWorkout(athleteId: string, workoutId: string): Promise<ReviewRow[]> {
  return listReviews(athleteId, { workoutId, limit: MAX_SHOWN });
}

const Side = z.object({
  recording_id: z.uuid(),
  channel: z.string(),
  external_id: z.string(),
  activity_id: z.string().nullable().describe("null while it does not count."),
  name: z.string().nullable(),
  sport: z.string(),
  started_at: z.iso.datetime(),
  local_date: z.iso.date(),
  elapsed_seconds: z.number(),
  distance_meters: z.number().nullable(),
  average_hr_bpm: z.number().nullable(),
});

export const MatchReview = z.object({
  id: z.uuid(),
  rule: z.string().describe("Why it is asked."),
  verdict: z.enum(["same", "different"]).nullable().describe("null while the athlete has not said."),
  recordings: z.array(Side).describe("Two, the pair in question."),
});
export type MatchReview = z.infer<typeof MatchReview>;

export async function listMatchReviews(athleteId: string): Promise<{ data: MatchReview[] }> {
  const rows = await listReviews(athleteId, { workoutId: null, limit: MAX_SHOWN });
  return {
    data: rows.map((row) => ({
      id: row.reviewId,
      rule: row.rule,
      verdict: row.verdict,
      recordings: [row.a, row.b].map(describeSide),
    })),
  };
}

function describeSide(side: ReviewSide): MatchReview["recordings"][number] {
  return {
    recording_id: side.recordingId,
    channel: side.channel,
    external_id: side.externalId,
    activity_id: side.workoutId,
    name: side.name,
    sport: side.sport,
    started_at: side.startedAt.toISOString(),
    local_date: side.localDate,
    elapsed_seconds: side.elapsedSeconds,
    distance_meters: side.distanceMeters,
    average_hr_bpm: side.averageHeartRateBpm,
  };
}
