/** What sync work needs from outside; tests put their own in place. */
import { setTimeout as sleepMs } from "node:timers/promises";
import type { CredentialDeps } from "@/lib/connections/credentials";
import { renewAccess } from "@/lib/connections/renew";
import { keepRaw } from "@/lib/ingest/keep-raw";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { provider } from "@/lib/providers/registry";

export type SyncDeps = CredentialDeps & {
  provider: typeof provider;
  storeRecordings: typeof storeRecordings;
  storeRecovery: typeof storeRecovery;
  keepRaw: typeof keepRaw;
  recomputeDailyMetrics: (athleteId: string, fromLocalDate: string) => Promise<number>;
};

export const SYSTEM_SYNC_DEPS: SyncDeps = {
  now: () => new Date(),
  sleep: sleepMs,
  renew: renewAccess,
  provider,
  storeRecordings,
  storeRecovery,
  keepRaw,
  recomputeDailyMetrics,
};

/** What may be kept of a step: it is stored as JSON by Inngest, so no dates and little of it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Runs one step of a piece of work. A step can run twice without harm; whoever runs it
 * decides whether to try again. Ids are stable within a run.
 */
export type StepRunner = <Result extends Json>(id: string, work: () => Promise<Result>) => Promise<Result>;

/** A piece of work and who does it. */
export type RunRef = {
  athleteId: string;
  syncRunId: string;
  /** An Inngest run, or a process of the app. */
  executorId: string;
};
