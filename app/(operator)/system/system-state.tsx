import type { ReactNode } from "react";
import { ReadSetAsideForm, ReplayForm } from "@/app/(operator)/system/replay-forms";
import { momentWords, type Reader, sentenceCase } from "@/components/connections/moment";
import { PlanChart } from "@/components/system/plan-chart";
import { StateMark } from "@/components/ui";
import { Figure } from "@/components/ui/figure";
import { Notice } from "@/components/ui/notice";
import type { StateTone } from "@/components/ui/state-mark";
import type { ProviderPlan, SystemState } from "@/lib/operations/system";

const PROVIDER_NAME: Record<string, string> = { garmin: "Garmin", strava: "Strava" };
const nameOf = (provider: string | null): string => PROVIDER_NAME[provider ?? ""] ?? "a source";

/** How the instance stands: states and counts, no value of anybody's health. */
export function SystemOverview({ state, reader }: { state: SystemState; reader: Reader }) {
  return (
    <>
      {state.outages.map((outage) => (
        <div key={`${outage.provider} ${outage.causeCode}`} className="mb-6">
          <Notice tone="strong" title={`${nameOf(outage.provider)}: one trouble for many`}>
            {outage.troubledCount} of {outage.askedCount} connections that were asked lately have the same:{" "}
            {outage.sentence}
          </Notice>
        </div>
      ))}
      <Processes state={state} reader={reader} />
      <Connections state={state} />
      {state.plans.map((plan) => (
        <Plan key={plan.planner.provider} plan={plan} reader={reader} />
      ))}
      <Outcomes state={state} />
      <Failures state={state} reader={reader} />
    </>
  );
}

const DATABASE_WORDS = {
  ready: "Ready",
  not_migrated: "Not migrated",
  unreachable: "Not reachable",
} as const;
const INNGEST_WORDS = { on: "Ready", starting: "Starting", not_answering: "No answer", off: "Off" } as const;

function Processes({ state: { health, inngestUrl, plans }, reader }: { state: SystemState; reader: Reader }) {
  const lastPass = plans.flatMap(({ planner }) => planner.lastPassAt ?? [])[0];
  const isOn = health.inngest === "on";
  return (
    <Section title="Processes">
      <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Part label="App" tone="usual" word="Ready" text={`Version ${health.versions.nightrun}`} />
        <Part
          label="Database"
          tone={health.database === "ready" ? "usual" : "strong"}
          word={DATABASE_WORDS[health.database]}
          text={`Schema ${health.versions.schema ?? "none"}`}
        />
        <Part
          label="Inngest"
          tone={isOn ? "usual" : health.inngest === "off" ? "nodata" : "watch"}
          word={INNGEST_WORDS[health.inngest]}
          text={isOn ? "Runs what is asked" : "Sync now works; nothing runs by itself"}
        />
        <Part
          label="Planner"
          tone={lastPass && reader.now.getTime() - lastPass.getTime() < 15 * 60_000 ? "usual" : "watch"}
          word={lastPass ? `Passed ${momentWords(lastPass, reader)}` : "Has not passed yet"}
          text="Looks for what is due every 5 minutes"
        />
      </dl>
      {inngestUrl === null ? (
        <p className="mt-4 max-w-2xl text-sm text-ink2">
          Inngest is off: let cron run <code>npm run schedule-staggered-syncs</code> every 5 minutes, or start
          Nightrun where the Inngest server can be built.
        </p>
      ) : (
        <p className="mt-4 max-w-2xl text-sm text-ink2">
          <a href={inngestUrl} target="_blank" rel="noreferrer" className="underline">
            Open the Inngest dashboard
          </a>{" "}
          to see each run, and to rerun one. It has no log-in of its own, so it listens on that machine only.
          From elsewhere, reach it through a tunnel: <code>ssh -L {tunnelOf(inngestUrl)} your-server</code>,
          then open the same address.
        </p>
      )}
    </Section>
  );
}

function tunnelOf(inngestUrl: string): string {
  const { port, hostname } = new URL(inngestUrl);
  return `${port || 80}:${hostname}:${port || 80}`;
}

const STATES: Record<string, { word: string; tone: StateTone }> = {
  ready: { word: "Connected", tone: "usual" },
  waiting: { word: "Waiting", tone: "watch" },
  unavailable: { word: "Not reachable", tone: "watch" },
  payload_changed: { word: "Partly readable", tone: "watch" },
  needs_reconnect: { word: "Need to reconnect", tone: "strong" },
  no_credential: { word: "Without a way in", tone: "strong" },
  paused: { word: "Paused", tone: "nodata" },
  disconnected: { word: "Disconnected", tone: "nodata" },
};

