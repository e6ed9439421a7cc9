import type { Metadata } from "next";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant } from "@/components/format";
import { RosterView } from "@/components/roster/roster-view";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { listVisibleAthletes, logRosterLook } from "@/lib/auth/access";
import { readRoster } from "@/lib/insights/roster";

export const metadata: Metadata = { title: "Athletes" };

export default async function AthletesRoute() {
  const user = await requirePageCoach();
  const now = new Date();
  const [visible, locale] = await Promise.all([listVisibleAthletes(user.userId, now), readerLocale()]);
  const athletes = visible.filter((athlete) => !athlete.isOwner);
  const [groups] = await Promise.all([
    readRoster(athletes, now),
    logRosterLook(user.userId, athletes, ["recovery", "sleep", "runs"], now),
  ]);
  return (
    <>
      <PageHeader title="Athletes">
        <span className="text-sm text-ink2">{formatInstant(now, user.timeZone, locale)}</span>
        <LinkButton href="/athletes/invitations">Invite an athlete</LinkButton>
      </PageHeader>
      {athletes.length === 0 ? (
        <EmptyState
          title="No athlete shares with you yet"
          action={
            <LinkButton variant="primary" href="/athletes/invitations">
              Invite an athlete
            </LinkButton>
          }
        >
          Send a link or a code. The athlete sees what you ask for and decides, kind by kind.
        </EmptyState>
      ) : (
        <RosterView groups={groups} units={user.units} locale={locale} />
      )}
    </>
  );
}
