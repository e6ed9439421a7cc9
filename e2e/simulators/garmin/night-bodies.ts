/** Generated nights in the shapes of Garmin's sleep, HRV and Health Snapshot bodies. */
import type { LocalDate } from "../../../lib/days";
import type { GeneratedNight, GeneratedSnapshot } from "./generated-athlete";
import type { Json, JsonObject } from "./json";
import { randomStream, uuidOf } from "./random";
import { type Moment, momentAtInstant, momentAtLocal, tenthsStamp } from "./wall-clock";

const READING_EVERY_MS = 300_000;
const SLEEP_NEED_MINUTES = 480;

export type DatedNight = GeneratedNight & { localDate: LocalDate; start: Moment; end: Moment };

export function dateNight(night: GeneratedNight, localDate: LocalDate, timeZone: string): DatedNight {
  const start = momentAtLocal(timeZone, localDate, night.bedtimeMinutes);
  const end = momentAtInstant(timeZone, start.gmtMs + (night.sleepSeconds + night.awakeSeconds) * 1000);
  return { ...night, localDate, start, end };
}

/** The sleep body of one night. */
export function sleepBody(
  profileId: number,
  night: DatedNight,
  restingHeartRateBpm: number | null,
): JsonObject {
  const score = Math.max(
    20,
    Math.min(98, Math.round(82 + (night.sleepSeconds / 60 - SLEEP_NEED_MINUTES) / 5)),
  );
  return {
    dailySleepDTO: {
      ...emptySleepDto(profileId, night.localDate),
      id: night.start.gmtMs,
      sleepTimeSeconds: night.sleepSeconds,
      napTimeSeconds: 0,
      sleepWindowConfirmed: true,
      sleepWindowConfirmationType: "enhanced_confirmed_final",
      sleepStartTimestampGMT: night.start.gmtMs,
      sleepEndTimestampGMT: night.end.gmtMs,
      sleepStartTimestampLocal: night.start.localMs,
      sleepEndTimestampLocal: night.end.localMs,
      unmeasurableSleepSeconds: 0,
      deepSleepSeconds: night.deepSeconds,
      lightSleepSeconds: night.lightSeconds,
      remSleepSeconds: night.remSeconds,
      awakeSleepSeconds: night.awakeSeconds,
      deviceRemCapable: true,
      sleepFromDevice: true,
      averageRespirationValue: 14,
      lowestRespirationValue: 9,
      highestRespirationValue: 18,
      awakeCount: Math.round(night.awakeSeconds / 600),
      avgSleepStress: 17,
      avgHeartRate: night.overnightHeartRateBpm,
      ageGroup: "ADULT",
      sleepScores: {
        overall: { value: score, qualifierKey: score >= 80 ? "GOOD" : score >= 60 ? "FAIR" : "POOR" },
      },
      sleepVersion: 2,
      sleepNeed: {
        ...sleepNeed(profileId, night.localDate),
        baseline: SLEEP_NEED_MINUTES,
        actual: SLEEP_NEED_MINUTES,
      },
    },
    sleepMovement: null,
    remSleepData: true,
    sleepLevels: null,
    restlessMomentsCount: 20 + Math.round(night.awakeSeconds / 60),
    skinTempDataExists: false,
    bodyBatteryChange: Math.round(night.sleepSeconds / 480),
    ...(night.hrvRmssdMs === null ? {} : { avgOvernightHrv: night.hrvRmssdMs }),
    restingHeartRate: restingHeartRateBpm,
  };
}

/** What Garmin sends for a date without a night. */
export function emptySleepBody(profileId: Json, localDate: LocalDate): JsonObject {
  return {
    dailySleepDTO: emptySleepDto(profileId, localDate),
    sleepMovement: [],
    remSleepData: null,
    sleepLevels: [],
  };
}

function emptySleepDto(profileId: Json, localDate: LocalDate): JsonObject {
  return {
    id: null,
    userProfilePK: profileId,
    calendarDate: localDate,
    sleepTimeSeconds: null,
    napTimeSeconds: null,
    sleepWindowConfirmed: null,
    sleepWindowConfirmationType: null,
    sleepStartTimestampGMT: null,
    sleepEndTimestampGMT: null,
    sleepStartTimestampLocal: null,
    sleepEndTimestampLocal: null,
    autoSleepStartTimestampGMT: null,
    autoSleepEndTimestampGMT: null,
    sleepQualityTypePK: null,
    sleepResultTypePK: null,
    unmeasurableSleepSeconds: null,
    deepSleepSeconds: null,
    lightSleepSeconds: null,
    remSleepSeconds: null,
    awakeSleepSeconds: null,
    deviceRemCapable: false,
    retro: false,
  };
}

function sleepNeed(profileId: number, localDate: LocalDate): JsonObject {
  return {
    userProfilePk: profileId,
    calendarDate: localDate,
    feedback: "NO_CHANGE_NO_ADJUSTMENTS",
    trainingFeedback: "NO_CHANGE",
    sleepHistoryAdjustment: "NO_CHANGE",
    hrvAdjustment: "NO_CHANGE",
    napAdjustment: "NO_CHANGE",
    displayedForTheDay: false,
    preferredActivityTracker: true,
  };
}

