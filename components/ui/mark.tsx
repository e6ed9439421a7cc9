/** The sun half over the horizon, and the name. */
export function Mark({ withName = true }: { withName?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 text-md font-semibold text-ink">
      <svg viewBox="0 0 22 14" width="22" height="14" aria-hidden="true">
        <path d="M4.5 9.5a6.5 6.5 0 0 1 13 0z" fill="var(--brand)" />
        <rect x="0" y="11.5" width="22" height="1.8" rx="0.9" fill="var(--ink)" />
      </svg>
      {withName ? "Nightrun" : <span className="sr-only">Nightrun</span>}
    </span>
  );
}
