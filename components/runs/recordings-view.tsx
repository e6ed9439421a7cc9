import Link from "next/link";
import { formatChannel, formatDistance, formatDuration, formatTimeAtOffset } from "@/components/format";
import { reasonWords } from "@/components/runs/match-words";
import { Button } from "@/components/ui";
import type { ReviewRow } from "@/lib/insights/match-reviews";
import type { LinkedRecordingRow } from "@/lib/insights/run";
import type { Units } from "@/lib/units";

type RecordingsProps = {
  recordings: readonly LinkedRecordingRow[];
  /** Pairs that these recordings are in. */
  reviews: readonly ReviewRow[];
  utcOffsetSeconds: number | null;
  units: Units;
  locale: string;
  /** Absent for those who only look. */
  unlinkAction?: (form: FormData) => Promise<void>;
};

/** The copies of this run: which one leads, and what may belong to it as well. */
export function RecordingsOfRun({ recordings, reviews, unlinkAction, ...reader }: RecordingsProps) {
  const open = reviews.filter(({ verdict }) => verdict === null);
  if (recordings.length < 2 && open.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1 text-md font-semibold">Recordings of this run</h2>
      <p className="mb-2 text-sm text-ink2">
        The run counts once. The first recording leads, the others fill gaps.
      </p>
      <ul className="divide-y divide-line text-sm">
        {recordings.map((recording) => (
          <li
            key={recording.recordingId}
            className="flex min-h-11 flex-wrap items-center justify-between gap-3 py-2"
          >
            <span>
              <span className="font-medium">{formatChannel(recording.channel)}</span>
              <span className="text-ink2">
                {" "}
                {recordingWords(recording, reader)}
                {recording.isPrimary ? ", leads" : ""}
              </span>
            </span>
            {unlinkAction && !recording.isPrimary ? (
              <form action={unlinkAction}>
                <input type="hidden" name="recording" value={recording.recordingId} />
                <Button type="submit" variant="quiet">
                  Not this run
                </Button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {open.length > 0 ? (
        <p className="mt-3 text-sm">
          {reasonWords(open[0]?.rule ?? "")} <Link href="/runs/review">Say whether it is the same run</Link>
        </p>
      ) : null}
    </section>
  );
}

function recordingWords(
  recording: LinkedRecordingRow,
  { units, locale, utcOffsetSeconds }: Pick<RecordingsProps, "units" | "locale" | "utcOffsetSeconds">,
): string {
  return [
    recording.isManual ? "typed in" : formatTimeAtOffset(recording.startedAt, utcOffsetSeconds, locale),
    formatDuration(recording.elapsedSeconds),
    formatDistance(recording.distanceMeters, units, locale),
  ].join(", ");
}
