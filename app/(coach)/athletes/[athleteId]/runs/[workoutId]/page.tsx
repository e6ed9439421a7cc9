import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { athleteAccess, orNotFound } from "@/app/(coach)/athletes/[athleteId]/athlete-access";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { formatLocalDate, formatWorkoutName } from "@/components/format";
import { HeartRateZones, RunDetails, RunFigures } from "@/components/runs/run-view";
import { PageHeader } from "@/components/ui";
import { readCoachRun } from "@/lib/insights/coach-runs";

export const metadata: Metadata = { title: "Run" };

type Route = { params: Promise<{ athleteId: string; workoutId: string }> };

/** One run of an athlete as a coach sees it, within what was agreed. */
export default async function AthleteRunRoute({ params }: Route) {
  const user = await requirePageCoach();
  const [{ athleteId, workoutId }, locale] = await Promise.all([params, readerLocale()]);
  const { kinds } = await athleteAccess(user.userId, athleteId, ["runs", "heart_rate"]);
  if (!kinds.has("runs")) notFound();
  const heartRate = kinds.has("heart_rate");
  const page = await orNotFound(() => readCoachRun(athleteId, workoutId, { heartRate }));
  const reader = { units: user.units, locale };
  return (
    <>
      <PageHeader
        title={formatWorkoutName(page.workout)}
        above={
          <Link href={`/athletes/${athleteId}/runs`} className="inline-flex min-h-11 items-center md:min-h-0">
            Runs of the athlete
          </Link>
        }
      >
        <span className="text-sm text-ink2">{formatLocalDate(page.workout.localDate, locale, "full")}</span>
      </PageHeader>
      {heartRate ? null : <p className="mb-4 text-sm text-ink2">Heart rate: not shared with you.</p>}
      <RunFigures page={page} {...reader} effort={null} />
      <div className="mt-8 grid gap-8 md:grid-cols-2 md:gap-12">
        {heartRate ? <HeartRateZones zones={page.zones} /> : null}
        <RunDetails page={page} {...reader} />
      </div>
    </>
  );
}
