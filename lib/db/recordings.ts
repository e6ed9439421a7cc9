/** Recordings: one channel's copy of a workout. */
import type { Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger, storableText, type WrittenRow } from "@/lib/db/merge-rows";
import type { Recording } from "@/lib/records/recording";

const MEASURED: MergeColumn = ["double precision", "keep_measured"];
const TEXT: MergeColumn = ["text", "keep_measured"];

/** Every field besides the key. A source resends a workout before all of it is in: the fuller reading wins. */
const VALUES = {
  originId: TEXT,
  sport: ["text", "replace"],
  sportDetail: ["text", "replace"],
  name: TEXT,
  startedAt: ["timestamptz(3)", "replace"],
  isStartTimeKnown: ["boolean", "replace"],
  utcOffsetSeconds: ["integer", "keep_measured"],
  localDate: ["date", "replace"],
  elapsedSeconds: ["double precision", "replace"],
  timerSeconds: MEASURED,
  movingSeconds: MEASURED,
  distanceMeters: MEASURED,
  elevationGainMeters: MEASURED,
  elevationLossMeters: MEASURED,
  averageHeartRateBpm: MEASURED,
  maxHeartRateBpm: MEASURED,
  heartRateZoneSeconds: ["double precision[]", "keep_filled"],
  heartRateZoneLowerBpm: ["integer[]", "keep_filled"],
  averagePowerWatts: MEASURED,
  maxPowerWatts: MEASURED,
  normalizedPowerWatts: MEASURED,
  averageCadenceStepsPerMinute: MEASURED,
  rpe: MEASURED,
  feelPercent: ["integer", "keep_measured"],
  aerobicTrainingEffect: MEASURED,
  anaerobicTrainingEffect: MEASURED,
  activeEnergyKilocalories: MEASURED,
  restingEnergyKilocalories: MEASURED,
  totalEnergyKilocalories: MEASURED,
  sweatLossMilliliters: MEASURED,
  fluidIntakeMilliliters: MEASURED,
  fluidBalanceMilliliters: MEASURED,
  deviceId: TEXT,
  manufacturer: TEXT,
  isManual: ["boolean", "replace"],
  isMultisportParent: ["boolean", "replace"],
  parentExternalId: TEXT,
  detailReadAt: ["timestamptz(3)", "latest"],
} as const satisfies Record<Exclude<keyof Recording, "channel" | "externalId">, MergeColumn>;

const mergeRows = rowMerger<Recording>({
  table: "Recording",
  key: { channel: "text", externalId: "text" },
  values: VALUES,
  stamp: "updatedAt",
  hasId: true,
});

/** Stores recordings with distinct keys under the athlete's lock; returns what was written. */
export function mergeRecordings(
  athleteId: string,
  recordings: readonly Recording[],
  tx: Queryable,
): Promise<WrittenRow[]> {
  const rows = recordings.map((recording) => ({
    ...recording,
    originId: storableText(recording.originId ?? null),
    isStartTimeKnown: recording.isStartTimeKnown ?? true,
    name: storableText(recording.name),
    sportDetail: storableText(recording.sportDetail),
    deviceId: storableText(recording.deviceId),
    manufacturer: storableText(recording.manufacturer),
  }));
  return mergeRows(athleteId, rows, tx);
}
