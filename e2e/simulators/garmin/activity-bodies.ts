/** Generated workouts in the shapes of Garmin's activity list and activity detail. */
import type { LocalDate } from "../../../lib/days";
import type { GeneratedWorkout, WorkoutKind } from "./generated-workouts";
import type { JsonObject } from "./json";
import { uuidOf } from "./random";
import { type Moment, momentAtInstant, momentAtLocal, spacedStamp, tenthsStamp } from "./wall-clock";

export type Owner = { profileId: number; displayName: string; fullName: string; timeZone: string };

type Sport = { typeId: number; typeKey: string; parentTypeId: number; sportTypeId: number; title: string };

const SPORTS: Record<WorkoutKind, Sport> = {
  easy: sport(1, "running", 17, 1, "Riverside - Base"),
  intervals: sport(1, "running", 17, 1, "Riverside - Intervals"),
  tempo: sport(1, "running", 17, 1, "Riverside - Tempo"),
  long: sport(1, "running", 17, 1, "Riverside - Long Run"),
  treadmill: sport(18, "treadmill_running", 1, 1, "Treadmill"),
  trail: sport(6, "trail_running", 1, 1, "Hill Trail"),
  ride: sport(2, "cycling", 17, 2, "Riverside Cycling"),
  yoga: sport(163, "yoga", 29, 4, "Yoga"),
};

const DEVICE_ID = 3_400_000_001;
const PRIVATE = { typeId: 2, typeKey: "private" };
const UNCATEGORIZED = { typeId: 9, typeKey: "uncategorized", sortOrder: 10 };

function sport(
  typeId: number,
  typeKey: string,
  parentTypeId: number,
  sportTypeId: number,
  title: string,
): Sport {
  return { typeId, typeKey, parentTypeId, sportTypeId, title };
}

export type Activity = { activityId: number; entry: JsonObject; detail: JsonObject };

/** Both bodies of one workout: they never disagree, because both are drawn from it. */
export function activityBodies(
  owner: Owner,
  activityId: number,
  localDate: LocalDate,
  workout: GeneratedWorkout,
): Activity {
  const start = momentAtLocal(owner.timeZone, localDate, workout.startMinutes);
  const end = momentAtInstant(owner.timeZone, start.gmtMs + workout.elapsedSeconds * 1000);
  return {
    activityId,
    entry: listEntry(owner, activityId, workout, start, end),
    detail: detailBody(owner, activityId, workout, start, end),
  };
}

function listEntry(
  owner: Owner,
  activityId: number,
  workout: GeneratedWorkout,
  start: Moment,
  end: Moment,
): JsonObject {
  const { title, sportTypeId, ...type } = SPORTS[workout.kind];
  return {
    activityId,
    activityName: title,
    startTimeLocal: spacedStamp(start.localMs),
    startTimeGMT: spacedStamp(start.gmtMs),
    activityType: { ...type, isHidden: false, restricted: false, trimmable: true },
    eventType: UNCATEGORIZED,
    ...measures(workout),
    hasPolyline: hasTrack(workout),
    hasImages: false,
    ownerId: owner.profileId,
    ownerDisplayName: owner.displayName,
    ownerFullName: owner.fullName,
    averageHR: workout.averageHeartRateBpm,
    maxHR: workout.maxHeartRateBpm,
    ...runningForm(workout),
    userRoles: ["SCOPE_CONNECT_READ", "ROLE_CONNECTUSER"],
    privacy: PRIVATE,
    userPro: false,
    hasVideo: false,
    timeZoneId: 124,
    beginTimestamp: start.gmtMs,
    sportTypeId,
    aerobicTrainingEffect: workout.aerobicTrainingEffect,
    ...(workout.normalizedPowerWatts === null ? {} : { normPower: workout.normalizedPowerWatts }),
    deviceId: DEVICE_ID,
    summarizedDiveInfo: { summarizedDiveGases: [] },
    manufacturer: "GARMIN",
    lapCount: Math.max(1, Math.floor((workout.distanceMeters ?? 0) / 1000)),
    hasSplits: hasTrack(workout),
    hasHeatMap: false,
    ...zoneSeconds("hrTimeInZone", workout.zoneSeconds),
    endTimeGMT: spacedStamp(end.gmtMs),
    qualifyingDive: false,
    parent: false,
    decoDive: false,
    autoCalcCalories: false,
    elevationCorrected: false,
    atpActivity: false,
    favorite: false,
    purposeful: false,
    manualActivity: false,
    pr: false,
  };
}

