import type { ReactNode } from "react";

export type WayFact = { title: string; text: string };

/** One way into Garmin: what it needs, what it gives, what may go wrong, and then its form. */
export function WayIn({
  id,
  title,
  rank,
  facts,
  children,
}: {
  id: string;
  title: string;
  rank: string;
  facts: readonly WayFact[];
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-md font-semibold">
        {title}
      </h2>
      <p className="text-xs text-ink2">{rank}</p>
      <dl className="mt-4 grid gap-4 md:grid-cols-3 md:gap-8">
        {facts.map((fact) => (
          <div key={fact.title}>
            <dt className="text-xs text-ink2">{fact.title}</dt>
            <dd className="mt-1 text-sm">{fact.text}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

/** A way whose form is behind a line, since there is a better one. */
export function FoldedForm({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="mt-3">
      <summary className="flex min-h-11 w-fit items-center text-sm font-medium text-brand hover:underline">
        {label}
      </summary>
      <div className="mt-2 rounded-panel bg-sunken p-5 md:p-6">{children}</div>
    </details>
  );
}
