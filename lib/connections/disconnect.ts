/** Ending the connection to Garmin, or one of its ways, with or without what it brought. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleepMs } from "node:timers/promises";
import { CAUSES } from "@/lib/connections/causes";
import { inTransaction } from "@/lib/db/client";
import {
  type ConnectionRow,
  deleteAccess,
  endConnection,
  findConnection,
  listAccesses,
  lockConnection,
  releaseLease,
  takeLease,
} from "@/lib/db/connections";
import { forgetAsked } from "@/lib/db/forget-channel";
import { markRunsOfConnectionFailed } from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import { forgetChannel } from "@/lib/ingest/forget-channel";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

const LEASE_MS = 3 * 60_000;
const POLL_MS = 250;
const MAX_WAIT_MS = 30_000;

type DisconnectDeps = { now: () => Date; sleep: (ms: number) => Promise<unknown> };
const SYSTEM_DEPS: DisconnectDeps = { now: () => new Date(), sleep: sleepMs };

/**
 * Ends the connection and deletes its secrets. Runs and nights stay, unless `deletesData`. Doing
 * it again changes nothing. Garmin itself has nothing to revoke: a key goes on there until the
 * athlete deletes it, a session until it ends.
 *
 * @throws AppError not_found, or conflict when a sync still stores what is to be deleted
 */
export async function disconnectGarmin(
  athleteId: string,
  { deletesData = false }: { deletesData?: boolean } = {},
  deps: Partial<DisconnectDeps> = {},
): Promise<void> {
  const { now, sleep } = { ...SYSTEM_DEPS, ...deps };
  const connection = await inTransaction(async (tx) => {
    await lockConnection(athleteId, "garmin", tx);
    const found = await findConnection(athleteId, "garmin", tx);
    if (found === null) throw new AppError("not_found", "Garmin is not connected.");
    await endConnection(athleteId, found.connectionId, now(), tx);
    const end = { causeCode: "disconnected", causeMessage: CAUSES.disconnected.sentence, now: now() };
    await markRunsOfConnectionFailed(athleteId, found.connectionId, end, tx);
    return found;
  });
  if (deletesData) await deleteData(connection, { now, sleep });
}

/** Under the connection's lease: a step that has asked already stores before, and none begins. */
async function deleteData(
  { athleteId, connectionId }: ConnectionRow,
  { now, sleep }: DisconnectDeps,
): Promise<void> {
  const leaseId = randomUUID();
  for (let waitedMs = 0; !(await takeLease(connectionId, { leaseId, now: now(), leaseMs: LEASE_MS })); ) {
    waitedMs += POLL_MS;
    if (waitedMs > MAX_WAIT_MS) {
      const message =
        "Garmin is disconnected. A sync is still storing: ask again in a minute to delete the data.";
      throw new AppError("conflict", message);
    }
    await sleep(POLL_MS);
  }
  try {
    const firstDate = await inTransaction(async (tx) => {
      const changed = await forgetChannel(athleteId, "garmin", tx);
      await forgetAsked(athleteId, connectionId, tx);
      return changed;
    });
    if (firstDate !== null) await recomputeDailyMetrics(athleteId, firstDate);
  } finally {
    await releaseLease(connectionId, leaseId, now());
  }
}

/** @throws AppError not_found, or conflict for the last way: that is disconnecting */
export async function removeGarminWay(athleteId: string, way: string): Promise<void> {
  await inTransaction(async (tx) => {
    await lockConnection(athleteId, "garmin", tx);
    const connection = await findConnection(athleteId, "garmin", tx);
    const accesses = connection === null ? [] : await listAccesses(connection.connectionId, tx);
    if (connection === null || !accesses.some((access) => access.way === way)) {
      throw new AppError("not_found", "This way is not set up.");
    }
    if (accesses.length === 1) {
      throw new AppError("conflict", "This is the only way in. Disconnect Garmin, or add another way first.");
    }
    await deleteAccess(connection.connectionId, way, tx);
  });
}
