import type { Metadata } from "next";
import Link from "next/link";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import { EfficiencyFigure, EfficiencyTable } from "@/components/efficiency/efficiency-view";
import { sayEfficiency } from "@/components/efficiency/efficiency-words";
import { RecoveryTools } from "@/components/recovery/recovery-view";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { readEfficiencyPage } from "@/lib/insights/efficiency-page";
import { parseRangeDays } from "@/lib/insights/recovery-page";

export const metadata: Metadata = { title: "Efficiency" };

type Route = { searchParams: Promise<{ days?: string | string[]; view?: string | string[] }> };

export default async function EfficiencyRoute({ searchParams }: Route) {
  const user = await requirePageAthlete();
  const [query, locale] = await Promise.all([searchParams, readerLocale()]);
  const rangeDays = parseRangeDays(String(query.days));
  const view = query.view === "table" ? "table" : "charts";
  const page = await readEfficiencyPage(user.athleteId, {
    rangeDays,
    timeZone: user.timeZone,
    now: new Date(),
  });
  const reader = { page, units: user.units, locale };
  return (
    <>
      <PageHeader
        title="Efficiency"
        above={
          <Link href="/training" className="inline-flex min-h-11 items-center md:min-h-0">
            Training
          </Link>
        }
      >
        <RecoveryTools path="/efficiency" rangeDays={rangeDays} view={view} hasCsv />
      </PageHeader>
      {page.runs.length === 0 ? (
        <EmptyState
          title={`No run in the last ${rangeDays} days`}
          action={<LinkButton href="/connections">Look at the connections</LinkButton>}
        >
          Pace at heart rate is read from runs with both.
        </EmptyState>
      ) : (
        <>
          <p className="max-w-3xl text-md">{sayEfficiency(page.trend)}</p>
          <p className="mt-1 mb-6 max-w-3xl text-sm text-ink2">
            {page.comparableCount} of {page.runs.length} runs compare with one another: outdoors, at least 20
            minutes, steady, with heart rate, and not too hilly. Heat moves these numbers as much as fitness
            does.
          </p>
          {view === "charts" ? <EfficiencyFigure {...reader} /> : null}
          <EfficiencyTable {...reader} />
        </>
      )}
    </>
  );
}
