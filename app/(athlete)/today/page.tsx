import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { rateFromTodayAction } from "@/app/(athlete)/today/actions";
import { CheckInSection } from "@/app/(athlete)/today/check-in-section";
import { readerLocale } from "@/app/reader-locale";
import { firstWeekday, formatInstant, formatLocalDate, formatTime } from "@/components/format";
import { RateRun } from "@/components/today/rate-run";
import { TodayView } from "@/components/today/today-view";
import { EmptyState, LinkButton, PageHeader, StateShape } from "@/components/ui";
import { requirePageUser } from "@/lib/auth/session";
import { type ConnectionStatus, describeConnection } from "@/lib/connections/state";
import { localDateIn } from "@/lib/days";
import { readTodayPage } from "@/lib/insights/today";

export const metadata: Metadata = { title: "Today" };

export default async function TodayRoute() {
  const user = await requirePageUser();
  if (user.athleteId === null) redirect("/athletes");
  const now = new Date();
  const locale = await readerLocale();
  const { timeZone, units } = user;
  const [page, garmin] = await Promise.all([
    readTodayPage(user.athleteId, { timeZone, now, firstWeekday: firstWeekday(locale) }),
    describeConnection(user.athleteId, "garmin", now),
  ]);
  const hasAnything = page.lastNightDate !== null || page.latestRun !== null;
  return (
    <>
      <PageHeader title="Today">
        <span className="text-sm text-ink2">{formatLocalDate(page.today, locale, "long")}</span>
      </PageHeader>
      {hasAnything ? (
        <TodayView
          page={page}
          locale={locale}
          units={units}
          lateHint={sayWhenNext(garmin, { now, timeZone, locale })}
        >
          <CheckInSection
            key={page.today}
            today={page.today}
            checkIn={page.checkIn}
            rating={
              page.unratedRunId === null ? null : (
                <RateRun action={rateFromTodayAction.bind(null, page.unratedRunId)} />
              )
            }
          />
          <SourceHealth garmin={garmin} now={now} timeZone={timeZone} locale={locale} />
        </TodayView>
      ) : (
        <NothingYet isConnected={garmin.connected} />
      )}
    </>
  );
}

function NothingYet({ isConnected }: { isConnected: boolean }) {
  return isConnected ? (
    <EmptyState
      title="Your first nights are on their way"
      action={<LinkButton href="/connections">See how far it is</LinkButton>}
    >
      Garmin is connected. What arrives shows here by itself.
    </EmptyState>
  ) : (
    <EmptyState
      title="Connect Garmin to begin"
      action={
        <LinkButton variant="primary" href="/connections">
          Connect Garmin
        </LinkButton>
      }
    >
      Your nights and runs come from your watch. After about 21 nights Nightrun knows what is usual for you.
    </EmptyState>
  );
}

/** Tall enough for a thumb. */
function TouchLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="-my-3.5 inline-flex min-h-11 items-center md:my-0 md:min-h-0">
      {children}
    </Link>
  );
}

type Clock = { now: Date; timeZone: string; locale: string };

function SourceHealth({ garmin, ...clock }: Clock & { garmin: ConnectionStatus }) {
  return (
    <p className="flex gap-2 py-3 text-xs text-ink2">
      <StateShape tone={garmin.tone} />
      <span>
        {sayHealth(garmin, clock)}{" "}
        {garmin.nextStep ? <TouchLink href="/connections">What to do</TouchLink> : null}
      </span>
    </p>
  );
}

function sayHealth(garmin: ConnectionStatus, clock: Clock): string {
  if (garmin.cause !== null) return garmin.cause;
  if (!garmin.connected) return "Garmin is not connected.";
  const last =
    garmin.lastSyncAt === null
      ? "Garmin is connected."
      : `Garmin was read ${sayTime(garmin.lastSyncAt, clock)}.`;
  return garmin.nextSyncAt === null ? last : `${last} ${sayNext(garmin.nextSyncAt, clock)}`;
}

function sayWhenNext(garmin: ConnectionStatus, clock: Clock): string | null {
  if (!garmin.connected) return "Garmin is not connected, so nothing new arrives.";
  if (garmin.cause !== null || garmin.nextSyncAt === null) return null;
  return `${sayNext(garmin.nextSyncAt, clock)} Sooner: open the Garmin app, so that the watch syncs.`;
}

function sayNext(instant: Date, clock: Clock): string {
  return instant <= clock.now ? "We look again in a moment." : `We look again ${sayTime(instant, clock)}.`;
}

/** "at 09:40" today, with its date on other days. */
function sayTime(instant: Date, { now, timeZone, locale }: Clock): string {
  const isToday = localDateIn(timeZone, instant) === localDateIn(timeZone, now);
  return isToday
    ? `at ${formatTime(instant, timeZone, locale)}`
    : `on ${formatInstant(instant, timeZone, locale)}`;
}
