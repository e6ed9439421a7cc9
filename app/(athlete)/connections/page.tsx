import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { readChallenge } from "@/app/(athlete)/connections/challenge";
import { ConnectGarmin, KeyEntry, KeySteps } from "@/app/(athlete)/connections/connect-garmin";
import {
  DisconnectForm,
  RepairForm,
  SyncNowForm,
  SyncSwitch,
} from "@/app/(athlete)/connections/connection-controls";
import { readCoverage, readHistory, readProgress } from "@/app/(athlete)/connections/model";
import { type CodeChallenge, PasswordWay } from "@/app/(athlete)/connections/password-way";
import { SessionWay } from "@/app/(athlete)/connections/session-way";
import { WaysList } from "@/app/(athlete)/connections/ways-list";
import { requirePageAthlete } from "@/app/page-athlete";
import { readerLocale } from "@/app/reader-locale";
import { type Arrival, Arrivals } from "@/components/connections/arrivals";
import { CoverageGrid, CoverageKey } from "@/components/connections/coverage-grid";
import { History } from "@/components/connections/history";
import { dateWords, momentWords, type Reader } from "@/components/connections/moment";
import { SyncProgress } from "@/components/connections/sync-progress";
import { PageHeader, StateMark } from "@/components/ui";
import { LinkedText } from "@/components/ui/linked-text";
import { type ConnectionStatus, describeConnection } from "@/lib/connections/state";
import { env } from "@/lib/env";
import { listArrivals } from "@/lib/sync/history";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const user = await requirePageAthlete();
  const reader: Reader = { timeZone: user.timeZone, locale: await readerLocale(), now: new Date() };
  const status = await describeConnection(user.athleteId, "garmin");
  return (
    <>
      <PageHeader title="Connections" />
      <p className="-mt-3 mb-8 text-sm text-ink2">
        Training files can also be dropped in by hand: <Link href="/imports">Imports</Link>.
      </p>
      {status.connected ? (
        <Connected athleteId={user.athleteId} status={status} reader={reader} />
      ) : (
        <NotConnected athleteId={user.athleteId} status={status} reader={reader} />
      )}
    </>
  );
}

type Part = { athleteId: string; status: ConnectionStatus; reader: Reader };

async function NotConnected({ athleteId, status, reader }: Part) {
  const [history, challenge] = await Promise.all([readHistory(athleteId), readChallenge(athleteId)]);
  return (
    <>
      <div className="mb-8">
        <CardTitle status={status} />
        <p className="mt-2 max-w-xl text-md text-ink2">
          {status.state === "disconnected"
            ? "You disconnected Garmin. Everything that came is still here. Connect again to go on."
            : "Connect Garmin, and your runs and nights arrive by themselves. You can change the key later: nothing is lost and nothing is counted twice."}
        </p>
      </div>
      <ConnectGarmin challenge={challenge} />
      {history.length > 0 ? (
        <Section title="Lately">
          <History entries={history} reader={reader} />
        </Section>
      ) : null}
    </>
  );
}

async function Connected({ athleteId, status, reader }: Part) {
  const [progress, arrivals, coverage, history, challenge] = await Promise.all([
    readProgress(athleteId, reader.now),
    listArrivals(athleteId, "garmin"),
    readCoverage(athleteId, reader.timeZone, reader.now),
    readHistory(athleteId),
    readChallenge(athleteId),
  ]);
  const needsKey = status.state === "needs_reconnect" || status.state === "handed_over";
  return (
    <>
      <section aria-label="Garmin">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <div>
            <CardTitle status={status} />
            <StatusWords status={status} reader={reader} />
          </div>
          <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
            <SyncSwitch isOn={status.syncEnabled} />
            {needsKey ? null : <SyncNowForm isSyncing={progress.isActive} isPrimary />}
          </div>
        </div>
        {status.state === "needs_reconnect" ? (
          <div className="mt-5 grid gap-8 rounded-panel bg-sunken p-5 md:grid-cols-2 md:p-6">
            <KeySteps />
            <KeyEntry submitLabel="Connect with the new key" />
          </div>
        ) : null}
        {needsKey && !progress.isActive ? null : (
          <SyncProgress initial={progress} source="/connections/progress" />
        )}
      </section>
      {status.ways.length > 1 || status.ways.some(({ way }) => way !== "personal_key") ? (
        <Section title="Ways in">
          <WaysList ways={status.ways} reader={reader} />
        </Section>
      ) : null}
      <Section title="Last arrived">
        <Arrivals arrivals={arrivalsToShow(arrivals, status)} reader={reader} />
      </Section>
      <Section
        title="What is here, last 90 days"
        aside={
          <div className="flex flex-wrap items-center gap-x-6 gap-y-1">
            <CoverageKey />
            {coverage.repair && !progress.isActive && !needsKey ? <RepairForm {...coverage.repair} /> : null}
          </div>
        }
      >
        <CoverageGrid lines={coverage.lines} locale={reader.locale} />
      </Section>
      <Section title="Lately">
        <History entries={history} reader={reader} />
      </Section>
      <div className="mt-8 flex flex-col gap-2 border-t border-line pt-5">
        <OtherWays status={status} challenge={challenge} />
        <Folded label="Disconnect Garmin">
          <DisconnectForm />
        </Folded>
      </div>
    </>
  );
}

