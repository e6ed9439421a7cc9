import type { Metadata } from "next";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant } from "@/components/format";
import { RosterView } from "@/components/roster/roster-view";
import { EmptyState, PageHeader } from "@/components/ui";
import { listVisibleAthletes } from "@/lib/auth/access";
import { requirePageUser } from "@/lib/auth/session";
import { readRoster } from "@/lib/insights/roster";

export const metadata: Metadata = { title: "Athletes" };

export default async function AthletesRoute() {
  const user = await requirePageUser();
  const now = new Date();
  const [visible, locale] = await Promise.all([listVisibleAthletes(user.userId, now), readerLocale()]);
  const athletes = visible.filter((athlete) => !athlete.isOwner);
  const groups = await readRoster(athletes, now);
  return (
    <>
      <PageHeader title="Athletes">
        <span className="text-sm text-ink2">{formatInstant(now, user.timeZone, locale)}</span>
      </PageHeader>
      {athletes.length === 0 ? (
        <EmptyState title="No athlete is linked to you yet">
          An athlete shares recovery with you; then it shows here.
        </EmptyState>
      ) : (
        <RosterView groups={groups} units={user.units} locale={locale} />
      )}
    </>
  );
}
