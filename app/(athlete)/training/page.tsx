import type { Metadata } from "next";
import Link from "next/link";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import { firstWeekday } from "@/components/format";
import { RecoveryTools } from "@/components/recovery/recovery-view";
import { MissingNumbers } from "@/components/training/missing-numbers";
import {
  IntensitySection,
  sayTraining,
  TrainingFigure,
  TrainingFigures,
  TrainingTable,
  TrainingWeeks,
} from "@/components/training/training-view";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { parseRangeDays } from "@/lib/insights/recovery-page";
import { readTrainingPage } from "@/lib/insights/training-page";

export const metadata: Metadata = { title: "Training" };

type Route = { searchParams: Promise<{ days?: string | string[]; view?: string | string[] }> };

export default async function TrainingRoute({ searchParams }: Route) {
  const user = await requirePageAthlete();
  const [query, locale] = await Promise.all([searchParams, readerLocale()]);
  const rangeDays = parseRangeDays(String(query.days));
  const view = query.view === "table" ? "table" : "charts";
  const page = await readTrainingPage(user.athleteId, {
    rangeDays,
    timeZone: user.timeZone,
    now: new Date(),
    firstWeekday: firstWeekday(locale),
  });
  return (
    <>
      <PageHeader title="Training">
        <RecoveryTools path="/training" rangeDays={rangeDays} view={view} hasCsv />
        <Link href="/efficiency" className="flex min-h-11 items-center text-sm md:min-h-8">
          Efficiency
        </Link>
      </PageHeader>
      <MissingNumbers missing={page.missingNumbers} />
      {page.hasAny ? (
        <>
          <p className="mb-6 max-w-3xl text-md">{sayTraining(page)}</p>
          <TrainingFigures page={page} locale={locale} />
          {view === "table" ? (
            <TrainingTable page={page} locale={locale} />
          ) : (
            <TrainingFigure page={page} locale={locale} />
          )}
          <TrainingWeeks page={page} units={user.units} locale={locale} />
          <IntensitySection intensity={page.intensity} />
          <p className="mt-8 text-sm">
            <Link href="/methods" className="inline-flex min-h-11 items-center md:min-h-0">
              How these numbers are made
            </Link>
          </p>
        </>
      ) : (
        <EmptyState
          title="No workout yet"
          action={<LinkButton href="/connections">Look at the connections</LinkButton>}
        >
          Load is computed from what your watch measured in each workout.
        </EmptyState>
      )}
    </>
  );
}
