/** Nights and days from a watch's wellness files: HRV status, sleep, monitoring and Health Snapshot. */
import type { FitPart } from "@/lib/providers/files/fit-container";
import {
  type FitContent,
  firstOf,
  HRV_SUMMARY,
  instantOf,
  MESSAGE,
  MONITORING,
  MONITORING_HEART_RATE,
  MONITORING_INFO,
  messagesOf,
  readValue,
  readValues,
  SESSION,
  SLEEP_LEVEL,
  SNAPSHOT_HEART_RATE,
  timestampOf,
} from "@/lib/providers/files/fit-messages";
import { localDateOf, offsetBetween } from "@/lib/providers/files/local-time";
import {
  externalIdOf,
  type Findings,
  type HeartRateSamples,
  noFindings,
  type ReadOptions,
} from "@/lib/providers/files/reading";
import { HealthSnapshot, type RecoveryDayUpdate, RecoveryValues, SleepSession } from "@/lib/records/night";

const SomeRecoveryValues = RecoveryValues.partial();

const HRV_STATUS_WORDS = ["NONE", "POOR", "LOW", "UNBALANCED", "BALANCED"] as const;

/**
 * The night's rMSSD. It belongs to the date on which the summary was written, in the
 * morning; the file has no local time. Its five-minute values alone are no night's value:
 * how the watch averages them is not documented.
 */
export function readHrvStatus(content: FitContent, { timeZone }: ReadOptions): Findings {
  const summary = messagesOf(content, MESSAGE.hrvSummary).at(-1) ?? null;
  const writtenAt = timestampOf(summary);
  const hrvRmssdMs = positive(readValue(summary, HRV_SUMMARY.lastNightRmssdMs));
  if (writtenAt === null || hrvRmssdMs === null) return noFindings();
  const status = HRV_STATUS_WORDS[readValue(summary, HRV_SUMMARY.status) ?? -1] ?? null;
  const localDate = localDateOf(instantOf(writtenAt), null, timeZone);
  const day = { localDate, ...SomeRecoveryValues.parse({ hrvRmssdMs, garminHrvStatus: status }) };
  return { ...noFindings(), days: [day] };
}

/** In sleep files; the web service counts its stages from another order. */
const LIGHT_DEEP_REM: ReadonlySet<number> = new Set([2, 3, 4]);

/**
 * One night. A stage lasts until the next begins, and the last until the end that the
 * file names or, without one, no time at all.
 */
export function readSleep(content: FitContent, { timeZone }: ReadOptions): Findings {
  const stages = messagesOf(content, MESSAGE.sleepLevel)
    .flatMap((message) => {
      const at = timestampOf(message);
      return at === null ? [] : [{ at, level: readValue(message, SLEEP_LEVEL.level) }];
    })
    .sort((one, other) => one.at - other.at);
  const [first, last] = [stages[0], stages.at(-1)];
  if (first === undefined || last === undefined) return noFindings();

  const endsAt = Math.max(last.at, timestampOf(firstOf(content, MESSAGE.sleepEnd)) ?? last.at);
  const sleepSeconds = stages.reduce((sum, { at, level }, index) => {
    return level !== null && LIGHT_DEEP_REM.has(level) ? sum + (stages[index + 1]?.at ?? endsAt) - at : sum;
  }, 0);
  if (sleepSeconds === 0) return noFindings();

  const endedAt = instantOf(endsAt);
  return nightOf({
    localDate: localDateOf(endedAt, null, timeZone),
    startedAt: instantOf(first.at),
    endedAt,
    sleepSeconds,
    inBedSeconds: endsAt - first.at,
  });
}

type Night = Pick<SleepSession, "localDate" | "startedAt" | "endedAt" | "sleepSeconds" | "inBedSeconds">;

function nightOf(night: Night): Findings {
  const { localDate, startedAt, endedAt, sleepSeconds, inBedSeconds } = night;
  const values = { sleepSeconds, inBedSeconds, sleepStartedAt: startedAt, sleepEndedAt: endedAt };
  return {
    ...noFindings(),
    days: [{ localDate, ...SomeRecoveryValues.parse(values) }],
    sessions: [
      SleepSession.parse({
        channel: "file",
        ...night,
        utcOffsetSeconds: null,
        kind: "main",
        confirmation: null,
      }),
    ],
  };
}

