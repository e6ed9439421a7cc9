/**
 * Turns Garmin's activities into recordings. Pure: same input, same output.
 *
 * Garmin already speaks meters, seconds, bpm, watts, kilocalories and milliliters, so
 * nothing is converted but the rating. Which zero means zero is said at each field
 * that is not read by `zeroOrMore`.
 */
import type { ActivityType, DetailedActivity, ListedActivity } from "@/lib/providers/garmin/schemas";
import { clockMs, offsetSeconds, positive, zeroOrMore } from "@/lib/providers/garmin/values";
import { Recording, type Sport } from "@/lib/records/recording";

const MULTISPORT = "multi_sport";

const RUNNING = new Set([
  "running",
  "trail_running",
  "treadmill_running",
  "track_running",
  "street_running",
  "indoor_running",
  "virtual_run",
  "ultra_run",
  "obstacle_run",
]);
const SPORT_BY_TYPE_KEY: Record<string, Sport> = {
  cycling: "ride",
  swimming: "swim",
  lap_swimming: "swim",
  open_water_swimming: "swim",
  walking: "walk",
  hiking: "walk",
  strength_training: "strength",
};
const SPORT_BY_PARENT_TYPE_ID: Record<number, Sport> = { 1: "run", 2: "ride", 9: "walk", 26: "swim" };

export function sportOf(type: ActivityType): Sport {
  if (RUNNING.has(type.typeKey)) return "run";
  return SPORT_BY_TYPE_KEY[type.typeKey] ?? SPORT_BY_PARENT_TYPE_ID[type.parentTypeId ?? -1] ?? "other";
}

/** @returns the recording as far as the list knows it: without rating and feel */
export function normalizeListedActivity(source: ListedActivity): Recording {
  return Recording.parse({
    channel: "garmin",
    externalId: String(source.activityId),
    name: source.activityName ?? null,
    ...readSport(source.activityType),
    ...readTimes(source, source.startTimeGMT ?? source.beginTimestamp),
    distanceMeters: readDistance(source.activityType, source.distance),
    elevationGainMeters: zeroOrMore(source.elevationGain),
    elevationLossMeters: zeroOrMore(source.elevationLoss),
    averageHeartRateBpm: positive(source.averageHR),
    maxHeartRateBpm: positive(source.maxHR),
    heartRateZoneSeconds: readZoneSeconds(source),
    heartRateZoneLowerBpm: [],
    averagePowerWatts: zeroOrMore(source.avgPower),
    maxPowerWatts: zeroOrMore(source.maxPower),
    normalizedPowerWatts: zeroOrMore(source.normPower),
    averageCadenceStepsPerMinute: zeroOrMore(source.averageRunningCadenceInStepsPerMinute),
    rpe: null,
    feelPercent: null,
    aerobicTrainingEffect: zeroOrMore(source.aerobicTrainingEffect),
    anaerobicTrainingEffect: zeroOrMore(source.anaerobicTrainingEffect),
    ...splitEnergy(source.calories, source.bmrCalories),
    ...balanceFluids(source.waterEstimated, source.waterConsumed),
    deviceId: readId(source.deviceId),
    manufacturer: source.manufacturer ?? null,
    isManual: source.manualActivity === true,
    isMultisportParent: source.parent === true || source.activityType.typeKey === MULTISPORT,
    parentExternalId: readId(source.parentId),
    detailReadAt: null,
  });
}

/** @param readAt when the detail was asked for */
export function normalizeDetailedActivity(source: DetailedActivity, readAt: Date): Recording {
  const { activityTypeDTO: type, metadataDTO: metadata, summaryDTO: summary } = source;
  return Recording.parse({
    channel: "garmin",
    externalId: String(source.activityId),
    name: source.activityName ?? null,
    ...readSport(type),
    ...readTimes(summary, summary.startTimeGMT),
    distanceMeters: readDistance(type, summary.distance),
    elevationGainMeters: zeroOrMore(summary.elevationGain),
    elevationLossMeters: zeroOrMore(summary.elevationLoss),
    averageHeartRateBpm: positive(summary.averageHR),
    maxHeartRateBpm: positive(summary.maxHR),
    heartRateZoneSeconds: [],
    heartRateZoneLowerBpm: [],
    averagePowerWatts: zeroOrMore(summary.averagePower),
    maxPowerWatts: zeroOrMore(summary.maxPower),
    normalizedPowerWatts: zeroOrMore(summary.normalizedPower),
    averageCadenceStepsPerMinute: zeroOrMore(summary.averageRunCadence),
    rpe: readRpe(summary.directWorkoutRpe),
    feelPercent: summary.directWorkoutFeel ?? null,
    aerobicTrainingEffect: zeroOrMore(summary.trainingEffect),
    anaerobicTrainingEffect: zeroOrMore(summary.anaerobicTrainingEffect),
    ...splitEnergy(summary.calories, summary.bmrCalories),
    ...balanceFluids(summary.waterEstimated, summary.waterConsumed),
    deviceId: readId(metadata?.deviceMetaDataDTO?.deviceId),
    manufacturer: metadata?.manufacturer ?? null,
    isManual: metadata?.manualActivity === true,
    isMultisportParent:
      source.isMultiSportParent === true ||
      (metadata?.childIds ?? []).length > 0 ||
      type.typeKey === MULTISPORT,
    parentExternalId: null,
    detailReadAt: readAt,
  });
}

