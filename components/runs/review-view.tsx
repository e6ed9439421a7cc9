import Link from "next/link";
import {
  formatChannel,
  formatDistance,
  formatDuration,
  formatLocalDate,
  formatNumber,
  formatTimeAtOffset,
  formatWorkoutName,
} from "@/components/format";
import { reasonWords } from "@/components/runs/match-words";
import { Button } from "@/components/ui";
import type { ReviewRow, ReviewSide } from "@/lib/insights/match-reviews";
import type { Units } from "@/lib/units";

type Reader = { units: Units; locale: string };
type SayAction = (form: FormData) => Promise<void>;

/** Pairs that wait for a word; both sides beside each other, one tap each. */
export function OpenReviews({
  reviews,
  action,
  ...reader
}: Reader & { reviews: ReviewRow[]; action: SayAction }) {
  return (
    <ul className="flex flex-col gap-6">
      {reviews.map((review) => (
        <li key={review.reviewId} className="rounded-panel border border-line p-4 md:p-5">
          <p className="mb-4 text-sm text-ink2">{reasonWords(review.rule)}</p>
          <PairTable review={review} {...reader} />
          <form action={action} className="mt-4 flex flex-wrap gap-3">
            <input type="hidden" name="review" value={review.reviewId} />
            <Button type="submit" name="verdict" value="same" variant="primary">
              The same run
            </Button>
            <Button type="submit" name="verdict" value="different">
              Two runs
            </Button>
          </form>
        </li>
      ))}
    </ul>
  );
}

/** What the athlete said; each can be taken back. */
export function DecidedReviews({
  reviews,
  action,
  ...reader
}: Reader & { reviews: ReviewRow[]; action: SayAction }) {
  return (
    <ul className="divide-y divide-line text-sm">
      {reviews.map((review) => (
        <li key={review.reviewId} className="flex flex-wrap items-center justify-between gap-3 py-3">
          <span>
            {[review.a, review.b].map((side) => sideWords(side, reader)).join(" and ")}:{" "}
            {review.verdict === "same" ? "the same run" : "two runs"}
          </span>
          <form action={action}>
            <input type="hidden" name="review" value={review.reviewId} />
            <Button type="submit" name="verdict" value="" variant="quiet">
              Take back
            </Button>
          </form>
        </li>
      ))}
    </ul>
  );
}

function sideWords(side: ReviewSide, { locale }: Reader): string {
  return `${formatChannel(side.channel)} of ${formatLocalDate(side.localDate, locale)}, ${timeWords(side, locale)}`;
}

function timeWords({ startedAt, utcOffsetSeconds }: ReviewSide, locale: string): string {
  return `${formatTimeAtOffset(startedAt, utcOffsetSeconds, locale)}${utcOffsetSeconds === null ? " UTC" : ""}`;
}

function PairTable({ review: { a, b }, units, locale }: Reader & { review: ReviewRow }) {
  const rows: [string, (side: ReviewSide) => string][] = [
    ["Start", (side) => `${formatLocalDate(side.localDate, locale)}, ${timeWords(side, locale)}`],
    ["Time", (side) => formatDuration(side.elapsedSeconds)],
    ["Distance", (side) => formatDistance(side.distanceMeters, units, locale)],
    ["Heart rate", (side) => heartRateWords(side, locale)],
    ["Counts now", (side) => (side.workoutId === null ? "no" : "yes")],
  ];
  return (
    <table className="w-full text-left text-sm">
      <thead>
        <tr>
          <td />
          {[a, b].map((side) => (
            <th key={side.recordingId} scope="col" className="pb-2 font-semibold">
              {side.workoutId === null ? formatWorkoutName(side) : <RunLink side={side} />}
              <span className="block font-normal text-ink2">{formatChannel(side.channel)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, words]) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 font-normal text-ink2">
              {label}
            </th>
            {[a, b].map((side) => (
              <td key={side.recordingId} className="py-2 pr-3">
                {words(side)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RunLink({ side }: { side: ReviewSide }) {
  return <Link href={`/runs/${side.workoutId}`}>{formatWorkoutName(side)}</Link>;
}

function heartRateWords({ averageHeartRateBpm }: ReviewSide, locale: string): string {
  const value = formatNumber(averageHeartRateBpm, 0, locale);
  return averageHeartRateBpm === null ? value : `${value} bpm`;
}
