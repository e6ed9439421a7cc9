/** Generated days in the shapes of Garmin's day summary and heart rate bodies, and the account's profile. */
import { addDays, type LocalDate } from "../../../lib/days";
import type { AccountProfile } from "./account";
import type { Owner } from "./activity-bodies";
import type { Profile } from "./cast";
import type { GeneratedDay } from "./generated-athlete";
import type { Json, JsonObject } from "./json";
import type { DatedNight } from "./night-bodies";
import { randomStream, uuidOf } from "./random";
import { momentAtLocal, tenthsStamp } from "./wall-clock";

const HEART_RATE_EVERY_MS = 120_000;

export type DayContext = {
  owner: Owner;
  localDate: LocalDate;
  night: DatedNight | null;
  maxHeartRateBpm: number;
  /** Of the seven days up to this one; `null` = none measured. */
  weekRestingHeartRateBpm: number | null;
};

/** The day summary; a day without wear has `null`, not zero. */
export function dayBody(day: GeneratedDay, context: DayContext): JsonObject {
  const start = momentAtLocal(context.owner.timeZone, context.localDate, 0);
  const end = momentAtLocal(context.owner.timeZone, addDays(context.localDate, 1), 0);
  const active = day.activeKilocalories;
  const resting = day.restingKilocalories;
  const isMeasured = active !== null && resting !== null;
  return {
    userProfileId: context.owner.profileId,
    totalKilocalories: isMeasured ? active + resting : null,
    activeKilocalories: active,
    bmrKilocalories: resting,
    wellnessKilocalories: isMeasured ? active + resting : null,
    burnedKilocalories: null,
    consumedKilocalories: null,
    remainingKilocalories: null,
    totalSteps: day.stepCount,
    totalDistanceMeters: Math.round(day.stepCount * 0.82),
    wellnessDistanceMeters: Math.round(day.stepCount * 0.82),
    wellnessActiveKilocalories: active,
    userDailySummaryId: context.owner.profileId,
    calendarDate: context.localDate,
    rule: { typeId: 2, typeKey: "private" },
    uuid: uuidOf(`day/${context.owner.profileId}/${context.localDate}`).replaceAll("-", ""),
    dailyStepGoal: 10_000,
    wellnessStartTimeGmt: tenthsStamp(start.gmtMs),
    wellnessStartTimeLocal: tenthsStamp(start.localMs),
    wellnessEndTimeGmt: tenthsStamp(end.gmtMs),
    wellnessEndTimeLocal: tenthsStamp(end.localMs),
    durationInMilliseconds: end.gmtMs - start.gmtMs,
    sleepingSeconds: context.night?.sleepSeconds ?? null,
    includesWellnessData: day.isWorn,
    includesActivityData: day.isWorn,
    includesCalorieConsumedData: false,
    privacyProtected: false,
    minHeartRate: day.restingHeartRateBpm === null ? null : day.restingHeartRateBpm - 3,
    maxHeartRate: day.isWorn ? context.maxHeartRateBpm : null,
    restingHeartRate: day.restingHeartRateBpm,
    lastSevenDaysAvgRestingHeartRate: context.weekRestingHeartRateBpm,
    source: "GARMIN",
    averageStressLevel: day.isWorn ? 27 : null,
    maxStressLevel: day.isWorn ? 88 : null,
    lastSyncTimestampGMT: null,
    averageSpo2: null,
    lowestSpo2: null,
  };
}

/** Readings every two minutes: calm in the night, livelier by day. */
export function heartRateBody(summary: JsonObject, context: DayContext): JsonObject {
  const start = momentAtLocal(context.owner.timeZone, context.localDate, 0);
  const end = momentAtLocal(context.owner.timeZone, addDays(context.localDate, 1), 0);
  const resting = summary.restingHeartRate ?? null;
  const random = randomStream(context.owner.profileId, `heart-rate/${context.localDate}`);
  const values: Json[] = [];
  for (
    let gmtMs = start.gmtMs;
    gmtMs < end.gmtMs && summary.includesWellnessData === true;
    gmtMs += HEART_RATE_EVERY_MS
  ) {
    const { night } = context;
    const isAsleep = night !== null && gmtMs >= night.start.gmtMs && gmtMs < night.end.gmtMs;
    const level = isAsleep ? night.overnightHeartRateBpm : 74;
    values.push([gmtMs, Math.round(level + (isAsleep ? 2 : 8) * random.normal())]);
  }
  return {
    userProfilePK: context.owner.profileId,
    calendarDate: context.localDate,
    startTimestampGMT: tenthsStamp(start.gmtMs),
    endTimestampGMT: tenthsStamp(end.gmtMs),
    startTimestampLocal: tenthsStamp(start.localMs),
    endTimestampLocal: tenthsStamp(end.localMs),
    maxHeartRate: summary.maxHeartRate ?? null,
    minHeartRate: summary.minHeartRate ?? null,
    restingHeartRate: resting,
    lastSevenDaysAvgRestingHeartRate: context.weekRestingHeartRateBpm,
    heartRateValueDescriptors: [
      { key: "timestamp", index: 0 },
      { key: "heartrate", index: 1 },
    ],
    heartRateValues: values.length > 0 ? values : null,
  };
}

export function accountProfile(owner: Owner, athlete: Profile): AccountProfile {
  const floors = [0.5, 0.6, 0.7, 0.8, 0.9].map((share) => Math.round(athlete.maxHeartRateBpm * share));
  const [zone1Floor, zone2Floor, zone3Floor, zone4Floor, zone5Floor] = floors;
  return {
    profileSettings: {
      id: owner.profileId,
      displayName: owner.displayName,
      preferredLocale: "en",
      measurementSystem: "metric",
      timeZone: owner.timeZone,
      hydrationMeasurementUnit: "milliliter",
    },
    userSettings: {
      id: owner.profileId,
      userData: {
        gender: "FEMALE",
        weight: 68_000,
        height: 172,
        timeFormat: "time_twenty_four_hr",
        birthDate: "1990-01-01",
        measurementSystem: "metric",
        vo2MaxRunning: 48,
        lactateThresholdHeartRate: null,
      },
      userSleep: { sleepTime: 80_400, defaultSleepTime: false, wakeTime: 24_000, defaultWakeTime: false },
      connectDate: null,
      sourceType: null,
    },
    socialProfile: {
      id: owner.profileId + 1,
      profileId: owner.profileId,
      garminGUID: uuidOf(`profile/${owner.profileId}`),
      displayName: owner.displayName,
      fullName: owner.fullName,
      userName: owner.displayName,
      profileVisibility: "private",
      userRoles: ["SCOPE_CONNECT_READ", "ROLE_CONNECTUSER"],
      userPro: false,
    },
    heartRateZones: [
      {
        trainingMethod: "HR_MAX",
        restingHeartRateUsed: athlete.restingHeartRateBaseBpm,
        lactateThresholdHeartRateUsed: null,
        zone1Floor: zone1Floor ?? null,
        zone2Floor: zone2Floor ?? null,
        zone3Floor: zone3Floor ?? null,
        zone4Floor: zone4Floor ?? null,
        zone5Floor: zone5Floor ?? null,
        maxHeartRateUsed: athlete.maxHeartRateBpm,
        restingHrAutoUpdateUsed: false,
        sport: "DEFAULT",
        changeState: "UNCHANGED",
      },
    ],
  };
}
