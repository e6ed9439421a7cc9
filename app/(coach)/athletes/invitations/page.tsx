import type { Metadata } from "next";
import { withdrawAction } from "@/app/(coach)/athletes/invitations/actions";
import { AskForm, GroupsForm, LeaveForm } from "@/app/(coach)/athletes/invitations/invitation-forms";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant, formatLocalDate } from "@/components/format";
import { SentInvitations } from "@/components/sharing/sent-invitations";
import { LinkButton, PageHeader, StateMark, type StateTone } from "@/components/ui";
import { sayCoachScopes } from "@/lib/auth/coach-scopes";
import { listSentInvitations, type SentInvitation } from "@/lib/coaching/invitations";
import { listSharingsWithCoach, type Sharing, type SharingState } from "@/lib/coaching/links";
import { addDays, localDateIn } from "@/lib/days";

export const metadata: Metadata = { title: "Invitations" };

type Reader = { timeZone: string; locale: string };

/** Whom the coach asked, who shares what, and in which groups. */
export default async function InvitationsRoute() {
  const user = await requirePageCoach();
  const now = new Date();
  const [sent, sharings, locale] = await Promise.all([
    listSentInvitations(user.userId, "coach", now),
    listSharingsWithCoach(user.userId, now),
    readerLocale(),
  ]);
  const reader = { timeZone: user.timeZone, locale };
  return (
    <>
      <PageHeader title="Invitations">
        <LinkButton href="/join">I have a code</LinkButton>
      </PageHeader>
      <section aria-labelledby="ask-title">
        <h2 id="ask-title" className="mb-4 text-md font-semibold">
          Invite an athlete
        </h2>
        <AskForm />
      </section>
      {sent.length > 0 ? (
        <section aria-labelledby="sent-title" className="mt-8 border-t border-line pt-6">
          <h2 id="sent-title" className="text-md font-semibold">
            Sent
          </h2>
          <SentInvitations
            invitations={sent.map((item) => listed(item, reader))}
            withdrawAction={withdrawAction}
          />
        </section>
      ) : null}
      {sharings.length > 0 ? (
        <section aria-labelledby="athletes-title" className="mt-8 border-t border-line pt-6">
          <h2 id="athletes-title" className="text-md font-semibold">
            Who shares with you
          </h2>
          <ul className="divide-y divide-line">
            {sharings.map((sharing) => (
              <SharingItem key={sharing.athleteId} sharing={sharing} {...reader} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

const STATES: Record<SharingState, { tone: StateTone; word: string }> = {
  shared: { tone: "usual", word: "Shared" },
  paused: { tone: "nodata", word: "Paused by the athlete" },
  expired: { tone: "nodata", word: "Run out" },
  ended: { tone: "nodata", word: "Ended" },
};

function SharingItem({ sharing, timeZone, locale }: Reader & { sharing: Sharing }) {
  const { athleteId, name, scopes, groups, state, expiresAt, endedAt } = sharing;
  const lastDay = expiresAt === null ? null : addDays(localDateIn(timeZone, expiresAt), -1);
  const until = lastDay === null ? "" : `, until ${formatLocalDate(lastDay, locale, "full")}`;
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-sm font-medium">{name}</p>
          <StateMark {...STATES[state]} className="font-normal" />
          <p className="text-xs text-ink2">
            {endedAt === null
              ? `${sayCoachScopes(scopes)}${until}`
              : `since ${formatInstant(endedAt, timeZone, locale)}`}
          </p>
        </div>
        {state === "ended" ? null : <GroupsForm athleteId={athleteId} name={name} groups={groups} />}
      </div>
      {state === "ended" ? null : (
        <details>
          <summary className="flex min-h-11 items-center text-sm text-brand">Stop coaching {name}</summary>
          <LeaveForm athleteId={athleteId} name={name} />
        </details>
      )}
    </li>
  );
}

function listed({ id, name, email, state, scopes, expiresAt }: SentInvitation, { timeZone, locale }: Reader) {
  const text = `${sayCoachScopes(scopes)}; works until ${formatInstant(expiresAt, timeZone, locale)}`;
  return { id, whom: name ?? email ?? "Whoever holds the code", state, text };
}
