import type { Metadata } from "next";
import { withdrawOfferAction } from "@/app/(athlete)/sharing/actions";
import { ChangeForm, EndForm, OfferForm, PauseForm } from "@/app/(athlete)/sharing/sharing-forms";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import { NoteList } from "@/components/coaching/note-list";
import { formatInstant, formatLocalDate } from "@/components/format";
import { AccessLog } from "@/components/sharing/access-log";
import { SentInvitations } from "@/components/sharing/sent-invitations";
import { EmptyState, LinkButton, Notice, PageHeader, StateMark } from "@/components/ui";
import { sayCoachScopes } from "@/lib/auth/coach-scopes";
import { readAccessLog } from "@/lib/coaching/access-log";
import { listSentInvitations, type SentInvitation } from "@/lib/coaching/invitations";
import { listSharings, type Sharing } from "@/lib/coaching/links";
import { listNotesForAthlete } from "@/lib/coaching/notes";
import { addDays, localDateIn } from "@/lib/days";

export const metadata: Metadata = { title: "Sharing" };

const LOG_DAYS = 30;
const WHOLE_LOG_DAYS = 365;

type Route = { searchParams: Promise<{ done?: string | string[]; log?: string | string[] }> };
type Reader = { timeZone: string; locale: string };

/** Who sees what of the athlete, until when, and who looked. */
export default async function SharingRoute({ searchParams }: Route) {
  const user = await requirePageAthlete();
  const now = new Date();
  const { done, log } = await searchParams;
  const logDays = log === "year" ? WHOLE_LOG_DAYS : LOG_DAYS;
  const [sharings, sent, looks, notes, locale] = await Promise.all([
    listSharings(user.athleteId, now),
    listSentInvitations(user.userId, "athlete", now),
    readAccessLog(user.athleteId, logDays, now),
    listNotesForAthlete(user.athleteId),
    readerLocale(),
  ]);
  const reader = { timeZone: user.timeZone, locale };
  const current = sharings.filter(({ state }) => state === "shared" || state === "paused");
  const past = sharings.filter(({ state }) => state === "expired" || state === "ended");
  return (
    <>
      <PageHeader title="Sharing">
        <LinkButton href="/join">I have a code</LinkButton>
      </PageHeader>
      {done === "accepted" ? <Notice tone="usual" title="Agreed. It is shared from now on." /> : null}
      {current.length === 0 ? (
        <EmptyState title="Nobody sees your data">
          A coach sees what you agree to, kind by kind, and nothing before. Invite one below, or open the link
          that your coach sent you.
        </EmptyState>
      ) : (
        <ul aria-label="Who sees what" className="divide-y divide-line">
          {current.map((sharing) => (
            <SharingItem key={sharing.coachUserId} sharing={sharing} {...reader} />
          ))}
        </ul>
      )}
      <section aria-labelledby="invite-title" className="mt-8 border-t border-line pt-6">
        <h2 id="invite-title" className="mb-2 text-md font-semibold">
          Invite a coach
        </h2>
        <details>
          <summary className="flex min-h-11 items-center text-sm text-brand">
            Choose what a coach would see, and make a link for it
          </summary>
          <div className="pt-3">
            <OfferForm />
          </div>
        </details>
        {sent.length > 0 ? (
          <SentInvitations
            invitations={sent.map((item) => listed(item, reader))}
            withdrawAction={withdrawOfferAction}
          />
        ) : null}
      </section>
      {notes.length > 0 ? (
        <section aria-labelledby="notes-title" className="mt-8 border-t border-line pt-6">
          <h2 id="notes-title" className="text-md font-semibold">
            What your coaches wrote for you
          </h2>
          <NoteList notes={notes} locale={locale} hasAuthor />
        </section>
      ) : null}
      <section aria-labelledby="log-title" className="mt-8 border-t border-line pt-6">
        <h2 id="log-title" className="text-md font-semibold">
          Who looked
        </h2>
        <AccessLog looks={looks} days={logDays} {...reader} />
        {log === "year" ? null : (
          <LinkButton variant="quiet" href="/sharing?log=year#log-title">
            Show the whole year
          </LinkButton>
        )}
      </section>
      {past.length > 0 ? <Past sharings={past} {...reader} /> : null}
    </>
  );
}

function SharingItem({ sharing, timeZone, locale }: Reader & { sharing: Sharing }) {
  const { coachUserId, name, scopes, state, since, expiresAt, pausedAt } = sharing;
  const isPaused = state === "paused";
  const lastDay = expiresAt === null ? null : addDays(localDateIn(timeZone, expiresAt), -1);
  const until = lastDay === null ? "until you end it" : `until ${formatLocalDate(lastDay, locale, "full")}`;
  const coach = { coachUserId, coachName: name };
  return (
    <li className="py-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 max-w-2xl">
          <h2 className="text-md font-semibold">{name}</h2>
          <StateMark
            tone={isPaused ? "nodata" : "usual"}
            word={isPaused && pausedAt ? `Paused ${formatInstant(pausedAt, timeZone, locale)}` : "Shared"}
            className="font-normal"
          />
          <p className="mt-1 text-sm">
            {isPaused ? "Sees nothing now. Agreed: " : "Sees "}
            {sayCoachScopes(scopes)}, {until}.
          </p>
          <p className="text-xs text-ink2">
            since {formatLocalDate(localDateIn(timeZone, since), locale, "full")}
          </p>
        </div>
        <PauseForm {...coach} isPaused={isPaused} />
      </div>
      <details>
        <summary className="flex min-h-11 items-center text-sm text-brand">
          Change what {name} sees, or until when
        </summary>
        <ChangeForm {...coach} scopes={scopes} until={lastDay ?? ""} />
      </details>
      <details>
        <summary className="flex min-h-11 items-center text-sm text-brand">End sharing with {name}</summary>
        <EndForm {...coach} />
      </details>
    </li>
  );
}

function Past({ sharings, timeZone, locale }: Reader & { sharings: readonly Sharing[] }) {
  return (
    <section aria-labelledby="past-title" className="mt-8 border-t border-line pt-6">
      <h2 id="past-title" className="mb-2 text-md font-semibold">
        No longer shared
      </h2>
      <ul className="grid gap-2 text-sm">
        {sharings.map(({ coachUserId, name, endedAt, expiresAt }) => {
          const at = endedAt ?? expiresAt;
          return (
            <li key={coachUserId}>
              {name}
              <span className="text-ink2">
                {at === null ? "" : `, ended ${formatInstant(at, timeZone, locale)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function listed({ id, name, email, state, scopes, expiresAt }: SentInvitation, { timeZone, locale }: Reader) {
  const text = `${sayCoachScopes(scopes)}; works until ${formatInstant(expiresAt, timeZone, locale)}`;
  return { id, whom: name ?? email ?? "Whoever holds the code", state, text };
}
