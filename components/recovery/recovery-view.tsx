import Link from "next/link";
import { RecoveryChartsLoader } from "@/components/charts/recovery-charts-loader";
import { toRecoverySeries } from "@/components/charts/recovery-series";
import { RecoveryFigures } from "@/components/recovery/recovery-figures";
import { RecoveryTable } from "@/components/recovery/recovery-table";
import { SnapshotTable } from "@/components/recovery/snapshot-table";
import { StateMark } from "@/components/ui";
import { RECOVERY_RANGES_DAYS, type RecoveryPage } from "@/lib/insights/recovery-page";

export type RecoveryViewKind = "charts" | "table";

type Address = { path: string; rangeDays: number; view: RecoveryViewKind };

/** The range, table and CSV links of a recovery page; what is chosen stands in the address. */
export function RecoveryTools({ path, rangeDays, view, hasCsv }: Address & { hasCsv: boolean }) {
  const other = view === "table" ? "charts" : "table";
  return (
    <>
      <nav aria-label="Days shown" className="flex rounded-tall bg-sunken p-0.5 text-sm">
        {RECOVERY_RANGES_DAYS.map((days) => {
          const isShown = days === rangeDays;
          return (
            <Link
              key={days}
              href={addressOf({ path, rangeDays: days, view })}
              aria-current={isShown ? "true" : undefined}
              aria-label={`${days} days`}
              scroll={false}
              className={`flex min-h-11 items-center rounded-control px-3 font-normal text-ink2 no-underline hover:text-ink md:min-h-8 ${
                isShown ? "border border-line bg-raised font-medium text-ink" : ""
              }`}
            >
              {isShown ? `${days} days` : days}
            </Link>
          );
        })}
      </nav>
      <Link
        href={addressOf({ path, rangeDays, view: other })}
        className="flex min-h-11 items-center text-sm md:min-h-8"
      >
        {view === "table" ? "Charts" : "Table"}
      </Link>
      {hasCsv ? (
        <a
          href={`${path}/csv?days=${rangeDays}`}
          download
          className="flex min-h-11 items-center text-sm md:min-h-8"
        >
          CSV
        </a>
      ) : null}
    </>
  );
}

function addressOf({ path, rangeDays, view }: Address): string {
  return `${path}?days=${rangeDays}${view === "table" ? "&view=table" : ""}`;
}

/** The finding in words, then the figures beside the charts, or the same days as a table. */
export function RecoveryView({
  page,
  view,
  locale,
}: {
  page: RecoveryPage;
  view: RecoveryViewKind;
  locale: string;
}) {
  const { finding, sentence, shown, latest } = page;
  return (
    <>
      <StateMark
        tone={finding.tone}
        word={finding.word}
        half={finding.isLowConfidence && finding.state === "usual"}
      />
      <p className="mt-1 mb-6 max-w-3xl text-md">{sentence}</p>
      <NotShared shown={shown} />
      {view === "table" ? <RecoveryTable page={page} locale={locale} /> : null}
      {view === "charts" && latest ? (
        <figure
          aria-label={`Charts of ${page.rangeDays} days. ${sentence}`}
          className="md:grid md:grid-cols-[168px_1fr]"
        >
          <RecoveryFigures page={page} latest={latest} locale={locale} />
          <RecoveryChartsLoader series={toRecoverySeries(page)} locale={locale} />
        </figure>
      ) : null}
      {shown.recovery ? <SnapshotTable page={page} locale={locale} /> : null}
    </>
  );
}

function NotShared({ shown }: Pick<RecoveryPage, "shown">) {
  const missing = [
    shown.recovery ? null : "HRV and heart rate",
    shown.sleep ? null : "Sleep",
    shown.load === true ? null : "Load",
  ].filter((name) => name !== null);
  if (missing.length === 0) return null;
  return <p className="mb-6 text-sm text-ink2">{missing.join(" and ")}: not shared with you.</p>;
}
