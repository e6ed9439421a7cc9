import type { Metadata } from "next";
import { seenAction } from "@/app/(coach)/athletes/actions";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant } from "@/components/format";
import { RosterKeys } from "@/components/roster/roster-keys";
import { RosterPanel } from "@/components/roster/roster-panel";
import { RosterTools } from "@/components/roster/roster-tools";
import { RosterView } from "@/components/roster/roster-view";
import { SeenForm } from "@/components/roster/seen-form";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { listVisibleAthletes, logRosterLook } from "@/lib/auth/access";
import { readRoster } from "@/lib/insights/roster";
import { parseRosterQuery, rosterPath, selectRoster } from "@/lib/insights/roster-query";

export const metadata: Metadata = { title: "Athletes" };

type Route = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The coach's morning: whom to talk to, and why. */
export default async function AthletesRoute({ searchParams }: Route) {
  const user = await requirePageCoach();
  const now = new Date();
  const query = parseRosterQuery(await searchParams);
  const [visible, locale] = await Promise.all([listVisibleAthletes(user.userId, now), readerLocale()]);
  const athletes = visible.filter((athlete) => !athlete.isOwner);
  if (athletes.length === 0) return <NoAthletes />;
  const [rows] = await Promise.all([
    readRoster(athletes, now),
    logRosterLook(user.userId, athletes, ["recovery", "sleep", "runs", "load"], now),
  ]);
  const selection = selectRoster(rows, query);
  const opened = rows.find(({ athleteId }) => athleteId === query.athleteId);
  const closePath = rosterPath(query, { athleteId: null });
  const reader = { units: user.units, locale, timeZone: user.timeZone };
  return (
    <RosterKeys closePath={opened ? closePath : null}>
      <PageHeader title="Athletes">
        <span className="text-sm text-ink2">{formatInstant(now, user.timeZone, locale)}</span>
        <LinkButton href="/athletes/digest">Digest</LinkButton>
        <LinkButton href="/athletes/invitations">Invite an athlete</LinkButton>
      </PageHeader>
      <RosterTools query={query} selection={selection} />
      <RosterView selection={selection} query={query} now={now} {...reader} />
      {opened ? (
        <RosterPanel key={opened.athleteId} row={opened} closePath={closePath} now={now} {...reader}>
          <SeenForm
            athleteId={opened.athleteId}
            name={opened.name}
            raised={opened.raised}
            note={opened.seenNote}
            isSeen={opened.isSeen}
            action={seenAction}
          />
        </RosterPanel>
      ) : null}
    </RosterKeys>
  );
}

function NoAthletes() {
  return (
    <>
      <PageHeader title="Athletes" />
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
    </>
  );
}
