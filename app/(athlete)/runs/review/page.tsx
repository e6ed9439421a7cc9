import type { Metadata } from "next";
import Link from "next/link";
import { sayAction } from "@/app/(athlete)/runs/review/actions";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import { DecidedReviews, OpenReviews } from "@/components/runs/review-view";
import { EmptyState, PageHeader } from "@/components/ui";
import { readReviewPage } from "@/lib/insights/match-reviews";

export const metadata: Metadata = { title: "The same run?" };

export default async function ReviewRoute() {
  const user = await requirePageAthlete();
  const [page, locale] = await Promise.all([readReviewPage(user.athleteId), readerLocale()]);
  const reader = { units: user.units, locale, action: sayAction };
  return (
    <>
      <PageHeader
        title="The same run?"
        above={
          <Link href="/runs" className="inline-flex min-h-11 items-center md:min-h-0">
            Runs
          </Link>
        }
      />
      {page.open.length > 0 ? (
        <>
          <p className="mb-5 max-w-xl text-sm text-ink2">
            Nightrun can’t tell whether these are two recordings of one run. Until you say, each pair counts
            once, as the longer one. Your word stays, and you can take it back.
          </p>
          <OpenReviews reviews={page.open} {...reader} />
        </>
      ) : (
        <EmptyState title="Nothing to decide">
          When two recordings may be the same run, they are asked about here.
        </EmptyState>
      )}
      {page.decided.length > 0 ? (
        <section className="mt-10">
          <h2 className="mb-2 text-md font-semibold">What you said</h2>
          <DecidedReviews reviews={page.decided} {...reader} />
        </section>
      ) : null}
    </>
  );
}
