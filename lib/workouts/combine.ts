/** What the athlete says about copies of a run, and what follows from it everywhere. */
import {
  decidePair,
  preferSource,
  type Resolved,
  takeVerdictBack,
  unlinkRecording,
} from "@/lib/ingest/review";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

/** `null` takes the athlete's word back. @throws AppError `not_found`, `invalid_input` */
export async function sayOfPair(
  athleteId: string,
  reviewId: string,
  verdict: "same" | "different" | null,
): Promise<void> {
  const resolved =
    verdict === null
      ? await takeVerdictBack(athleteId, reviewId)
      : await decidePair(athleteId, reviewId, verdict);
  await follow(athleteId, resolved);
}

/** @throws AppError `not_found` */
export async function partRecording(athleteId: string, recordingId: string): Promise<void> {
  await follow(athleteId, await unlinkRecording(athleteId, recordingId));
}

/** @throws AppError `invalid_input` */
export async function chooseSource(athleteId: string, metric: string, channel: string | null): Promise<void> {
  await follow(athleteId, await preferSource(athleteId, metric, channel));
}

async function follow(athleteId: string, { changedDates }: Resolved): Promise<void> {
  const [first] = changedDates.toSorted();
  if (first !== undefined) await recomputeDailyMetrics(athleteId, first);
}