function detailBody(
  owner: Owner,
  activityId: number,
  workout: GeneratedWorkout,
  start: Moment,
  end: Moment,
): JsonObject {
  const { title, sportTypeId: _, ...type } = SPORTS[workout.kind];
  return {
    activityId,
    activityUUID: { uuid: uuidOf(`activity/${activityId}`) },
    activityName: title,
    userProfileId: owner.profileId,
    isMultiSportParent: false,
    activityTypeDTO: { ...type, isHidden: false, restricted: false, trimmable: true },
    eventTypeDTO: UNCATEGORIZED,
    accessControlRuleDTO: PRIVATE,
    timeZoneUnitDTO: { unitId: 124, unitKey: owner.timeZone, factor: 0, timeZone: owner.timeZone },
    metadataDTO: metadata(owner, workout, end),
    summaryDTO: {
      startTimeLocal: tenthsStamp(start.localMs),
      startTimeGMT: tenthsStamp(start.gmtMs),
      ...measures(workout),
      averageHR: workout.averageHeartRateBpm,
      maxHR: workout.maxHeartRateBpm,
      minHR: Math.round(workout.averageHeartRateBpm * 0.72),
      ...(workout.cadenceStepsPerMinute === null ? {} : { averageRunCadence: workout.cadenceStepsPerMinute }),
      ...(workout.averagePowerWatts === null
        ? {}
        : {
            averagePower: workout.averagePowerWatts,
            maxPower: workout.maxPowerWatts,
            normalizedPower: workout.normalizedPowerWatts,
          }),
      trainingEffect: workout.aerobicTrainingEffect,
      ...rating(workout),
    },
  };
}

function metadata(owner: Owner, workout: GeneratedWorkout, end: Moment): JsonObject {
  return {
    isOriginal: true,
    deviceApplicationInstallationId: 1_003_399,
    fileFormat: { formatId: 7, formatKey: "fit" },
    lastUpdateDate: tenthsStamp(end.gmtMs + 300_000),
    uploadedDate: tenthsStamp(end.gmtMs + 300_000),
    hasPolyline: hasTrack(workout),
    hasChartData: true,
    hasHrTimeInZones: true,
    hasPowerTimeInZones: workout.averagePowerWatts !== null,
    userInfoDto: { userProfilePk: owner.profileId, displayname: owner.displayName, fullname: owner.fullName },
    childIds: [],
    childActivityTypes: [],
    manufacturer: "GARMIN",
    lapCount: Math.max(1, Math.floor((workout.distanceMeters ?? 0) / 1000)),
    deviceMetaDataDTO: { deviceId: String(DEVICE_ID), deviceTypePk: 37_229, deviceVersionPk: 1_003_399 },
    personalRecord: false,
    autoCalcCalories: false,
    favorite: false,
    manualActivity: false,
    trimmed: false,
    elevationCorrected: false,
  };
}

/** What the list and the detail say with the same names. */
function measures(workout: GeneratedWorkout): JsonObject {
  const distance = workout.distanceMeters;
  return {
    ...(distance === null
      ? {}
      : {
          distance,
          averageSpeed: distance / workout.movingSeconds,
          maxSpeed: (distance / workout.movingSeconds) * 1.3,
        }),
    duration: workout.timerSeconds,
    elapsedDuration: workout.elapsedSeconds,
    movingDuration: workout.movingSeconds,
    ...(workout.elevationGainMeters === null
      ? {}
      : { elevationGain: workout.elevationGainMeters, elevationLoss: workout.elevationLossMeters }),
    calories: workout.totalKilocalories,
    bmrCalories: workout.restingKilocalories,
    anaerobicTrainingEffect: workout.anaerobicTrainingEffect,
    aerobicTrainingEffectMessage: "MAINTAINING_AEROBIC_BASE_7",
    anaerobicTrainingEffectMessage: "NO_ANAEROBIC_BENEFIT_0",
    trainingEffectLabel: workout.anaerobicTrainingEffect >= 2 ? "VO2MAX" : "AEROBIC_BASE",
    activityTrainingLoad: workout.trimp,
    waterEstimated: workout.sweatLossMilliliters,
    ...(workout.fluidIntakeMilliliters === null ? {} : { waterConsumed: workout.fluidIntakeMilliliters }),
    differenceBodyBattery: -Math.round(workout.trimp / 10),
  };
}

function runningForm(workout: GeneratedWorkout): JsonObject {
  if (workout.cadenceStepsPerMinute === null || workout.averagePowerWatts === null) return {};
  const stepCount = Math.round((workout.cadenceStepsPerMinute * workout.timerSeconds) / 60);
  return {
    averageRunningCadenceInStepsPerMinute: workout.cadenceStepsPerMinute,
    maxRunningCadenceInStepsPerMinute: Math.round(workout.cadenceStepsPerMinute + 14),
    steps: stepCount,
    avgPower: workout.averagePowerWatts,
    maxPower: workout.maxPowerWatts,
    avgVerticalOscillation: 8.4,
    avgGroundContactTime: 251.3,
    avgStrideLength: ((workout.distanceMeters ?? 0) / stepCount) * 100,
    avgVerticalRatio: 8.1,
    ...zoneSeconds("powerTimeInZone", workout.zoneSeconds),
  };
}

/** Only the detail holds it, and only for a rated workout. */
function rating(workout: GeneratedWorkout): JsonObject {
  if (workout.ratedExertion === null || workout.feel === null) return {};
  return { directWorkoutFeel: workout.feel, directWorkoutRpe: workout.ratedExertion };
}

function zoneSeconds(name: string, seconds: readonly number[]): JsonObject {
  return Object.fromEntries(seconds.map((value, index) => [`${name}_${index + 1}`, value]));
}

function hasTrack(workout: GeneratedWorkout): boolean {
  return workout.kind !== "treadmill" && workout.kind !== "yoga";
}
