import type { LocalDate } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { datesOf } from "@/lib/db/merge-rows";
import type { PackedPayload } from "@/lib/db/raw-payloads";
import { mergeRecordings } from "@/lib/db/recordings";
import { keepPacked, packRaw } from "@/lib/ingest/keep-raw";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";
import type { RawBody } from "@/lib/providers/provider";
import type { Channel, Recording } from "@/lib/records/recording";

export type RecordingDelivery = {
  recordings: readonly Recording[];
  raw: readonly RawBody[];
  channel: Channel;
  /** The sync that brought it; `null` outside of a sync. */
  syncRunId: string | null;
};

export type StoredRecordings = {
  createdCount: number;
  updatedCount: number;
  unchangedCount: number;
  /** The earliest day whose workouts changed, counting the day that a workout left. */
  firstChangedLocalDate: LocalDate | null;
};

/**
 * Stores what a channel delivered, in one transaction: all of it or nothing. Storing
 * the same again changes nothing. A value that is not measured never replaces one
 * that is, so an entry of a list leaves what an earlier read of the detail brought.
 */
export async function storeRecordings(
  athleteId: string,
  delivery: RecordingDelivery,
  tx?: Queryable,
): Promise<StoredRecordings> {
  const packed = await packRaw(delivery.raw);
  const write = (open: Queryable) => writeDelivery(athleteId, delivery, packed, open);
  return tx ? write(tx) : inTransaction(write);
}

async function writeDelivery(
  athleteId: string,
  { recordings, channel, syncRunId }: RecordingDelivery,
  packed: readonly PackedPayload[],
  tx: Queryable,
): Promise<StoredRecordings> {
  await lockAthlete(athleteId, tx);
  await keepPacked(athleteId, channel, packed, syncRunId, tx);

  const incoming = lastOfEach(recordings);
  const written = await mergeRecordings(athleteId, incoming, tx);
  const changed = written.filter(({ isChanged }) => isChanged);
  const resolvedDates = await resolveWorkouts(
    athleteId,
    changed.flatMap(({ id }) => id ?? []),
    tx,
  );

  const createdCount = changed.filter(({ isNew }) => isNew).length;
  return {
    createdCount,
    updatedCount: changed.length - createdCount,
    unchangedCount: incoming.length - changed.length,
    firstChangedLocalDate: [...datesOf(changed), ...resolvedDates].sort()[0] ?? null,
  };
}

/** A page may hold a workout twice, when one was added while it was read: the later entry counts. */
function lastOfEach(recordings: readonly Recording[]): Recording[] {
  const byKey = new Map(
    recordings.map((recording) => [`${recording.channel} ${recording.externalId}`, recording]),
  );
  return [...byKey.values()];
}
