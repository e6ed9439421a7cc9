import Link from "next/link";

/** The pages of one athlete, for the coach. */
export function AthleteTabs({ athleteId, here }: { athleteId: string; here: "recovery" | "runs" }) {
  const tabs = [
    { name: "recovery", label: "Recovery", href: `/athletes/${athleteId}` },
    { name: "runs", label: "Runs", href: `/athletes/${athleteId}/runs` },
  ] as const;
  return (
    <nav aria-label="Of this athlete" className="no-print mb-6 flex gap-6 border-b border-line">
      {tabs.map(({ name, label, href }) => (
        <Link
          key={name}
          href={href}
          aria-current={name === here ? "page" : undefined}
          className="flex min-h-11 items-center border-b-2 border-transparent text-sm font-normal text-ink2 no-underline hover:text-ink hover:no-underline aria-[current=page]:border-brand aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
