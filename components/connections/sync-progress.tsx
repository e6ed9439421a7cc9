"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import {
  countWords,
  doneFraction,
  endSentences,
  isOpen,
  type ProgressView,
} from "@/components/connections/progress-view";
import { Countdown } from "@/components/ui/countdown";

const POLL_MS = 1500;
/** What is drawn around the bar (map, arrivals) follows less often. */
const REFRESH_EVERY_POLLS = 6;

/**
 * The work at hand, as it goes on. It starts from what the server knew, so a reload loses
 * nothing, and ends with a sentence a run.
 */
export function SyncProgress({ initial, source }: { initial: ProgressView; source: string }) {
  const router = useRouter();
  const [polled, setPolled] = useState<{ since: ProgressView; view: ProgressView } | null>(null);
  const view = polled?.since === initial ? polled.view : initial;

  useEffect(() => {
    if (!initial.isActive) return;
    let polls = 0;
    let isAsking = false;
    const timer = setInterval(async () => {
      if (isAsking) return;
      isAsking = true;
      const next = await readProgress(source);
      isAsking = false;
      if (!next) return;
      setPolled({ since: initial, view: next });
      polls += 1;
      if (!next.isActive) clearInterval(timer);
      if (!next.isActive || polls % REFRESH_EVERY_POLLS === 0) router.refresh();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [initial, source, router]);

  return <ProgressPanel view={view} />;
}

function ProgressPanel({ view }: { view: ProgressView }) {
  return (
    <div>
      {view.isActive ? <Working view={view} /> : null}
      <div role="status">{view.isActive ? null : <Sentences view={view} />}</div>
    </div>
  );
}

function Working({ view }: { view: ProgressView }) {
  const open = view.runs.filter(isOpen);
  const fraction = doneFraction(view);
  const waitUntil = open.find((run) => run.waitUntil !== null)?.waitUntil;
  const title = open.some((run) => run.trigger === "connect" || run.trigger === "backfill")
    ? "Fetching your history"
    : "Syncing";
  return (
    <section aria-label="Sync at work" className="mt-5 rounded-panel bg-sunken p-5">
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm">
        <p>
          <span className="font-medium">{title}</span> <span className="text-ink2">newest first</span>
        </p>
        {waitUntil ? (
          <p className="text-ink2">
            <Countdown until={waitUntil} prefix="Garmin asks us to wait:" />
          </p>
        ) : null}
      </div>
      <ProgressBar fraction={fraction} label={title} />
      <div className="flex flex-wrap justify-between gap-x-6 gap-y-1 text-sm">
        <p className="text-ink2">{countWords(view)}</p>
        <p className="text-ink3">You can close this page. The work goes on.</p>
      </div>
    </section>
  );
}

/** Drawn by hand: the browsers' own bars can't be coloured alike. */
function ProgressBar({ fraction, label }: { fraction: number | null; label: string }) {
  const percent = fraction === null ? undefined : Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="my-3 h-1.5 overflow-hidden rounded-full bg-bar"
    >
      <div
        className="h-full rounded-full bg-brand transition-[width]"
        style={{ width: `${percent ?? 2}%` }}
      />
    </div>
  );
}

function Sentences({ view }: { view: ProgressView }) {
  const sentences = endSentences(view);
  if (sentences.length === 0) return null;
  return (
    <div className="mt-5 rounded-panel bg-sunken px-5 py-3 text-sm">
      {sentences.map((sentence) => (
        <p key={sentence} className="py-0.5">
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** `null` when it could not be asked now; the next poll asks again. */
async function readProgress(source: string): Promise<ProgressView | null> {
  try {
    const response = await fetch(source, { headers: { accept: "application/json" }, cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
