import type { Metadata } from "next";
import Link from "next/link";
import { athleteAccess } from "@/app/(coach)/athletes/[athleteId]/athlete-access";
import { DeleteNoteForm, NoteForm } from "@/app/(coach)/athletes/[athleteId]/note-forms";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { AthleteTabs } from "@/components/coaching/athlete-tabs";
import { NoteList } from "@/components/coaching/note-list";
import { PrintButton } from "@/components/coaching/print-button";
import { RecoveryTools, RecoveryView } from "@/components/recovery/recovery-view";
import { EmptyState, PageHeader } from "@/components/ui";
import { listOwnNotes } from "@/lib/coaching/notes";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

export const metadata: Metadata = { title: "Athlete" };

type Route = {
  params: Promise<{ athleteId: string }>;
  searchParams: Promise<{ days?: string | string[]; view?: string | string[] }>;
};

/** An athlete's Recovery as a coach sees it: read only, within what was agreed. Prints on one page. */
export default async function AthleteRoute({ params, searchParams }: Route) {
  const user = await requirePageCoach();
  const [{ athleteId }, query, locale] = await Promise.all([params, searchParams, readerLocale()]);
  const { kinds } = await athleteAccess(user.userId, athleteId, ["recovery", "sleep", "load", "check_ins"]);
  const rangeDays = parseRangeDays(String(query.days));
  const view = query.view === "table" ? "table" : "charts";
  const shown = {
    recovery: kinds.has("recovery"),
    sleep: kinds.has("sleep"),
    load: kinds.has("load"),
    checkIns: kinds.has("check_ins"),
  };
  const hasAny = shown.recovery || shown.sleep;
  const [page, notes] = await Promise.all([
    readRecoveryPage(athleteId, rangeDays, new Date(), { shown, whose: "their" }),
    listOwnNotes(user.userId, athleteId),
  ]);
  return (
    <>
      <PageHeader
        title={page.athleteName}
        above={
          <Link href="/athletes" className="no-print inline-flex min-h-11 items-center md:min-h-0">
            Athletes
          </Link>
        }
      >
        {hasAny ? (
          <div className="no-print flex flex-wrap items-center gap-3">
            <RecoveryTools path={`/athletes/${athleteId}`} rangeDays={rangeDays} view={view} hasCsv />
            <PrintButton />
          </div>
        ) : null}
      </PageHeader>
      <AthleteTabs athleteId={athleteId} here="recovery" />
      {hasAny ? null : (
        <EmptyState title="Recovery and sleep are not shared with you">
          {page.athleteName} decides what is shared and can change it at any time.
        </EmptyState>
      )}
      {hasAny && page.latest === null && page.snapshots.length === 0 ? (
        <EmptyState title={`No night in the last ${rangeDays} days`}>
          Nothing has arrived that is shared with you.
        </EmptyState>
      ) : null}
      {hasAny && (page.latest !== null || page.snapshots.length > 0) ? (
        <RecoveryView page={page} view={view} locale={locale} />
      ) : null}
      <section aria-labelledby="notes-title" className="mt-8 border-t border-line pt-6">
        <h2 id="notes-title" className="mb-3 text-md font-semibold">
          Your notes
        </h2>
        <NoteList
          notes={notes}
          locale={locale}
          action={({ id }) => <DeleteNoteForm athleteId={athleteId} noteId={id} />}
        />
        <NoteForm athleteId={athleteId} name={page.athleteName} today={page.today} />
      </section>
    </>
  );
}
