import type { Metadata } from "next";
import Link from "next/link";
import { athleteAccess } from "@/app/(coach)/athletes/[athleteId]/athlete-access";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { AthleteTabs } from "@/components/coaching/athlete-tabs";
import { CoachRunList } from "@/components/coaching/coach-run-list";
import { EmptyState, PageHeader } from "@/components/ui";
import { findVisibleName } from "@/lib/coaching/names";
import { readCoachRuns } from "@/lib/insights/coach-runs";

export const metadata: Metadata = { title: "Runs" };

/** An athlete's runs as a coach sees them, within what was agreed. */
export default async function AthleteRunsRoute({ params }: { params: Promise<{ athleteId: string }> }) {
  const user = await requirePageCoach();
  const [{ athleteId }, locale] = await Promise.all([params, readerLocale()]);
  const { kinds } = await athleteAccess(user.userId, athleteId, ["runs"]);
  const heartRate = kinds.has("heart_rate");
  const runs = kinds.has("runs") ? await readCoachRuns(athleteId, { heartRate, now: new Date() }) : null;
  return (
    <>
      <PageHeader
        title={runs?.athleteName ?? (await findVisibleName(athleteId))}
        above={
          <Link href="/athletes" className="inline-flex min-h-11 items-center md:min-h-0">
            Athletes
          </Link>
        }
      />
      <AthleteTabs athleteId={athleteId} here="runs" />
      {runs === null ? (
        <EmptyState title="Runs are not shared with you">
          The athlete decides what is shared and can change it at any time.
        </EmptyState>
      ) : (
        <>
          {heartRate ? null : <p className="mb-4 text-sm text-ink2">Heart rate: not shared with you.</p>}
          <CoachRunList runs={runs} athleteId={athleteId} units={user.units} locale={locale} />
        </>
      )}
    </>
  );
}
