import type { LocalDate } from "@/lib/days";
import { lockAthlete } from "@/lib/db/athlete-lock";
import { inTransaction, type Queryable } from "@/lib/db/client";
import { datesOf } from "@/lib/db/merge-rows";
import type { PackedPayload } from "@/lib/db/raw-payloads";
import {
  listSourceDays,
  mergeSnapshots,
  mergeSourceDays,
  replaceResolvedDays,
  replaceSleepSessions,
} from "@/lib/db/recovery";
import { keepPacked, packRaw } from "@/lib/ingest/keep-raw";
import { resolveDays } from "@/lib/ingest/resolve-day";
import type { DateWindow, RawBody, RecoveryMetric } from "@/lib/providers/provider";
import type { HealthSnapshot, RecoveryDayUpdate, SleepSession } from "@/lib/records/night";
import type { Channel } from "@/lib/records/recording";

export type RecoveryDelivery = {
  channel: Channel;
  days: readonly RecoveryDayUpdate[];
  sessions: readonly SleepSession[];
  snapshots: readonly HealthSnapshot[];
  raw: readonly RawBody[];
  /** The sync that brought it; `null` outside of a sync. */
  syncRunId: string | null;
  /** What was asked for. A date of it that is missing from the delivery keeps what is stored. */
  window: DateWindow;
  metric: RecoveryMetric;
};

/**
 * Stores what a channel said of nights and days, in one transaction: all of it or
 * nothing. Storing the same again changes nothing. Null never replaces a value; the
 * sleep sessions of a date that was delivered replace those of the same channel.
 * @returns the dates on which something is not as it was, oldest first
 */
export async function storeRecovery(
  athleteId: string,
  delivery: RecoveryDelivery,
  tx?: Queryable,
): Promise<{ changedDays: LocalDate[] }> {
  const packed = await packRaw(delivery.raw);
  const write = (open: Queryable) => writeDelivery(athleteId, delivery, packed, open);
  return tx ? write(tx) : inTransaction(write);
}

async function writeDelivery(
  athleteId: string,
  { channel, days, sessions, snapshots, syncRunId }: RecoveryDelivery,
  packed: readonly PackedPayload[],
  tx: Queryable,
): Promise<{ changedDays: LocalDate[] }> {
  await lockAthlete(athleteId, tx);
  await keepPacked(athleteId, channel, packed, syncRunId, tx);

  const sources = await mergeSourceDays(athleteId, mergedUpdates(channel, days), tx);
  const nights = await replaceSleepSessions(
    athleteId,
    channel,
    withKinds(lastSessionOfEachStart(channel, sessions)),
    tx,
  );
  const rests = await mergeSnapshots(athleteId, lastSnapshotOfEachStart(channel, snapshots), tx);
  const resolved = await resolveRecoveryDays(athleteId, [...datesOf(sources)], tx);

  const changed = new Set([...datesOf(sources), ...nights, ...datesOf(rests), ...resolved]);
  return { changedDays: [...changed].sort() };
}

/**
 * Decides again what counts on these dates, from what all channels say of them.
 * @returns the dates whose resolved day changed
 */
export async function resolveRecoveryDays(
  athleteId: string,
  localDates: readonly LocalDate[],
  tx: Queryable,
): Promise<LocalDate[]> {
  if (localDates.length === 0) return [];
  const days = resolveDays(await listSourceDays(athleteId, localDates, tx));
  return replaceResolvedDays(athleteId, localDates, days, tx);
}

/** One update a date, without what was not measured; of several the later value counts. */
function mergedUpdates(channel: Channel, days: readonly RecoveryDayUpdate[]) {
  const byDate = new Map<LocalDate, RecoveryDayUpdate & { channel: Channel }>();
  for (const { localDate, ...values } of days) {
    const measured = Object.fromEntries(
      Object.entries(values).filter(([, value]) => (value ?? null) !== null),
    );
    // A day on which nothing was measured is no row: sync coverage remembers that it was asked.
    if (Object.keys(measured).length === 0) continue;
    byDate.set(localDate, { ...byDate.get(localDate), ...measured, localDate, channel });
  }
  return [...byDate.values()];
}

/** A page may hold the same session or snapshot twice: the later entry counts. */
function lastSessionOfEachStart(channel: Channel, sessions: readonly SleepSession[]): SleepSession[] {
  const key = (session: SleepSession) => `${session.localDate} ${session.startedAt.getTime()}`;
  return [...new Map(sessions.map((session) => [key(session), { ...session, channel }])).values()];
}

function lastSnapshotOfEachStart(channel: Channel, snapshots: readonly HealthSnapshot[]): HealthSnapshot[] {
  return [
    ...new Map(
      snapshots.map((snapshot) => [snapshot.startedAt.getTime(), { ...snapshot, channel }]),
    ).values(),
  ];
}

/** The longest session of a date that is no nap is its main night, the others are second ones. */
function withKinds(sessions: readonly SleepSession[]): SleepSession[] {
  const mainByDate = new Map<LocalDate, SleepSession>();
  for (const session of sessions) {
    if (session.kind === "nap") continue;
    const longest = mainByDate.get(session.localDate);
    if (!longest || lengthSeconds(session) > lengthSeconds(longest))
      mainByDate.set(session.localDate, session);
  }
  return sessions.map((session) => {
    if (session.kind === "nap") return session;
    return { ...session, kind: mainByDate.get(session.localDate) === session ? "main" : "second" };
  });
}

function lengthSeconds({ sleepSeconds, startedAt, endedAt }: SleepSession): number {
  return sleepSeconds ?? (endedAt.getTime() - startedAt.getTime()) / 1000;
}