/** Resting heart rate by day, and the heart rate all day long. */
export function readMonitoring(content: FitContent, { timeZone }: ReadOptions): Findings {
  const info = firstOf(content, MESSAGE.monitoringInfo);
  const utcOffsetSeconds = offsetBetween(readValue(info, MONITORING_INFO.localTimestamp), timestampOf(info));
  const byDate = new Map<string, RecoveryDayUpdate>();
  for (const message of messagesOf(content, MESSAGE.monitoringHeartRate)) {
    const at = timestampOf(message);
    const restingHeartRateBpm = positive(readValue(message, MONITORING_HEART_RATE.restingHeartRateBpm));
    if (at === null || restingHeartRateBpm === null) continue;
    const localDate = localDateOf(instantOf(at), utcOffsetSeconds, timeZone);
    // Through the day the value settles: the last one stands.
    byDate.set(localDate, { localDate, ...SomeRecoveryValues.parse({ restingHeartRateBpm }) });
  }
  return { ...noFindings(), days: [...byDate.values()], heartRate: heartRateOf(content, timestampOf(info)) };
}

/**
 * Most messages carry only the lower half of the time: they follow the last full one,
 * of these messages or of the one that opens the file.
 */
function heartRateOf(content: FitContent, openedAt: number | null): HeartRateSamples {
  const samples: HeartRateSamples = { atMs: [], heartRateBpm: [] };
  let now = openedAt;
  for (const message of messagesOf(content, MESSAGE.monitoring)) {
    now = timestampOf(message) ?? expandTimestamp(now, readValue(message, MONITORING.timestamp16));
    const heartRateBpm = positive(readValue(message, MONITORING.heartRateBpm));
    if (now === null || heartRateBpm === null) continue;
    samples.atMs.push(instantOf(now).getTime());
    samples.heartRateBpm.push(heartRateBpm);
  }
  return samples;
}

const LOWER_HALF = 0xffff;

function expandTimestamp(last: number | null, lowerHalf: number | null): number | null {
  if (last === null || lowerHalf === null) return last;
  return last + ((lowerHalf - (last & LOWER_HALF)) & LOWER_HALF);
}

/** Mean of the samples from `startedAt` to `endedAt`; `null` when there are none. */
export function overnightAverageHeartRateBpm(
  { atMs, heartRateBpm }: HeartRateSamples,
  { startedAt, endedAt }: { startedAt: Date; endedAt: Date },
): number | null {
  const within = heartRateBpm.filter((_, index) => {
    const at = atMs[index];
    return at !== undefined && at >= startedAt.getTime() && at <= endedAt.getTime();
  });
  return meanOf(within);
}

/** The two minutes of a Health Snapshot. SDRR is the watch's figure over all beats. */
export function readHealthSnapshot(content: FitContent, part: FitPart, { timeZone }: ReadOptions): Findings {
  const session = firstOf(content, MESSAGE.session);
  const started = readValue(session, SESSION.startTime) ?? timestampOf(session);
  if (started === null) return noFindings();
  const startedAt = instantOf(started);
  const heartRates = messagesOf(content, MESSAGE.snapshotHeartRate)
    .flatMap((message) => readValues(message, SNAPSHOT_HEART_RATE.heartRateBpm))
    .filter((value) => value !== null && value > 0);
  const snapshot = HealthSnapshot.parse({
    channel: "file",
    externalId: externalIdOf(part.original, 0),
    startedAt,
    utcOffsetSeconds: null,
    localDate: localDateOf(startedAt, null, timeZone),
    hrvRmssdMs: positive(readValue(session, SESSION.hrvRmssdMs)),
    hrvSdrrMs: positive(readValue(session, SESSION.hrvSdrrMs)),
    averageHeartRateBpm: positive(readValue(session, SESSION.averageHeartRateBpm)) ?? meanOf(heartRates),
  });
  return { ...noFindings(), snapshots: [snapshot] };
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : measured.reduce((sum, value) => sum + value, 0) / measured.length;
}
