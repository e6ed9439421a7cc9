import { momentWords, type Reader, sentenceCase } from "@/components/connections/moment";

export type HistoryEntry = {
  id: string;
  at: Date;
  sentence: string;
  /** What it waited for on the way: how often, and until when at last. */
  waits: { cause: string; count: number; until: Date | null }[];
};

export function History({ entries, reader }: { entries: readonly HistoryEntry[]; reader: Reader }) {
  if (entries.length === 0) return <p className="text-sm text-ink2">Nothing has been synced yet.</p>;
  return (
    <ol>
      {entries.map((entry) => (
        <li key={entry.id} className="grid py-1 text-sm md:grid-cols-[8.375rem_1fr]">
          <span className="text-ink2">{sentenceCase(momentWords(entry.at, reader))}</span>
          <span>
            {entry.sentence}
            {entry.waits.map((wait) => (
              <span key={wait.cause} className="block text-xs text-ink2">
                On the way: {wait.cause} Waited {wait.count === 1 ? "once" : `${wait.count} times`}
                {wait.until ? `, until ${momentWords(wait.until, reader)}` : ""}.
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
