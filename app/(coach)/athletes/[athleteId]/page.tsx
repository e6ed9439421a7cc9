import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { readerLocale } from "@/app/reader-locale";
import { RecoveryTools, RecoveryView } from "@/components/recovery/recovery-view";
import { EmptyState, PageHeader } from "@/components/ui";
import { requireAthleteAccess } from "@/lib/auth/access";
import { requirePageUser } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

export const metadata: Metadata = { title: "Athlete" };

type Route = {
  params: Promise<{ athleteId: string }>;
  searchParams: Promise<{ days?: string | string[]; view?: string | string[] }>;
};

/** An athlete's Recovery as a coach sees it: read only, within what was agreed. */
export default async function AthleteRoute({ params, searchParams }: Route) {
  const user = await requirePageUser();
  const [{ athleteId }, query, locale] = await Promise.all([params, searchParams, readerLocale()]);
  const kinds = await allowedKinds(user.userId, athleteId);
  const rangeDays = parseRangeDays(String(query.days));
  const view = query.view === "table" ? "table" : "charts";
  const shown = {
    recovery: kinds.has("recovery"),
    sleep: kinds.has("sleep"),
    load: kinds.has("load"),
    checkIns: kinds.has("check_ins"),
  };
  const page = await readRecoveryPage(athleteId, rangeDays, new Date(), { shown, whose: "their" });
  return (
    <>
      <PageHeader
        title={page.athleteName}
        above={
          <Link href="/athletes" className="inline-flex min-h-11 items-center md:min-h-0">
            Athletes
          </Link>
        }
      >
        <RecoveryTools path={`/athletes/${athleteId}`} rangeDays={rangeDays} view={view} hasCsv={false} />
      </PageHeader>
      {page.latest === null && page.snapshots.length === 0 ? (
        <EmptyState title={`No night in the last ${rangeDays} days`}>
          Nothing has arrived that is shared with you.
        </EmptyState>
      ) : (
        <RecoveryView page={page} view={view} locale={locale} />
      )}
    </>
  );
}

/** What is shared of recovery and sleep. An athlete who is not linked is not there. */
async function allowedKinds(userId: string, athleteId: string) {
  try {
    return (await requireAthleteAccess({ userId }, athleteId, ["recovery", "sleep"])).kinds;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
