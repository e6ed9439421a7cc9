import type { Metadata } from "next";
import Link from "next/link";
import { requirePageCoach } from "@/app/(coach)/page-coach";
import { readerLocale } from "@/app/reader-locale";
import { formatInstant } from "@/components/format";
import { LinkButton, PageHeader } from "@/components/ui";
import { type Digest, logDigestLook, readDigest } from "@/lib/coaching/digest";
import { digestTitle } from "@/lib/coaching/digest-mail";

export const metadata: Metadata = { title: "Digest" };

/** The morning digest as a page: what the mail says, now. */
export default async function DigestRoute() {
  const user = await requirePageCoach();
  const now = new Date();
  const [read, locale] = await Promise.all([readDigest(user.userId, now), readerLocale()]);
  await logDigestLook(user.userId, read, now);
  const { digest } = read;
  return (
    <>
      <PageHeader
        title={digestTitle(digest)}
        above={
          <Link href="/athletes" className="inline-flex min-h-11 items-center md:min-h-0">
            Athletes
          </Link>
        }
      >
        <span className="text-sm text-ink2">{formatInstant(now, user.timeZone, locale)}</span>
        <LinkButton href="/settings#mail-title">By mail</LinkButton>
      </PageHeader>
      <p className="text-md">
        {digest.nightsIn} of {digest.nightsExpected} nights are in. {digest.usualCount} as usual
        {digest.seenCount > 0 ? `, ${digest.seenCount} seen before` : ""}.
      </p>
      <Group title="Talk today" items={digest.cases.filter(({ state }) => state === "strong")} />
      <Group
        title="Keep an eye on"
        items={digest.cases.filter(({ state }) => state === "watch")}
        more={digest.moreCases}
      />
      <Group
        title="Nothing arrived: the athlete has to do something"
        items={digest.silent.filter(({ whose }) => whose === "person")}
        more={digest.moreSilent}
      />
      <Group
        title="Nothing arrived: trouble at the provider"
        items={digest.silent.filter(({ whose }) => whose === "provider")}
      />
    </>
  );
}

type Item = Pick<Digest["cases"][number], "athleteId" | "name" | "sentence">;

function Group({ title, items, more = 0 }: { title: string; items: readonly Item[]; more?: number }) {
  if (items.length === 0) return null;
  return (
    <section className="mt-6 max-w-2xl">
      <h2 className="border-b border-line pb-2 text-sm font-semibold">{title}</h2>
      <ul className="divide-y divide-line">
        {items.map(({ athleteId, name, sentence }) => (
          <li key={athleteId} className="py-3">
            <Link
              href={`/athletes/${athleteId}`}
              className="inline-flex min-h-11 items-center text-ink md:min-h-0"
            >
              {name}
            </Link>
            <p className="text-sm">{sentence}</p>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-sm text-ink2">And {more} more on the roster.</p> : null}
    </section>
  );
}
