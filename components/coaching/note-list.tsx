import type { ReactNode } from "react";
import { formatLocalDate } from "@/components/format";
import type { CoachNote } from "@/lib/coaching/notes";

/** Notes, newest day first. `action` is what may be done with one. */
export function NoteList({
  notes,
  locale,
  hasAuthor = false,
  action,
}: {
  notes: readonly CoachNote[];
  locale: string;
  hasAuthor?: boolean;
  action?: (note: CoachNote) => ReactNode;
}) {
  return (
    <ul className="divide-y divide-line">
      {notes.map((note) => (
        <li key={note.id} className="flex flex-wrap items-start justify-between gap-3 py-3">
          <div className="min-w-0 max-w-2xl">
            <p className="text-xs text-ink2">
              {formatLocalDate(note.localDate, locale, "full")}
              {hasAuthor
                ? `, ${note.authorName}`
                : note.isShared
                  ? ", the athlete reads it"
                  : ", for you alone"}
            </p>
            <p className="text-sm whitespace-pre-line">{note.text}</p>
          </div>
          {action?.(note)}
        </li>
      ))}
    </ul>
  );
}
