/** Records that could not be read while the rest of their page was stored: kept, told, read again later. */

import { CAUSES } from "@/lib/connections/causes";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { type ConnectionRow, findConnectionById } from "@/lib/db/connections";
import {
  deleteSetAside,
  insertSyncFailure,
  listSetAside,
  type SetAsideRow,
  upsertSetAside,
} from "@/lib/db/sync-failures";
import { type SyncRunRow, setRunCause } from "@/lib/db/sync-runs";
import { AppError } from "@/lib/errors";
import { readRaw } from "@/lib/ingest/keep-raw";
import { log } from "@/lib/log";
import { ProviderError } from "@/lib/providers/errors";
import type { KeptRecord, RawBody, RecoveryMetric, UnreadableRecord } from "@/lib/providers/provider";
import { SYSTEM_SYNC_DEPS, type SyncDeps } from "@/lib/sync/deps";

type Page = { raw: readonly RawBody[]; unreadable?: readonly UnreadableRecord[] };

/** In the transaction that stores a page: keeps what could not be read of it, and forgets what now could. */
export async function noteSetAside(
  { run, connection }: { run: SyncRunRow; connection: ConnectionRow },
  metric: RecoveryMetric | "activities",
  page: Page,
  deps: Pick<SyncDeps, "keepRaw" | "now">,
  tx: Queryable,
): Promise<void> {
  await deleteSetAside(connection.connectionId, page.raw, tx);
  const unreadable = page.unreadable ?? [];
  if (unreadable.length === 0) return;
  const bodies = unreadable.map(({ kind, externalId, body }) => ({ kind, externalId, body: body ?? null }));
  const ids = await deps.keepRaw(run.athleteId, connection.provider, bodies, run.syncRunId, tx);
  const records = unreadable.map(({ kind, externalId, issues }, index) => ({
    kind,
    externalId,
    issues,
    rawPayloadId: ids[index] ?? null,
  }));
  await upsertSetAside(connection.connectionId, records, deps.now(), tx);
  const rawPayloadId = ids[0] ?? null;
  const cause = { causeCode: "set_aside", rawPayloadId };
  await setRunCause(run.syncRunId, { ...cause, causeMessage: CAUSES.set_aside.sentence }, tx);
  const failure = { ...cause, at: deps.now(), attempt: run.attempt, metric, retryAt: null };
  await insertSyncFailure(run.syncRunId, failure, tx);
  const { syncRunId, connectionId } = { ...run, ...connection };
  log.error({ syncRunId, connectionId, metric, rawPayloadIds: ids }, "records were set aside");
}

export type ReadAgain = { readCount: number; leftCount: number };

/**
 * Reads again what was set aside, out of what is kept, without asking the provider: for
 * after the code was mended. Doing it twice stores nothing twice.
 */
export async function readSetAsideAgain(
  athleteId: string,
  connectionId: string,
  deps: SyncDeps = SYSTEM_SYNC_DEPS,
): Promise<ReadAgain> {
  const connection = await findConnectionById(athleteId, connectionId);
  if (connection === null) throw new AppError("not_found", "There is no such connection.");
  const records = await listSetAside(athleteId, connectionId);
  let readCount = 0;
  for (const record of records) {
    const kept = await readRecord(connection, record, deps);
    if (kept === null) continue;
    const oldest = await inTransaction((tx) => storeKept(connection, record, kept, deps, tx));
    if (oldest !== null) await deps.recomputeDailyMetrics(athleteId, oldest);
    readCount += 1;
  }
  return { readCount, leftCount: records.length - readCount };
}

/** @returns `null` while it still can't be read */
async function readRecord(
  { athleteId, provider }: ConnectionRow,
  { kind, externalId, rawPayloadId }: SetAsideRow,
  deps: SyncDeps,
): Promise<KeptRecord | null> {
  const raw = rawPayloadId === null ? null : await readRaw(athleteId, rawPayloadId);
  if (raw === null) return null;
  try {
    return deps.provider(provider).readKept?.({ kind, externalId, body: raw.body }) ?? null;
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === "unexpected_payload") return null;
    throw error;
  }
}

/** @returns the day from which figures have to be computed anew, or `null` */
async function storeKept(
  { athleteId, connectionId, provider }: ConnectionRow,
  record: SetAsideRow,
  kept: KeptRecord,
  deps: SyncDeps,
  tx: Queryable,
): Promise<string | null> {
  await deleteSetAside(connectionId, [record], tx);
  const delivery = { channel: provider, raw: kept.page.raw, syncRunId: null };
  if (kept.kind === "recordings") {
    const { recordings } = kept.page;
    return (await deps.storeRecordings(athleteId, { ...delivery, recordings }, tx)).firstChangedLocalDate;
  }
  const { days, sessions, snapshots } = kept.page;
  const window = { from: record.externalId, to: record.externalId };
  const stored = await deps.storeRecovery(
    athleteId,
    { ...delivery, days, sessions, snapshots, window, metric: kept.metric },
    tx,
  );
  return stored.changedDays[0] ?? null;
}
