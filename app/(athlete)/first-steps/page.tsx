import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { readChallenge } from "@/app/(athlete)/connections/challenge";
import { ConnectGarmin } from "@/app/(athlete)/connections/connect-garmin";
import { readProgress } from "@/app/(athlete)/connections/model";
import { requirePageAthlete } from "@/app/page-athlete";
import { SyncProgress } from "@/components/connections/sync-progress";
import { LinkButton, PageHeader } from "@/components/ui";
import { describeConnection } from "@/lib/connections/state";
import { listArrivals } from "@/lib/sync/history";

export const metadata: Metadata = { title: "First steps" };

/** Who you are, connect, first data: three steps, each with what has been reached. */
export default async function FirstStepsPage() {
  const user = await requirePageAthlete();
  const [status, progress, arrivals, challenge] = await Promise.all([
    describeConnection(user.athleteId, "garmin"),
    readProgress(user.athleteId, new Date()),
    listArrivals(user.athleteId, "garmin"),
    readChallenge(user.athleteId),
  ]);
  const hasData = arrivals.some((arrival) => arrival.lastArrivedAt !== null);
  return (
    <>
      <PageHeader title="First steps" />
      <ol className="flex flex-col divide-y divide-line">
        <Step number={1} title="You" isDone>
          <p className="text-sm text-ink2">
            {user.name}, {user.timeZone.replaceAll("_", " ")}. Change it in{" "}
            <Link href="/settings">settings</Link>.
          </p>
        </Step>
        <Step number={2} title="Connect Garmin" isDone={status.connected}>
          {status.connected ? (
            <p className="text-sm text-ink2">
              Garmin is connected. What happens there is told on <Link href="/connections">Connections</Link>.
            </p>
          ) : (
            <ConnectGarmin challenge={challenge} />
          )}
        </Step>
        <Step number={3} title="First data" isDone={hasData && !progress.isActive}>
          {status.connected ? (
            <SyncProgress initial={progress} source="/connections/progress" />
          ) : (
            <p className="text-sm text-ink2">
              Numbers show from the first night. After about 21 nights Nightrun knows your usual range and can
              say what is unusual for you; the history that you fetch counts.
            </p>
          )}
          {hasData ? (
            <div className="mt-5 flex flex-wrap gap-3">
              <LinkButton href="/today" variant="primary">
                Go to Today
              </LinkButton>
              <LinkButton href="/runs">See the runs</LinkButton>
              <LinkButton href="/recovery">See the nights</LinkButton>
            </div>
          ) : null}
        </Step>
      </ol>
    </>
  );
}

function Step({
  number,
  title,
  isDone,
  children,
}: {
  number: number;
  title: string;
  isDone: boolean;
  children: ReactNode;
}) {
  return (
    <li className="grid gap-4 py-6 md:grid-cols-[12rem_1fr]">
      <h2 className="text-md font-semibold">
        <span className="mr-3 font-normal text-ink2">{number}</span>
        {title}
        {isDone ? <span className="ml-3 text-xs font-normal text-ink2">done</span> : null}
      </h2>
      <div className="min-w-0">{children}</div>
    </li>
  );
}