/** A way more, or a new secret for one that is there. */
function OtherWays({ status, challenge }: { status: ConnectionStatus; challenge: CodeChallenge | null }) {
  const hasKey = status.ways.some(({ way }) => way === "personal_key");
  const label = hasKey ? "Change the key" : "Add a key from Garmin";
  return (
    <>
      {status.state === "needs_reconnect" ? null : (
        <Folded label={label}>
          <div className="grid gap-8 rounded-panel bg-sunken p-5 md:grid-cols-2 md:p-6">
            <KeySteps />
            <KeyEntry submitLabel={hasKey ? "Change to this key" : "Connect with this key"} />
          </div>
        </Folded>
      )}
      <Folded label="Other ways in" isOpen={challenge !== null || isSignInNeeded(status)}>
        <div className="flex flex-col gap-10">
          <SessionWay />
          <PasswordWay challenge={challenge} />
        </div>
      </Folded>
    </>
  );
}

function isSignInNeeded({ ways }: ConnectionStatus): boolean {
  return ways.some(({ way, state }) => way === "password" && state === "needs_reconnect");
}

/** What holds up the whole connection stands at the top of the page already. */
function arrivalsToShow(arrivals: readonly Arrival[], { state }: ConnectionStatus): Arrival[] {
  const isOwnTrouble = state === "connected" || state === "paused" || state === "payload_changed";
  return arrivals.map((arrival) => (isOwnTrouble ? arrival : { ...arrival, cause: null }));
}

function CardTitle({ status }: { status: ConnectionStatus }) {
  return (
    <div className="flex flex-wrap items-center gap-4">
      <h2 className="text-md font-semibold">Garmin</h2>
      <StateMark tone={status.tone} word={status.word} />
    </div>
  );
}

/** Cause and next step where something is wrong, otherwise since when and when next. */
function StatusWords({ status, reader }: { status: ConnectionStatus; reader: Reader }) {
  const runsByItself = env().INNGEST_BASE_URL !== undefined;
  const sentences = [
    status.cause,
    status.nextStep,
    status.since ? `Since ${momentWords(status.since, reader)}.` : null,
    status.lastSyncAt ? `Last sync ${momentWords(status.lastSyncAt, reader)}.` : null,
    status.keyExpiresAt ? `The key is good until ${dateWords(status.keyExpiresAt, reader)}.` : null,
    status.nextSyncAt && runsByItself ? `We look again ${nextLook(status.nextSyncAt, reader)}.` : null,
    runsByItself || status.state === "needs_reconnect" || status.state === "handed_over"
      ? null
      : "Nothing runs by itself on this Nightrun, because Inngest is off. Sync now works.",
  ].filter((sentence) => sentence !== null);
  return (
    <p className="mt-2 max-w-xl text-sm text-ink2">
      {sentences.map((sentence) => (
        <span key={sentence}>
          <LinkedText text={sentence} />{" "}
        </span>
      ))}
    </p>
  );
}

function nextLook(at: Date, reader: Reader): string {
  return at <= reader.now ? "within minutes" : momentWords(at, reader);
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-8">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 className="text-sm font-medium text-ink2">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

function Folded({
  label,
  isOpen = false,
  children,
}: {
  label: string;
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen}>
      <summary className="flex min-h-11 w-fit items-center text-sm font-medium text-brand hover:underline">
        {label}
      </summary>
      <div className="py-3">{children}</div>
    </details>
  );
}
