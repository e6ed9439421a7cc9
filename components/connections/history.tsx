import { momentWords, type Reader, sentenceCase } from "@/components/connections/moment";

export type HistoryEntry = { id: string; at: Date; sentence: string };

export function History({ entries, reader }: { entries: readonly HistoryEntry[]; reader: Reader }) {
  if (entries.length === 0) return <p className="text-sm text-ink2">Nothing has been synced yet.</p>;
  return (
    <ol>
      {entries.map((entry) => (
        <li key={entry.id} className="grid py-1 text-sm md:grid-cols-[8.375rem_1fr]">
          <span className="text-ink2">{sentenceCase(momentWords(entry.at, reader))}</span>
          <span>{entry.sentence}</span>
        </li>
      ))}
    </ol>
  );
}
