/** What the original file says of a recording that a service told of already. Pure. */
import type { FileReading, FileRecording } from "@/lib/providers/files/reading";
import type { Recording } from "@/lib/records/recording";

/** The service and the watch may begin a few seconds apart. */
const SAME_START_MS = 120_000;

/** The recording of the file that is this one: of a multisport file the leg that began then. */
export function recordingInFile(recording: Recording, { recordings }: FileReading): FileRecording | null {
  const distance = (one: FileRecording) =>
    Math.abs(one.recording.startedAt.getTime() - recording.startedAt.getTime());
  const [nearest] = recordings.toSorted((one, other) => distance(one) - distance(other));
  return nearest !== undefined && distance(nearest) <= SAME_START_MS ? nearest : null;
}

/** What a file may add where the service said nothing. */
const FILLED_FIELDS = [
  "elevationGainMeters",
  "elevationLossMeters",
  "averageHeartRateBpm",
  "maxHeartRateBpm",
  "averagePowerWatts",
  "maxPowerWatts",
  "normalizedPowerWatts",
  "averageCadenceStepsPerMinute",
  "aerobicTrainingEffect",
  "anaerobicTrainingEffect",
  "sweatLossMilliliters",
] as const satisfies (keyof Recording)[];

/**
 * The recording with what only its file holds: bounds of the heart rate zones, and a
 * rating given on the watch. With such a rating nothing is left that the detail would
 * add, so it counts as read.
 */
export function completeFromFile(recording: Recording, file: Recording, now: Date): Recording {
  const isRated = file.rpe !== null || file.feelPercent !== null;
  return {
    ...recording,
    ...Object.fromEntries(FILLED_FIELDS.map((name) => [name, recording[name] ?? file[name]])),
    heartRateZoneSeconds: filled(recording.heartRateZoneSeconds, file.heartRateZoneSeconds),
    heartRateZoneLowerBpm: filled(recording.heartRateZoneLowerBpm, file.heartRateZoneLowerBpm),
    rpe: recording.rpe ?? file.rpe,
    feelPercent: recording.feelPercent ?? file.feelPercent,
    detailReadAt: recording.detailReadAt ?? (isRated ? now : null),
  };
}

function filled(known: number[], other: number[]): number[] {
  return known.length > 0 ? known : other;
}
