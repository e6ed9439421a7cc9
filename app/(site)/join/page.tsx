import type { Metadata } from "next";
import { AgreeForm, CodeForm, DeclineForm, TakeForm } from "@/app/(site)/join/join-forms";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant, formatLocalDate } from "@/components/format";
import { ScopeList } from "@/components/sharing/terms-fields";
import { EmptyState, LinkButton, Notice } from "@/components/ui";
import { findSessionUser, type SessionUser } from "@/lib/auth/session";
import { type Invitation, readInvitation, sayInvitationFault } from "@/lib/coaching/invitations";
import { addDays, localDateIn } from "@/lib/days";

export const metadata: Metadata = { title: "Invitation", referrer: "same-origin" };

type Route = { searchParams: Promise<{ code?: string | string[]; done?: string | string[] }> };

/** What an invitation asks for or offers, word for word, before anybody agrees. */
export default async function JoinRoute({ searchParams }: Route) {
  const [{ code, done }, user, locale] = await Promise.all([searchParams, findSessionUser(), readerLocale()]);
  if (typeof code !== "string") return <NoCode isDeclined={done === "declined"} />;
  const found = await readInvitation(code, user);
  if (found.fault !== null) return <Refused text={sayInvitationFault(found.fault)} />;
  const { invitation } = found;
  const { fromName, fromRole } = invitation;
  return (
    <div className="mx-auto grid max-w-2xl gap-6 pt-4">
      <div>
        <h1 className="text-lg font-semibold">
          {fromRole === "coach"
            ? `${fromName} asks to be your coach here`
            : `${fromName} offers to share training with you`}
        </h1>
        <p className="mt-2 text-md text-ink2">
          {fromRole === "coach"
            ? "You choose what is shared. You can change, pause or end it at any time, and you see when it was looked at."
            : "You see this and nothing else, and your looks are kept for the athlete to read."}
        </p>
        <p className="mt-2 text-sm text-ink2">{sayDates(invitation, user?.timeZone ?? "UTC", locale)}</p>
      </div>
      {user === null ? (
        <ForStranger invitation={invitation} />
      ) : (
        <ForUser invitation={invitation} user={user} />
      )}
    </div>
  );
}

function ForUser({ invitation, user }: { invitation: Invitation; user: SessionUser }) {
  const { code, fromRole } = invitation;
  const isAsked = fromRole === "coach";
  const lacksRole = isAsked ? user.athleteId === null : !user.roles.includes("coach");
  return (
    <>
      <p className="text-sm">
        You are signed in as {user.name}, {user.email}.
        {lacksRole
          ? ` Your account gets the pages of ${isAsked ? "an athlete" : "a coach"} in addition.`
          : null}
      </p>
      {isAsked ? <AgreeForm {...invitation} /> : <TakeForm {...invitation} />}
      <DeclineForm code={code} />
    </>
  );
}

function ForStranger({ invitation }: { invitation: Invitation }) {
  const address = `invitation=${encodeURIComponent(invitation.code)}`;
  return (
    <>
      <section aria-labelledby="scopes-title">
        <h2 id="scopes-title" className="mb-2 text-sm font-medium">
          {invitation.fromRole === "coach" ? "Asked for" : "Offered"}
        </h2>
        <ScopeList scopes={invitation.scopes} />
      </section>
      <div className="flex flex-wrap gap-3">
        <LinkButton variant="primary" href={`/sign-up?${address}`}>
          Create an account
        </LinkButton>
        <LinkButton href={`/sign-in?${address}`}>I have an account: sign in</LinkButton>
      </div>
      <p className="text-sm text-ink2">Nothing is shared before you have agreed on the next page.</p>
    </>
  );
}

function NoCode({ isDeclined }: { isDeclined: boolean }) {
  return (
    <div className="mx-auto grid max-w-2xl gap-6 pt-4">
      <h1 className="text-lg font-semibold">You have an invitation</h1>
      {isDeclined ? <Notice tone="usual" title="Declined. Nothing is shared." /> : null}
      <CodeForm />
    </div>
  );
}

function Refused({ text }: { text: string }) {
  return (
    <div className="mx-auto grid max-w-2xl gap-6 pt-4">
      <EmptyState level={1} title="This invitation can't be taken">
        {text}
      </EmptyState>
      <CodeForm />
    </div>
  );
}

function sayDates({ expiresAt, sharedUntil }: Invitation, timeZone: string, locale: string): string {
  const answer = `Answer by ${formatInstant(expiresAt, timeZone, locale)}.`;
  if (sharedUntil === null) return answer;
  const last = addDays(localDateIn(timeZone, sharedUntil), -1);
  return `${answer} It is shared until ${formatLocalDate(last, locale, "full")}.`;
}