/** The HRV body of one night; its readings average to the night's value. */
export function hrvBody(
  profileId: number,
  night: DatedNight,
  hrvRmssdMs: number,
  earlierNightsMs: readonly { localDate: LocalDate; hrvRmssdMs: number }[],
): JsonObject {
  const readings = hrvReadings(night, hrvRmssdMs);
  const values = readings.map((item) => item.value);
  return {
    userProfilePk: profileId,
    hrvSummary: {
      calendarDate: night.localDate,
      ...weekAndStatus(
        earlierNightsMs.map((item) => item.hrvRmssdMs),
        hrvRmssdMs,
      ),
      lastNightAvg: hrvRmssdMs,
      lastNight5MinHigh: Math.max(...values),
      createTimeStamp: `${tenthsStamp(night.end.gmtMs + 600_000)}42`,
    },
    hrvReadings: readings.map((item) => ({
      hrvValue: item.value,
      readingTimeGMT: tenthsStamp(item.gmtMs),
      readingTimeLocal: tenthsStamp(item.gmtMs + night.start.localMs - night.start.gmtMs),
    })),
    startTimestampGMT: tenthsStamp(night.start.gmtMs),
    endTimestampGMT: tenthsStamp(readings.at(-1)?.gmtMs ?? night.end.gmtMs),
    startTimestampLocal: tenthsStamp(night.start.localMs),
    endTimestampLocal: tenthsStamp(night.end.localMs),
    sleepStartTimestampGMT: tenthsStamp(night.start.gmtMs),
    sleepEndTimestampGMT: tenthsStamp(night.end.gmtMs),
    sleepStartTimestampLocal: tenthsStamp(night.start.localMs),
    sleepEndTimestampLocal: tenthsStamp(night.end.localMs),
  };
}

function hrvReadings(night: DatedNight, averageMs: number): { gmtMs: number; value: number }[] {
  const count = Math.max(12, Math.floor((night.end.gmtMs - night.start.gmtMs) / READING_EVERY_MS));
  const random = randomStream(night.start.gmtMs % 1_000_003, "hrv-readings");
  const noise = Array.from({ length: count }, () => averageMs * 0.14 * random.normal());
  const shift = noise.reduce((sum, value) => sum + value, 0) / count;
  return noise.map((value, index) => ({
    gmtMs: night.start.gmtMs + index * READING_EVERY_MS,
    value: Math.max(5, Math.round(averageMs + value - shift)),
  }));
}

/** Garmin's own seven-day average and range; about three weeks of nights go before the first range. */
function weekAndStatus(earlierMs: readonly number[], lastNightMs: number): JsonObject {
  const weeklyAvg = Math.round(mean([...earlierMs.slice(-6), lastNightMs]));
  const history = earlierMs.slice(-60);
  if (history.length < 19) {
    return { weeklyAvg, baseline: null, status: "NONE", feedbackPhrase: "ONBOARDING_1" };
  }
  const center = mean(history);
  const spread = Math.sqrt(mean(history.map((value) => (value - center) ** 2)));
  const balancedLow = Math.round(center - 0.75 * spread);
  const balancedUpper = Math.round(center + 0.9 * spread);
  const lowUpper = balancedLow - 3;
  const status =
    weeklyAvg < lowUpper
      ? "LOW"
      : weeklyAvg < balancedLow || weeklyAvg > balancedUpper
        ? "UNBALANCED"
        : "BALANCED";
  const markerValue: Json = Number(((weeklyAvg - lowUpper) / (balancedUpper - lowUpper)).toFixed(8));
  return {
    weeklyAvg,
    baseline: { lowUpper, balancedLow, balancedUpper, markerValue },
    status,
    feedbackPhrase: `HRV_${status}_4`,
  };
}

/** A Health Snapshot. The body of the range call isn't known: these are the names of the account export. */
export function snapshotBody(
  snapshot: GeneratedSnapshot,
  localDate: LocalDate,
  timeZone: string,
): JsonObject {
  const start = momentAtLocal(timeZone, localDate, snapshot.startMinutes);
  return {
    activityUuid: { uuid: uuidOf(`snapshot/${start.gmtMs}/${snapshot.hrvRmssdMs}`) },
    calendarDate: localDate,
    activityName: "Health Snapshot",
    startTimestampGMT: tenthsStamp(start.gmtMs),
    startTimestampLocal: tenthsStamp(start.localMs),
    endTimestampGMT: tenthsStamp(start.gmtMs + 120_000),
    summaryTypeDataList: [
      {
        summaryType: "HEART_RATE",
        minValue: snapshot.heartRateBpm - 3,
        maxValue: snapshot.heartRateBpm + 5,
        avgValue: snapshot.heartRateBpm,
      },
      { summaryType: "RESPIRATION", minValue: 12, maxValue: 15, avgValue: 13.2 },
      { summaryType: "RMSSD_HRV", avgValue: snapshot.hrvRmssdMs },
      { summaryType: "SDRR_HRV", avgValue: snapshot.hrvSdrrMs },
    ],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
