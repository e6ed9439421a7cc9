/**
 * Takes back what one import brought, and nothing else. A row that another import brought
 * too is built again from what that one said; rows of syncs are of other channels and stay.
 */
import { z } from "zod";
import type { LocalDate } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { inTransaction, type Queryable } from "@/lib/db/client";
import {
  deleteChannelDates,
  deleteRowsOfImport,
  listDatesOfImport,
  listKeysOfImport,
  listRecordsByDate,
  listRecordsByKey,
  type StoredImportRecord,
} from "@/lib/db/import-rows";
import { findImport, lockImport, markUndoFinished, markUndone } from "@/lib/db/imports";
import { deleteUnusedOriginalFiles } from "@/lib/db/original-files";
import { findRecordingIds, replaceRecordings } from "@/lib/db/recordings";
import { AppError } from "@/lib/errors";
import { removeRecordings } from "@/lib/ingest/remove-recordings";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";
import { resolveRecoveryDays, storeRecovery } from "@/lib/ingest/store-recovery";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { log } from "@/lib/log";
import { HealthSnapshot, RecoveryValues, SleepSession } from "@/lib/records/night";
import { CHANNELS, type Channel, Recording } from "@/lib/records/recording";

/** Records as they come back out of JSON. */
const StoredRecording = Recording.extend({
  startedAt: z.coerce.date(),
  detailReadAt: z.coerce.date().nullable(),
});
const StoredDay = RecoveryValues.extend({
  sleepStartedAt: z.coerce.date().nullable(),
  sleepEndedAt: z.coerce.date().nullable(),
})
  .partial()
  .extend({ localDate: z.string() });
const StoredSession = SleepSession.extend({ startedAt: z.coerce.date(), endedAt: z.coerce.date() });
const StoredSnapshot = HealthSnapshot.extend({ startedAt: z.coerce.date() });

/** Undoing twice does no harm. @throws AppError not_found, conflict while it is being uploaded */
export async function undoImport(athleteId: string, importId: string, now = new Date()): Promise<void> {
  const isUuid = z.uuid().safeParse(importId).success;
  await inTransaction(async (tx) => {
    await lockAthlete(athleteId, tx);
    const head = isUuid ? await lockImport(athleteId, importId, tx) : null;
    if (head === null) throw new AppError("not_found", "There is no such import.");
    if (head.state === "undone") return;
    if (head.state === "uploading") {
      throw new AppError("conflict", "This import is still being uploaded.");
    }
    await markUndone(athleteId, importId, now, tx);
    for (const channel of CHANNELS) await undoRecordings(athleteId, importId, channel, tx);
    await undoNights(athleteId, importId, tx);
    await deleteRowsOfImport(athleteId, importId, tx);
    await deleteUnusedOriginalFiles(athleteId, tx);
  });
  await finishUndo(athleteId, importId, now);
  log.info({ importId }, "import undone");
}

/** What follows from an undo; done again when the process ended before it. */
export async function finishUndo(athleteId: string, importId: string, now: Date): Promise<void> {
  const head = await findImport(athleteId, importId);
  if (head?.changedFromDate != null) await recomputeDailyMetrics(athleteId, head.changedFromDate);
  await markUndoFinished(athleteId, importId, now);
}

async function undoRecordings(
  athleteId: string,
  importId: string,
  channel: Channel,
  tx: Queryable,
): Promise<void> {
  const keys = await listKeysOfImport(athleteId, importId, "recording", tx);
  const rowKeys = keys.filter((key) => key.channel === channel).map(({ rowKey }) => rowKey);
  if (rowKeys.length === 0) return;
  const others = await listRecordsByKey(athleteId, { channel, kind: "recording", rowKeys }, tx);
  const rebuilt = foldRecordings(others);
  const ids = await findRecordingIds(athleteId, channel, rowKeys, tx);
  const gone = rowKeys.filter((rowKey) => !rebuilt.has(rowKey)).flatMap((rowKey) => ids.get(rowKey) ?? []);
  await removeRecordings(athleteId, gone, tx);
  const written = await replaceRecordings(athleteId, [...rebuilt.values()], tx);
  await resolveWorkouts(
    athleteId,
    written.flatMap(({ id }) => id ?? []),
    tx,
  );
}

/** Later words win, and null never wins over a value: as when they were stored one after the other. */
function foldRecordings(records: readonly StoredImportRecord[]): Map<string, Recording> {
  const byKey = new Map<string, Recording>();
  for (const { rowKey, body } of records) {
    const next = StoredRecording.parse(body);
    const before = byKey.get(rowKey);
    byKey.set(rowKey, before === undefined ? next : { ...before, ...measuredOf(next) });
  }
  return byKey;
}

function measuredOf(recording: Recording): Partial<Recording> {
  return Object.fromEntries(
    Object.entries(recording).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== null,
    ),
  );
}

async function undoNights(athleteId: string, importId: string, tx: Queryable): Promise<void> {
  const dates = await listDatesOfImport(athleteId, importId, tx);
  for (const channel of CHANNELS) {
    const localDates = dates.filter((date) => date.channel === channel).map(({ localDate }) => localDate);
    if (localDates.length === 0) continue;
    await deleteChannelDates(athleteId, channel, localDates, tx);
    const others = await listRecordsByDate(athleteId, { channel, localDates }, tx);
    for (const delivery of deliveriesOf(others)) await storeAgain(athleteId, channel, delivery, tx);
    await resolveRecoveryDays(athleteId, localDates, tx);
  }
}

/** Grouped as they were stored, in that order. */
function deliveriesOf(records: readonly StoredImportRecord[]): StoredImportRecord[][] {
  const byDelivery = new Map<string, StoredImportRecord[]>();
  for (const record of records) {
    const delivery = byDelivery.get(record.deliveryId);
    if (delivery) delivery.push(record);
    else byDelivery.set(record.deliveryId, [record]);
  }
  return [...byDelivery.values()];
}

async function storeAgain(
  athleteId: string,
  channel: Channel,
  records: readonly StoredImportRecord[],
  tx: Queryable,
): Promise<void> {
  const dates = records.flatMap(({ localDate }) => localDate ?? []).sort();
  const bodiesOf = (kind: StoredImportRecord["kind"]) =>
    records.filter((record) => record.kind === kind).map(({ body }) => body);
  await storeRecovery(
    athleteId,
    {
      channel,
      days: bodiesOf("day").map((body) => StoredDay.parse(body)),
      sessions: bodiesOf("session").map((body) => StoredSession.parse(body)),
      snapshots: bodiesOf("snapshot").map((body) => StoredSnapshot.parse(body)),
      raw: [],
      syncRunId: null,
      window: rangeOf(dates),
      metric: "sleep",
    },
    tx,
  );
}

function rangeOf(dates: readonly LocalDate[]): { from: LocalDate; to: LocalDate } {
  return { from: dates[0] ?? "", to: dates.at(-1) ?? "" };
}
