/** What reading a file yields, whatever its format; and the one way in which reading fails. */
import { createHash } from "node:crypto";
import type { Curve } from "@/lib/records/curve";
import type { Lap } from "@/lib/records/lap";
import type { HealthSnapshot, RecoveryDayUpdate, SleepSession } from "@/lib/records/night";
import type { Recording } from "@/lib/records/recording";

/** The file cannot be used. The message is a sentence for a person and names no file. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

export type ReadOptions = {
  now: Date;
  /** IANA. Gives the local date where the file has no offset of its own; without it that date is UTC's. */
  timeZone?: string | undefined;
};

export type FileRecording = {
  recording: Recording;
  laps: Lap[];
  /** `null` when the file has no samples of it. */
  curve: Curve | null;
  /** The clock of the device was not set, or runs ahead: see `isSuspicious`. */
  suspiciousClock: boolean;
};

/** Heart rate through day and night, oldest first; both lists are of the same length. */
export type HeartRateSamples = { atMs: number[]; heartRateBpm: number[] };

export type FileFormat = "fit" | "gpx" | "tcx";

export type FileReading = {
  format: FileFormat;
  /** `nothing`: a sound file without anything for us, such as a watch's settings. */
  kind: "recordings" | "wellness" | "mixed" | "nothing";
  recordings: FileRecording[];
  days: RecoveryDayUpdate[];
  sessions: SleepSession[];
  snapshots: HealthSnapshot[];
  heartRate: HeartRateSamples;
  /** Sentences for a person. */
  warnings: string[];
  /** Something in it is dated before 2000 or more than a day ahead. */
  suspiciousClock: boolean;
};

/** The part of a reading that one piece of a file gives. */
export type Findings = Pick<
  FileReading,
  "recordings" | "days" | "sessions" | "snapshots" | "heartRate" | "warnings"
>;

export function noFindings(): Findings {
  return {
    recordings: [],
    days: [],
    sessions: [],
    snapshots: [],
    heartRate: { atMs: [], heartRateBpm: [] },
    warnings: [],
  };
}

export function toReading(format: FileFormat, parts: readonly Findings[], now: Date): FileReading {
  const found = {
    recordings: parts.flatMap((part) => part.recordings),
    days: parts.flatMap((part) => part.days),
    sessions: parts.flatMap((part) => part.sessions),
    snapshots: parts.flatMap((part) => part.snapshots),
    heartRate: {
      atMs: parts.flatMap((part) => part.heartRate.atMs),
      heartRateBpm: parts.flatMap((part) => part.heartRate.heartRateBpm),
    },
    warnings: [...new Set(parts.flatMap((part) => part.warnings))],
  };
  return { format, kind: kindOf(found), ...found, suspiciousClock: isAnySuspicious(found, now) };
}

function kindOf(found: Findings): FileReading["kind"] {
  const hasWellness =
    found.days.length + found.sessions.length + found.snapshots.length + found.heartRate.atMs.length > 0;
  if (found.recordings.length === 0) return hasWellness ? "wellness" : "nothing";
  return hasWellness ? "mixed" : "recordings";
}

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;

/** Before 2000 (a clock that was never set) or more than a day in the future. */
export function isSuspicious(instant: Date, now: Date): boolean {
  return instant.getTime() < EARLIEST_MS || instant.getTime() > now.getTime() + MS_PER_DAY;
}

function isAnySuspicious(found: Findings, now: Date): boolean {
  const instants = [
    ...found.days.map((day) => new Date(`${day.localDate}T00:00:00Z`)),
    ...found.sessions.map((session) => session.endedAt),
    ...found.snapshots.map((snapshot) => snapshot.startedAt),
    ...[found.heartRate.atMs[0], found.heartRate.atMs.at(-1)].flatMap((atMs) =>
      atMs === undefined ? [] : [new Date(atMs)],
    ),
  ];
  return (
    found.recordings.some((one) => one.suspiciousClock) ||
    instants.some((instant) => isSuspicious(instant, now))
  );
}

/** The same bytes give the same id, wherever and whenever they are read. */
export function externalIdOf(bytes: Uint8Array, index: number): string {
  return `${createHash("sha256").update(bytes).digest("hex")}-${index}`;
}
