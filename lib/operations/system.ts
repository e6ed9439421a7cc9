/** The System page: how the whole instance stands, in states and counts. No health value, no name. */

import { z } from "zod";
import { requireOperator } from "@/lib/accounts/operator";
import { causeOf } from "@/lib/connections/causes";
import {
  type CauseCount,
  countConnectionStates,
  countDueByHour,
  countFailures,
  countRuns,
  countSetAside,
  countTroubledConnections,
  type FailedRun,
  findAthleteOfRun,
  listFailedRuns,
  type RunCounts,
  type SetAsideCount,
  type StateCount,
} from "@/lib/db/operations";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type Health, readHealth } from "@/lib/operations/health";
import { findOutages, type Trouble } from "@/lib/operations/outage";
import { type BudgetView, readBudget } from "@/lib/sync/budget";
import { replayRun } from "@/lib/sync/replay";
import { PLANNED_PROVIDERS, type PlannerState, readPlanner } from "@/lib/sync/schedule";
import { readSetAsideAgain } from "@/lib/sync/set-aside";

const HOUR_MS = 3_600_000;
const FAILURE_DAYS = 7;
const LISTED_FAILURES = 20;
const OUTAGE_HOURS = 6;

export type PlannedHour = {
  from: Date;
  /** Connections that come due, with what the hours before had no room for. */
  dueCount: number;
  /** Of them, those that there is room for. */
  startedCount: number;
};

export type ProviderPlan = {
  planner: PlannerState;
  budget: BudgetView;
  hours: PlannedHour[];
  /** Syncs that one hour has room for. */
  limitPerHour: number;
};

export type SystemState = {
  health: Health;
  /** Where the Inngest dashboard is; `null` where Inngest is off. */
  inngestUrl: string | null;
  connections: StateCount[];
  outages: (Trouble & { sentence: string })[];
  plans: ProviderPlan[];
  /** Of the last 24 hours. */
  runs: RunCounts & { successPercent: number | null };
  /** Of the last days, by UTC day. */
  failures: (CauseCount & { sentence: string })[];
  failedRuns: (FailedRun & { cause: string })[];
  setAside: SetAsideCount[];
};

/** @throws AppError not_found unless the person is an operator */
export async function readSystem(userId: string, now: Date = new Date()): Promise<SystemState> {
  await requireOperator(userId);
  const [health, connections, troubles, plans, runs, failures, failedRuns, setAside] = await Promise.all([
    readHealth(),
    countConnectionStates(now),
    countTroubledConnections(new Date(now.getTime() - OUTAGE_HOURS * HOUR_MS)),
    Promise.all(PLANNED_PROVIDERS.map((provider) => readPlan(provider, now))),
    countRuns(new Date(now.getTime() - 24 * HOUR_MS)),
    countFailures(new Date(now.getTime() - FAILURE_DAYS * 24 * HOUR_MS)),
    listFailedRuns(LISTED_FAILURES),
    countSetAside(LISTED_FAILURES),
  ]);
  const endedCount = runs.succeededCount + runs.failedCount;
  const successPercent = endedCount === 0 ? null : (100 * runs.succeededCount) / endedCount;
  const told = <Counted extends { causeCode: string | null }>(item: Counted) =>
    causeOf(item.causeCode ?? "internal").sentence;
  return {
    health,
    inngestUrl: env().INNGEST_BASE_URL ?? null,
    connections,
    outages: findOutages(troubles).map((trouble) => ({ ...trouble, sentence: told(trouble) })),
    plans,
    runs: { ...runs, successPercent },
    failures: failures.map((item) => ({ ...item, sentence: told(item) })),
    failedRuns: failedRuns.map((item) => ({ ...item, cause: told(item) })),
    setAside,
  };
}

async function readPlan(provider: (typeof PLANNED_PROVIDERS)[number], now: Date): Promise<ProviderPlan> {
  const [planner, budget, due] = await Promise.all([
    readPlanner(provider),
    readBudget(provider, now),
    countDueByHour(provider, now),
  ]);
  const limitPerHour = Math.floor(planner.capacityPerDay / 24);
  return { planner, budget, hours: fillHours(due, limitPerHour, now), limitPerHour };
}

/** What an hour has no room for goes on into the next. Pure. */
export function fillHours(due: readonly number[], limitPerHour: number, now: Date): PlannedHour[] {
  let left = 0;
  return due.map((count, hour) => {
    const dueCount = count + left;
    const startedCount = Math.min(dueCount, limitPerHour);
    left = dueCount - startedCount;
    return { from: new Date(now.getTime() + hour * HOUR_MS), dueCount, startedCount };
  });
}

/** Does a failed sync again. @returns whether it was queued @throws AppError not_found */
export async function replayAsOperator(userId: string, syncRunId: string): Promise<boolean> {
  await requireOperator(userId);
  const athleteId = z.guid().safeParse(syncRunId).success ? await findAthleteOfRun(syncRunId) : null;
  if (athleteId === null) throw new AppError("not_found", "There is no such sync.");
  return replayRun(athleteId, syncRunId);
}

/** Reads again what was set aside, of all connections that are listed. */
export async function readSetAsideAsOperator(
  userId: string,
): Promise<{ readCount: number; leftCount: number }> {
  await requireOperator(userId);
  const connections = new Map(
    (await countSetAside(LISTED_FAILURES)).map(({ connectionId, athleteId }) => [connectionId, athleteId]),
  );
  let readCount = 0;
  let leftCount = 0;
  for (const [connectionId, athleteId] of connections) {
    const done = await readSetAsideAgain(athleteId, connectionId);
    readCount += done.readCount;
    leftCount += done.leftCount;
  }
  return { readCount, leftCount };
}
