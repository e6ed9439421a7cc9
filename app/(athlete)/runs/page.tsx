import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { readerLocale } from "@/app/reader-locale";
import { firstWeekday } from "@/components/format";
import { RunsFilter, Weeks } from "@/components/runs/runs-view";
import { EmptyState, LinkButton, PageHeader } from "@/components/ui";
import { requirePageUser } from "@/lib/auth/session";
import { countOpenReviews } from "@/lib/insights/match-reviews";
import { parseRunsQuery, readRunsPage } from "@/lib/insights/runs";

export const metadata: Metadata = { title: "Runs" };

type Query = { sport?: string | string[]; q?: string | string[]; before?: string | string[] };

export default async function RunsRoute({ searchParams }: { searchParams: Promise<Query> }) {
  const user = await requirePageUser();
  if (user.athleteId === null) redirect("/athletes");
  const locale = await readerLocale();
  const { sport, q, before } = await searchParams;
  const query = parseRunsQuery({ sport: one(sport), q: one(q), before: one(before) });
  const [page, openReviewCount] = await Promise.all([
    readRunsPage(user.athleteId, query, firstWeekday(locale)),
    countOpenReviews(user.athleteId),
  ]);
  return (
    <>
      <PageHeader title="Runs" />
      {openReviewCount > 0 ? <ReviewHint count={openReviewCount} /> : null}
      {page.hasAny ? <RunsFilter filter={page.filter} /> : null}
      {page.weeks.length > 0 ? <Weeks page={page} units={user.units} locale={locale} /> : null}
      {page.weeks.length === 0 && page.hasAny ? (
        <p className="text-md text-ink2">
          Nothing matches. <Link href="/runs?sport=all">Show all workouts</Link>
        </p>
      ) : null}
      {page.hasAny ? null : <NoRuns />}
    </>
  );
}

function ReviewHint({ count }: { count: number }) {
  return (
    <p className="mb-4 text-sm">
      {count === 1
        ? "Two recordings may be the same run. "
        : `${count} pairs of recordings may be the same run. `}
      <Link href="/runs/review" className="inline-flex min-h-11 items-center md:min-h-0">
        Have a look
      </Link>
    </p>
  );
}

function NoRuns() {
  return (
    <EmptyState
      title="No run has arrived yet"
      action={
        <LinkButton variant="primary" href="/connections">
          Go to the connections
        </LinkButton>
      }
    >
      Runs come from your watch: connect Garmin, and the last 90 days come first. A new run is here after the
      watch has synced with the Garmin app. Files of a watch or of another service go in under{" "}
      <Link href="/imports">Imports</Link>.
    </EmptyState>
  );
}

/** Of a parameter that stands twice in the address the first one counts. */
function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
