export type StateTone = "usual" | "watch" | "strong" | "nodata";

/** The shape alone, 12 px; the word beside it is for whoever calls. Colour never tells alone. */
export function StateShape({ tone, half = false }: { tone: StateTone; half?: boolean }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className="shrink-0">
      {tone === "usual" && half ? (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="var(--usual)" strokeWidth="1.5" />
          <path d="M6 1.75a4.25 4.25 0 0 0 0 8.5z" fill="var(--usual)" />
        </>
      ) : null}
      {tone === "usual" && !half ? <circle cx="6" cy="6" r="5" fill="var(--usual)" /> : null}
      {tone === "watch" ? <path d="M6 1 11.5 11h-11z" fill="var(--watch)" /> : null}
      {tone === "strong" ? <rect x="1.5" y="1.5" width="9" height="9" fill="var(--strong)" /> : null}
      {tone === "nodata" ? (
        <circle cx="6" cy="6" r="4.25" fill="none" stroke="var(--nodata)" strokeWidth="1.5" />
      ) : null}
    </svg>
  );
}

/** Shape and word. `half` marks a usual day that rests on few nights. */
export function StateMark({
  tone,
  word,
  half = false,
  className = "",
}: {
  tone: StateTone;
  word: string;
  half?: boolean;
  className?: string;
}) {
  return (
    <span className={`inline-flex items-center gap-2 text-sm font-medium text-ink ${className}`}>
      <StateShape tone={tone} half={half} />
      {word}
    </span>
  );
}
