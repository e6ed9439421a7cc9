/** What one file says, made true: all of it in the caller's transaction, and noted so that it can be taken back. */
import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import { type ImportRecord, insertImportRows } from "@/lib/db/import-rows";
import type { FileCounts } from "@/lib/db/imports";
import { insertOriginalFile, type PackedFile } from "@/lib/db/original-files";
import { countSharedWorkouts, findRecordingIds } from "@/lib/db/recordings";
import { storeDetails } from "@/lib/ingest/store-details";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import type { FileReading } from "@/lib/providers/files/reading";
import type { Channel } from "@/lib/records/recording";

/** What is stored of a file; a reading of a training file is one. */
export type Found = Pick<FileReading, "recordings" | "days" | "sessions" | "snapshots">;

export type StoredFindings = Omit<FileCounts, "refusedCount"> & {
  firstChangedLocalDate: LocalDate | null;
  /** Of nights and days. */
  changedDates: LocalDate[];
};

/** @param original `null` for what came out of an export's own tables */
export async function storeFindings(
  athleteId: string,
  { importId, channel }: { importId: string; channel: Channel },
  found: Found,
  original: PackedFile | null,
  tx: Queryable,
): Promise<StoredFindings> {
  const workouts = await storeWorkouts(athleteId, channel, found, tx);
  const nights = await storeNights(athleteId, channel, found, tx);
  const records = recordsOf(channel, found);
  if (original !== null) {
    await insertOriginalFile(athleteId, original, tx);
    records.push({ channel, kind: "original", rowKey: original.sha256, localDate: null, body: {} });
  }
  await insertImportRows(athleteId, importId, records, tx);
  const firstChangedLocalDate = earlier(workouts.first, nights.changedDates[0] ?? null);
  return { ...workouts, ...nights, firstChangedLocalDate };
}

async function storeWorkouts(athleteId: string, channel: Channel, { recordings }: Found, tx: Queryable) {
  const ofChannel = recordings.map((one) => ({ ...one, recording: { ...one.recording, channel } }));
  const externalIds = ofChannel.map(({ recording }) => recording.externalId);
  const before = await findRecordingIds(athleteId, channel, externalIds, tx);
  const stored = await storeRecordings(
    athleteId,
    { recordings: ofChannel.map(({ recording }) => recording), raw: [], channel, syncRunId: null },
    tx,
  );
  const details = ofChannel
    .filter(({ laps, curve }) => laps.length > 0 || curve !== null)
    .map(({ recording, laps, curve }) => ({ externalId: recording.externalId, laps, curve }));
  await storeDetails(athleteId, channel, details, tx);
  const after = await findRecordingIds(athleteId, channel, externalIds, tx);
  const created = [...after].filter(([externalId]) => !before.has(externalId)).map(([, id]) => id);
  return {
    newCount: stored.createdCount,
    updatedCount: stored.updatedCount,
    sameCount: stored.unchangedCount,
    matchedCount: created.length === 0 ? 0 : await countSharedWorkouts(athleteId, created, tx),
    first: stored.firstChangedLocalDate,
  };
}

async function storeNights(
  athleteId: string,
  channel: Channel,
  { days, sessions, snapshots }: Found,
  tx: Queryable,
) {
  const dates = [...new Set([...days, ...sessions, ...snapshots].map(({ localDate }) => localDate))].sort();
  const [from, to] = [dates[0], dates.at(-1)];
  if (from === undefined || to === undefined)
    return { changedDayCount: 0, sameDayCount: 0, changedDates: [] };
  const window = { from, to };
  const delivery = { channel, days, sessions, snapshots, raw: [], syncRunId: null, window };
  const { changedDays } = await storeRecovery(athleteId, { ...delivery, metric: "sleep" }, tx);
  const changed = new Set(changedDays);
  return {
    changedDayCount: changed.size,
    sameDayCount: dates.filter((date) => !changed.has(date)).length,
    changedDates: changedDays,
  };
}

function recordsOf(channel: Channel, { recordings, days, sessions, snapshots }: Found): ImportRecord[] {
  const start = ({ startedAt }: { startedAt: Date }) => startedAt.toISOString();
  return [
    ...recordings.map(({ recording }): ImportRecord => {
      const { externalId: rowKey, localDate } = recording;
      return { channel, kind: "recording", rowKey, localDate, body: { ...recording, channel } };
    }),
    ...days.map((day): ImportRecord => {
      return { channel, kind: "day", rowKey: day.localDate, localDate: day.localDate, body: day };
    }),
    ...sessions.map((session): ImportRecord => {
      const { localDate } = session;
      return { channel, kind: "session", rowKey: start(session), localDate, body: { ...session, channel } };
    }),
    ...snapshots.map((snapshot): ImportRecord => {
      const { localDate } = snapshot;
      return {
        channel,
        kind: "snapshot",
        rowKey: start(snapshot),
        localDate,
        body: { ...snapshot, channel },
      };
    }),
  ];
}

function earlier(one: LocalDate | null, other: LocalDate | null): LocalDate | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