function Connections({ state: { connections } }: { state: SystemState }) {
  return (
    <Section title="Connections">
      {connections.length === 0 ? (
        <p className="text-sm text-ink2">Nobody has connected a source yet.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-8 gap-y-3">
          {connections.map(({ provider, state, count }) => (
            <li key={`${provider} ${state}`}>
              <StateMark
                tone={STATES[state]?.tone ?? "nodata"}
                word={`${nameOf(provider)}: ${count} ${(STATES[state]?.word ?? state).toLowerCase()}`}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Plan({ plan, reader }: { plan: ProviderPlan; reader: Reader }) {
  const { planner, budget, hours, limitPerHour } = plan;
  const isFull = planner.cycleMinutes > 1_440;
  const number = new Intl.NumberFormat(reader.locale);
  return (
    <Section title={`${nameOf(planner.provider)}, next 24 hours`}>
      <PlanChart
        hours={hours.map((hour) => ({ ...hour, from: hour.from.toISOString() }))}
        limitPerHour={limitPerHour}
        timeZone={reader.timeZone}
        locale={reader.locale}
      />
      <p className="mt-2 max-w-2xl text-sm text-ink2">
        {number.format(planner.connectionCount)} connections sync by themselves; there is room for{" "}
        {number.format(planner.capacityPerDay)} syncs a day.{" "}
        {isFull
          ? `That is more than a day holds, so each is synced every ${(planner.cycleMinutes / 1_440).toFixed(1)} days.`
          : "Each is synced once a day."}{" "}
        {planner.beyondCapCount > 0
          ? `${number.format(planner.beyondCapCount)} more are beyond the most that SYNC_MAX_CONNECTIONS allows, and are synced only when asked.`
          : ""}
      </p>
      <div className="mt-5 grid gap-6 sm:grid-cols-3">
        <Figure
          label="Calls today, UTC"
          value={number.format(budget.callsToday)}
          unit={`of ${number.format(budget.callsPerDay)}`}
        />
        <Figure label="Calls a minute" value={number.format(budget.callsPerMinute)} unit="at most" />
        <Figure
          label="Asked to wait today"
          value={number.format(callsOf(budget.outcomesToday, "rate_limited"))}
          unit={`by ${nameOf(planner.provider)}`}
          comparison={`held back by our own limit: ${number.format(callsOf(budget.outcomesToday, "own_limit"))}`}
        />
      </div>
    </Section>
  );
}

function callsOf(outcomes: readonly { outcome: string; callCount: number }[], outcome: string): number {
  return outcomes.find((item) => item.outcome === outcome)?.callCount ?? 0;
}

function Outcomes({ state: { runs, failures } }: { state: SystemState }) {
  return (
    <Section title="How syncs ended">
      <div className="grid gap-6 sm:grid-cols-3">
        <Figure
          label="Went well, last 24 hours"
          value={runs.successPercent === null ? "none ended" : `${Math.floor(runs.successPercent)} %`}
          comparison={`${runs.succeededCount} went well, ${runs.failedCount} failed`}
        />
        <Figure label="Open now" value={runs.openCount} />
      </div>
      {failures.length === 0 ? (
        <p className="mt-4 text-sm text-ink2">Nothing went wrong in the last 7 days.</p>
      ) : (
        <div className="mt-4 overflow-x-auto">
          <table className="text-left text-sm">
            <caption className="pb-2 text-left text-xs text-ink2">
              Troubles of the last 7 days, also those that passed by themselves
            </caption>
            <thead>
              <tr className="text-xs text-ink2">
                <th className="pr-6 font-normal">Day, UTC</th>
                <th className="pr-6 font-normal">Times</th>
                <th className="font-normal">Cause</th>
              </tr>
            </thead>
            <tbody>
              {failures.map((item) => (
                <tr key={`${item.onDate} ${item.causeCode}`}>
                  <td className="py-1 pr-6 whitespace-nowrap">{item.onDate}</td>
                  <td className="pr-6">{item.count}</td>
                  <td>{item.sentence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Failures({ state: { failedRuns, setAside }, reader }: { state: SystemState; reader: Reader }) {
  return (
    <Section title="Last failures">
      {failedRuns.length === 0 ? <p className="text-sm text-ink2">No sync has failed for good.</p> : null}
      <ul>
        {failedRuns.map((run) => (
          <li
            key={run.syncRunId}
            className="grid gap-x-6 gap-y-2 border-b border-line py-3 text-sm md:grid-cols-[9rem_1fr_auto] md:items-center"
          >
            <span className="text-ink2">{sentenceCase(momentWords(run.finishedAt, reader))}</span>
            <div>
              <p>{run.cause}</p>
              <p className="text-xs break-words text-ink2">
                {nameOf(run.provider)}, {run.kind === "recovery" ? "nights" : "workouts"}, {run.fromDate} to{" "}
                {run.toDate}; connection {run.connectionId?.slice(0, 8) ?? "gone"}; try {run.attempt}
                {run.rawPayloadId ? `; kept payload ${run.rawPayloadId}` : ""}
                {run.executorId ? `; run ${run.executorId}` : ""}
              </p>
            </div>
            <ReplayForm
              syncRunId={run.syncRunId}
              what={`${run.kind} of connection ${run.connectionId?.slice(0, 8) ?? "gone"}`}
            />
          </li>
        ))}
      </ul>
      {setAside.length > 0 ? (
        <div className="mt-6 text-sm">
          <h3 className="font-medium">Set aside because they could not be read</h3>
          <ul className="mt-2">
            {setAside.map((item) => (
              <li key={`${item.connectionId} ${item.kind}`} className="py-0.5 text-ink2">
                {item.count} of kind {item.kind}, connection {item.connectionId.slice(0, 8)}, since{" "}
                {momentWords(item.since, reader)}
              </li>
            ))}
          </ul>
          <ReadSetAsideForm />
        </div>
      ) : null}
    </Section>
  );
}

function Part({ label, tone, word, text }: { label: string; tone: StateTone; word: string; text: string }) {
  return (
    <div>
      <dt className="text-xs text-ink2">{label}</dt>
      <dd>
        <StateMark tone={tone} word={word} />
        <p className="text-xs text-ink2">{text}</p>
      </dd>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-10">
      <h2 className="mb-4 text-md font-semibold">{title}</h2>
      {children}
    </section>
  );
}