/**
 * What the list said, completed by the detail.
 *
 * The list leads where both speak, so that a later sync, which reads the list alone,
 * finds nothing to change.
 */
export function addDetail(listed: Recording, detail: Recording): Recording {
  const known = Object.entries(listed).filter(([, value]) => value !== null && !isEmptyList(value));
  return Recording.parse({
    ...detail,
    ...Object.fromEntries(known),
    isManual: listed.isManual || detail.isManual,
    isMultisportParent: listed.isMultisportParent || detail.isMultisportParent,
    rpe: detail.rpe,
    feelPercent: detail.feelPercent,
    detailReadAt: detail.detailReadAt,
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function readSport(type: ActivityType): { sport: Sport; sportDetail: string } {
  return { sport: sportOf(type), sportDetail: type.typeKey };
}

type GivenTimes = {
  startTimeLocal: string;
  elapsedDuration?: number | null | undefined;
  duration?: number | null | undefined;
  movingDuration?: number | null | undefined;
};

/** The schema has made sure of a start, and of either the elapsed time or the timer's. */
function readTimes(source: GivenTimes, startGmt: string | number | null | undefined) {
  const timerSeconds = zeroOrMore(source.duration);
  return {
    startedAt: isAbsent(startGmt) ? null : new Date(clockMs(startGmt)),
    utcOffsetSeconds: offsetSeconds(source.startTimeLocal, startGmt),
    localDate: source.startTimeLocal.slice(0, 10),
    // Entries made by hand have no elapsed time, or zero; the timer's is then all there is.
    elapsedSeconds: positive(source.elapsedDuration) ?? timerSeconds ?? zeroOrMore(source.elapsedDuration),
    timerSeconds,
    movingSeconds: zeroOrMore(source.movingDuration),
  };
}

function isAbsent(value: string | number | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}

const WITH_DISTANCE: ReadonlySet<Sport> = new Set(["run", "ride", "swim", "walk"]);
const INDOORS = /treadmill|indoor|virtual/;

/**
 * Zero meters count as measured only in a sport of distance, out of doors. Yoga has no
 * distance, and a treadmill without a sensor reports zero for what it could not measure.
 */
function readDistance(type: ActivityType, distance: number | null | undefined): number | null {
  const canBeZero = WITH_DISTANCE.has(sportOf(type)) && !INDOORS.test(type.typeKey);
  return canBeZero ? zeroOrMore(distance) : positive(distance);
}

/** All five or none. All zero without any heart rate is what an activity without a sensor says. */
function readZoneSeconds(source: ListedActivity): number[] {
  const zones = [
    source.hrTimeInZone_1,
    source.hrTimeInZone_2,
    source.hrTimeInZone_3,
    source.hrTimeInZone_4,
    source.hrTimeInZone_5,
  ].map(zeroOrMore);
  const seconds = zones.filter((value) => value !== null);
  if (seconds.length < zones.length) return [];
  const isMeasured = positive(source.averageHR) !== null || seconds.some((value) => value > 0);
  return isMeasured ? seconds : [];
}

/** Garmin's `calories` hold the resting part; active is what is left, where that makes sense. */
function splitEnergy(total: number | null | undefined, resting: number | null | undefined) {
  const totalEnergyKilocalories = zeroOrMore(total);
  const restingEnergyKilocalories = zeroOrMore(resting);
  const isSplit = totalEnergyKilocalories !== null && restingEnergyKilocalories !== null;
  return {
    totalEnergyKilocalories,
    restingEnergyKilocalories,
    activeEnergyKilocalories: isSplit
      ? zeroOrMore(totalEnergyKilocalories - restingEnergyKilocalories)
      : null,
  };
}

/** The balance needs both: who logged no drink may still have drunk. */
function balanceFluids(lost: number | null | undefined, drunk: number | null | undefined) {
  const sweatLossMilliliters = zeroOrMore(lost);
  const fluidIntakeMilliliters = zeroOrMore(drunk);
  const isBalanced = sweatLossMilliliters !== null && fluidIntakeMilliliters !== null;
  return {
    sweatLossMilliliters,
    fluidIntakeMilliliters,
    fluidBalanceMilliliters: isBalanced ? fluidIntakeMilliliters - sweatLossMilliliters : null,
  };
}

function readRpe(tenfold: number | null | undefined): number | null {
  const value = zeroOrMore(tenfold);
  return value === null ? null : value / 10;
}

function readId(id: string | number | null | undefined): string | null {
  return isAbsent(id) || id === "" ? null : String(id);
}
