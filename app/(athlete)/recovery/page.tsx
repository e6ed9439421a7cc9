import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readerLocale } from "@/app/reader-locale";
import { RecoveryTools, RecoveryView } from "@/components/recovery/recovery-view";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { requirePageUser } from "@/lib/auth/session";
import { parseRangeDays, readRecoveryPage } from "@/lib/insights/recovery-page";

export const metadata: Metadata = { title: "Recovery" };

export default async function RecoveryRoute({
  searchParams,
}: {
  searchParams: Promise<{ days?: string | string[]; view?: string | string[] }>;
}) {
  const user = await requirePageUser();
  if (user.athleteId === null) redirect("/athletes");
  const query = await searchParams;
  const rangeDays = parseRangeDays(String(query.days));
  const view = query.view === "table" ? "table" : "charts";
  const [page, locale] = await Promise.all([
    readRecoveryPage(user.athleteId, rangeDays, new Date()),
    readerLocale(),
  ]);
  return (
    <>
      <PageHeader title="Recovery">
        <RecoveryTools path="/recovery" rangeDays={rangeDays} view={view} hasCsv />
      </PageHeader>
      {page.latest === null && page.snapshots.length === 0 ? (
        <EmptyState
          title={`No night in the last ${rangeDays} days`}
          action={<LinkButton href="/connections">Look at the connections</LinkButton>}
        >
          HRV, heart rate and sleep come from your watch, through Garmin.
        </EmptyState>
      ) : (
        <RecoveryView page={page} view={view} locale={locale} />
      )}
    </>
  );
}
