import Link from "next/link";
import { Notice } from "@/components/ui";
import type { MissingNumber } from "@/lib/insights/missing-numbers";

/** What a formula lacks, and where to say it. Loud only where nothing can be computed without it. */
export function MissingNumbers({ missing }: { missing: readonly MissingNumber[] }) {
  const needed = missing.filter((one) => one.isNeeded);
  const others = missing.filter((one) => !one.isNeeded);
  return (
    <>
      {needed.map(({ field, text }) => (
        <div key={field} className="mb-6 max-w-3xl">
          <Notice tone="nodata" title={text}>
            <Link href="/settings" className="inline-flex min-h-11 items-center md:min-h-0">
              Say it in the settings
            </Link>
          </Notice>
        </div>
      ))}
      {others.length === 0 || needed.length > 0 ? null : (
        <p className="mb-6 max-w-3xl text-xs text-ink2">
          {others.map(({ text }) => text).join(" ")}{" "}
          <Link href="/settings" className="inline-flex min-h-11 items-center md:min-h-0">
            Settings
          </Link>
        </p>
      )}
    </>
  );
}
