/** The only place that decides whether, and when, something is tried again. */
import { NonRetriableError, RetryAfterError } from "inngest";
import { AppError } from "@/lib/errors";
import { ProviderError } from "@/lib/providers/errors";
import { ConnectionBusyError, SyncFailedError } from "@/lib/sync/run";

/** How often a step is tried after its first failure. */
export const MAX_RETRIES = 4;

/** Waits after a provider did not answer, by attempt. */
const BACKOFF_MS = [15_000, 60_000, 300_000, 900_000];
const AFTER_FRESH_TOKEN_MS = 1_000;
const JITTER_MS = 5_000;

export type RetryDecision = { kind: "never" } | { kind: "at"; at: Date };

type Circumstances = {
  /** 0 for the first try. */
  attempt: number;
  now: Date;
  /** From 0 to 1. */
  random: number;
};

/**
 * When to try again after a failure. Asked to wait: as long as asked, at least. Out of
 * reach: later and later. A refused token: once, soon, with a new one. A refused key or a
 * changed payload: never, since only a person can mend it. Everything else is a bug or a
 * database that is away, and is tried again as well.
 */
export function decideRetry(error: unknown, { attempt, now, random }: Circumstances): RetryDecision {
  const inMs = (ms: number): RetryDecision => ({ kind: "at", at: new Date(now.getTime() + ms) });
  const jitterMs = random * JITTER_MS;
  const backoffMs = (BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0) * (1 + random / 4);

  if (error instanceof ConnectionBusyError)
    return inMs(Math.max(0, error.freeAt.getTime() - now.getTime()) + jitterMs);
  if (error instanceof AppError || error instanceof SyncFailedError) return { kind: "never" };
  if (!(error instanceof ProviderError)) return inMs(backoffMs);
  switch (error.failure.kind) {
    case "rate_limited":
    case "own_limit":
      return inMs(Math.max(0, error.failure.retryAt.getTime() - now.getTime()) + jitterMs);
    case "unavailable":
      return inMs(backoffMs);
    case "access_token_rejected":
      return attempt === 0 ? inMs(AFTER_FRESH_TOKEN_MS) : { kind: "never" };
    case "credential_refused":
    case "unexpected_payload":
    case "not_found":
    case "rejected":
      return { kind: "never" };
  }
}

/**
 * Runs the work of a step and restates its failure as what Inngest should do. Only the
 * message goes on: a cause would be stored by Inngest, with whatever it holds.
 */
export async function retryPolicy<Result>(
  work: () => Promise<Result>,
  attempt: number,
  noteWait: (retryAt: Date) => Promise<void> = async () => {},
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const decision = decideRetry(error, { attempt, now: new Date(), random: Math.random() });
    const message = error instanceof Error ? error.message : "failed";
    if (decision.kind === "never") throw new NonRetriableError(message);
    // A connection that is worked on is no failure, and after the last try nobody waits.
    if (attempt < MAX_RETRIES && !(error instanceof ConnectionBusyError)) await noteWait(decision.at);
    throw new RetryAfterError(message, decision.at);
  }
}

/**
 * When a later pass of the planner is to go on with a run that failed in a process without
 * a queue. @returns `null` when it failed for good @param attempt 1 for the first executor
 */
export function retryByPlanner(error: unknown, attempt: number): Date | null {
  if (attempt > MAX_RETRIES) return null;
  const decision = decideRetry(error, { attempt: attempt - 1, now: new Date(), random: Math.random() });
  return decision.kind === "never" ? null : decision.at;
}

/** In a process without a queue nothing waits: the one retry is with a fresh token. */
export async function retryHere<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === "access_token_rejected") return work();
    throw error;
  }
}
