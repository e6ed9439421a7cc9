/** Recordings: one channel's copy of a workout. */
import type { Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger, storableText, type WrittenRow } from "@/lib/db/merge-rows";
import type { Channel, Recording } from "@/lib/records/recording";

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

/** For rows that are built anew: nothing of what was stored stays. */
const replaceRows = rowMerger<Recording>({
  table: "Recording",
  key: { channel: "text", externalId: "text" },
  values: Object.fromEntries(Object.entries(VALUES).map(([name, [type]]) => [name, [type, "replace"]])),
  stamp: "updatedAt",
  hasId: true,
});

/** Stores recordings with distinct keys under the athlete's lock; returns what was written. */
export function mergeRecordings(
  athleteId: string,
  recordings: readonly Recording[],
  tx: Queryable,
): Promise<WrittenRow[]> {
  return mergeRows(athleteId, recordings.map(withStorableText), tx);
}

/** The same, but also null replaces what is stored. */
export function replaceRecordings(
  athleteId: string,
  recordings: readonly Recording[],
  tx: Queryable,
): Promise<WrittenRow[]> {
  return replaceRows(athleteId, recordings.map(withStorableText), tx);
}

function withStorableText(recording: Recording): Recording {
  return {
    ...recording,
    originId: storableText(recording.originId ?? null),
    isStartTimeKnown: recording.isStartTimeKnown ?? true,
    name: storableText(recording.name),
    sportDetail: storableText(recording.sportDetail),
    deviceId: storableText(recording.deviceId),
    manufacturer: storableText(recording.manufacturer),
  };
}

/** Ids by the channel's own id; those that are not stored are absent. */
export async function findRecordingIds(
  athleteId: string,
  channel: Channel,
  externalIds: readonly string[],
  tx: Queryable,
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; externalId: string }>(
    `SELECT "id", "externalId" FROM "Recording"
     WHERE "athleteId" = $1 AND "channel" = $2 AND "externalId" = ANY($3)`,
    [athleteId, channel, externalIds],
  );
  return new Map(rows.map(({ id, externalId }) => [externalId, id]));
}

/** How many of these belong to a workout that has another recording too. */
export async function countSharedWorkouts(
  athleteId: string,
  recordingIds: readonly string[],
  tx: Queryable,
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "Recording" r
     WHERE r."athleteId" = $1 AND r."id" = ANY($2::uuid[]) AND EXISTS (
       SELECT FROM "Recording" o
       WHERE o."workoutId" = r."workoutId" AND o."athleteId" = $1 AND NOT o."id" = ANY($2::uuid[]))`,
    [athleteId, recordingIds],
  );
  return rows[0]?.count ?? 0;
}
