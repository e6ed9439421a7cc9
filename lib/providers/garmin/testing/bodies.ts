/** Small bodies in Garmin's shape, with overrides. */

export function listedRun(overrides: Record<string, unknown> = {}) {
  return {
    activityId: 900100200,
    activityName: "Morning run",
    activityType: { typeId: 1, typeKey: "running", parentTypeId: 17 },
    startTimeLocal: "2026-03-10 07:00:00",
    startTimeGMT: "2026-03-10 06:00:00",
    beginTimestamp: Date.UTC(2026, 2, 10, 6),
    elapsedDuration: 1900,
    duration: 1800,
    movingDuration: 1780,
    distance: 5000,
    elevationGain: 0,
    elevationLoss: 0,
    averageHR: 141,
    maxHR: 160,
    calories: 400,
    bmrCalories: 50,
    ...overrides,
  };
}

export function runDetail(summary: Record<string, unknown> = {}, overrides: Record<string, unknown> = {}) {
  return {
    activityId: 900100200,
    activityName: "Morning run",
    isMultiSportParent: false,
    activityTypeDTO: { typeId: 1, typeKey: "running", parentTypeId: 17 },
    metadataDTO: {
      manufacturer: "GARMIN",
      manualActivity: false,
      childIds: [],
      deviceMetaDataDTO: { deviceId: "7" },
    },
    summaryDTO: {
      startTimeLocal: "2026-03-10T07:00:00.0",
      startTimeGMT: "2026-03-10T06:00:00.0",
      elapsedDuration: 1900,
      duration: 1800,
      ...summary,
    },
    ...overrides,
  };
}

const NIGHT_START_MS = Date.UTC(2026, 2, 9, 22, 0);
const NIGHT_END_MS = Date.UTC(2026, 2, 10, 5, 30);

export function nightDto(overrides: Record<string, unknown> = {}) {
  return {
    id: NIGHT_START_MS,
    calendarDate: "2026-03-10",
    sleepTimeSeconds: 25_200,
    sleepStartTimestampGMT: NIGHT_START_MS,
    sleepEndTimestampGMT: NIGHT_END_MS,
    sleepStartTimestampLocal: NIGHT_START_MS + 3_600_000,
    sleepEndTimestampLocal: NIGHT_END_MS + 3_600_000,
    deepSleepSeconds: 6000,
    lightSleepSeconds: 14_000,
    remSleepSeconds: 5200,
    awakeSleepSeconds: 1800,
    sleepWindowConfirmationType: "enhanced_confirmed_final",
    avgHeartRate: 48,
    ...overrides,
  };
}

export function noNight(calendarDate: string) {
  return {
    dailySleepDTO: {
      id: null,
      calendarDate,
      sleepTimeSeconds: null,
      sleepStartTimestampGMT: null,
      sleepEndTimestampGMT: null,
      sleepStartTimestampLocal: null,
      sleepEndTimestampLocal: null,
    },
  };
}

export function snapshot(overrides: Record<string, unknown> = {}) {
  return {
    activityUuid: { uuid: "0a0a0a0a-0000-4000-8000-000000000001" },
    calendarDate: "2026-03-10",
    wellnessActivityType: "HEALTH_MONITORING",
    startTimestampGMT: "2026-03-10T06:02:10.0",
    startTimestampLocal: "2026-03-10T07:02:10.0",
    summaryTypeDataList: [
      { summaryType: "HEART_RATE", minValue: 50, maxValue: 60, avgValue: 55 },
      { summaryType: "RMSSD_HRV", avgValue: 48 },
      { summaryType: "SDRR_HRV", avgValue: 61 },
    ],
    ...overrides,
  };
}
