import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { rateAction } from "@/app/(athlete)/runs/[workoutId]/actions";
import { unlinkAction } from "@/app/(athlete)/runs/review/actions";
import { readerLocale } from "@/app/reader-locale";
import { formatLocalDate, formatTimeAtOffset, formatWorkoutName } from "@/components/format";
import { Effort } from "@/components/runs/effort";
import { RecordingsOfRun } from "@/components/runs/recordings-view";
import { RunMeaningSection } from "@/components/runs/run-meaning";
import { HeartRateZones, RunDetails, RunFigures } from "@/components/runs/run-view";
import { PageHeader } from "@/components/ui";
import { requirePageUser } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { type RunPage, readRunPage } from "@/lib/insights/run";
import { readRunMeaning } from "@/lib/insights/run-meaning";

export const metadata: Metadata = { title: "Run" };

export default async function RunRoute({ params }: { params: Promise<{ workoutId: string }> }) {
  const user = await requirePageUser();
  const { workoutId } = await params;
  if (user.athleteId === null) notFound();
  const [page, locale] = await Promise.all([findOrLeave(user.athleteId, workoutId), readerLocale()]);
  const meaning = await readRunMeaning(user.athleteId, workoutId);
  const { workout } = page;
  const when = `${formatLocalDate(workout.localDate, locale, "full")}, ${formatTimeAtOffset(workout.startedAt, workout.utcOffsetSeconds, locale)}${workout.utcOffsetSeconds === null ? " UTC" : ""}`;
  return (
    <>
      <PageHeader
        title={formatWorkoutName(workout)}
        above={
          <Link href="/runs" className="inline-flex min-h-11 items-center md:min-h-0">
            Runs
          </Link>
        }
      >
        <span className="text-sm text-ink2">{when}</span>
      </PageHeader>
      <RunFigures
        page={page}
        units={user.units}
        locale={locale}
        effort={
          <Effort
            key={workout.athleteRpe}
            athleteRpe={workout.athleteRpe}
            sourceRpe={workout.rpe}
            locale={locale}
            action={rateAction.bind(null, workoutId)}
          />
        }
      />
      <div className="mt-8 grid gap-8 md:grid-cols-2 md:gap-12">
        <HeartRateZones zones={page.zones} />
        <RunMeaningSection meaning={meaning} locale={locale} />
        <RunDetails page={page} units={user.units} locale={locale} />
        <RecordingsOfRun
          recordings={page.recordings}
          reviews={page.reviews}
          utcOffsetSeconds={workout.utcOffsetSeconds}
          units={user.units}
          locale={locale}
          unlinkAction={unlinkAction}
        />
      </div>
    </>
  );
}

/** Somebody else's run and no run look the same. */
async function findOrLeave(athleteId: string, workoutId: string): Promise<RunPage> {
  try {
    return await readRunPage(athleteId, workoutId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
