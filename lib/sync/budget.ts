/**
 * How many calls may go to a provider: one budget for all processes, kept in rows. The
 * limit a minute is a token bucket of half the limit that refills by half the limit a
 * minute, so no minute ever holds more than the limit. The limit a day counts from
 * midnight UTC, as providers count.
 */
import { setTimeout as sleepMs } from "node:timers/promises";
import { addUsage, type Bucket, type Buckets, changeBuckets, listUsage } from "@/lib/db/provider-budget";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { CallGate } from "@/lib/providers/call-gate";
import { ProviderError, type ProviderId } from "@/lib/providers/errors";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A step waits this long for its turn; what would take longer comes back later. */
const MAX_WAIT_MS = 10_000;

export type CallLimits = { callsPerMinute: number; callsPerDay: number };

/** What the environment sets. */
export function callLimits(provider: ProviderId): CallLimits {
  const known = env();
  return provider === "garmin"
    ? { callsPerMinute: known.GARMIN_CALLS_PER_MINUTE, callsPerDay: known.GARMIN_CALLS_PER_DAY }
    : { callsPerMinute: known.STRAVA_CALLS_PER_MINUTE, callsPerDay: known.STRAVA_CALLS_PER_DAY };
}

export type Turn =
  /** The call was counted; it may be made after the wait. */
  | { kind: "granted"; waitMs: number; buckets: Buckets }
  /** Nothing was counted. */
  | { kind: "refused"; retryAt: Date; buckets: Buckets };

/** Takes one call out of both buckets, or says when to ask again. Pure. */
export function takeTurn(before: Buckets, limits: CallLimits, now: Date): Turn {
  const { minute, day } = fill(before, limits, now);
  const buckets = { minute, day };
  if (day.callsLeft < 1) return { kind: "refused", retryAt: nextMidnight(now), buckets };
  const waitMs = Math.max(0, Math.ceil(((1 - minute.callsLeft) * MINUTE_MS) / sustained(limits)));
  if (waitMs > MAX_WAIT_MS) {
    return { kind: "refused", retryAt: new Date(now.getTime() + waitMs), buckets };
  }
  const less = (bucket: Bucket): Bucket => ({ ...bucket, callsLeft: bucket.callsLeft - 1 });
  return { kind: "granted", waitMs, buckets: { minute: less(minute), day: less(day) } };
}

/** Both buckets as they are at `now`, also under limits that were changed since. Pure. */
export function fill({ minute, day }: Buckets, limits: CallLimits, now: Date): Buckets {
  // A clock that was set back leaves a row in the future: then nothing has come in yet.
  const passedMs = Math.max(0, now.getTime() - minute.refilledAt.getTime());
  const refilled = minute.callsLeft + (passedMs * sustained(limits)) / MINUTE_MS;
  const isSameDay = Math.floor(now.getTime() / DAY_MS) === Math.floor(day.refilledAt.getTime() / DAY_MS);
  return {
    minute: { callsLeft: Math.min(burst(limits), refilled), refilledAt: now },
    day: {
      callsLeft: isSameDay ? Math.min(day.callsLeft, limits.callsPerDay) : limits.callsPerDay,
      refilledAt: now,
    },
  };
}

/** Calls at once after a quiet minute. */
function burst({ callsPerMinute }: CallLimits): number {
  return Math.max(1, Math.floor(callsPerMinute / 2));
}

/** Calls a minute when there is always something to ask. */
function sustained(limits: CallLimits): number {
  return Math.max(1, limits.callsPerMinute - burst(limits));
}

function nextMidnight(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);
}

type GateDeps = {
  limits: (provider: ProviderId) => CallLimits;
  sleep: (ms: number) => Promise<unknown>;
  /** Absent: the database's clock, which all processes share. */
  now?: () => Date;
};

/** The gate that all calls of this process pass. */
export function budgetGate({ limits, sleep, now }: GateDeps = SYSTEM_DEPS): CallGate {
  return {
    async enter(provider) {
      const asked = limits(provider);
      const turn = await changeBuckets(
        provider,
        full(asked),
        (buckets, at) => takeTurn(buckets, asked, at),
        now?.(),
      );
      if (turn.kind === "refused") {
        await noteUse(provider, "own_limit");
        throw new ProviderError(provider, { kind: "own_limit", retryAt: turn.retryAt });
      }
      if (turn.waitMs > 0) await sleep(turn.waitMs);
    },
    leave: noteUse,
  };
}

const SYSTEM_DEPS: GateDeps = { limits: callLimits, sleep: sleepMs };

function full(limits: CallLimits): { minute: number; day: number } {
  return { minute: burst(limits), day: limits.callsPerDay };
}

async function noteUse(provider: ProviderId, outcome: string): Promise<void> {
  await addUsage(provider, outcome).catch((error: unknown) =>
    log.warn({ err: error, provider, outcome }, "a call could not be counted"),
  );
}

export type BudgetView = CallLimits & {
  provider: ProviderId;
  /** Calls of this UTC day that reached the provider. */
  callsToday: number;
  /** Calls of this UTC day by how they ended. */
  outcomesToday: { outcome: string; callCount: number }[];
};

/** What was used of the budget today. */
export async function readBudget(provider: ProviderId, now: Date): Promise<BudgetView> {
  const outcomesToday = (await listUsage(provider, { from: dateOf(now), to: dateOf(now) })).map(
    ({ outcome, callCount }) => ({ outcome, callCount }),
  );
  const callsToday = outcomesToday
    .filter(({ outcome }) => outcome !== "own_limit")
    .reduce((sum, { callCount }) => sum + callCount, 0);
  return { ...callLimits(provider), provider, callsToday, outcomesToday };
}

function dateOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
