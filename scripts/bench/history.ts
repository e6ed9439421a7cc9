/** An athlete with years of runs and nights, stored as a sync stores them. The same at every call. */
import { addDays, eachDate, type LocalDate } from "@/lib/days";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import type { RecoveryDayUpdate, SleepSession } from "@/lib/records/night";
import type { Recording } from "@/lib/records/recording";

export const DAYS_PER_YEAR = 365;
/** Five runs in seven days. */
const RUN_WEEKDAYS = [0, 1, 3, 4, 6];

/** Stores `dayCount` days up to `today`, with their metrics. */
export async function storeHistory(athleteId: string, dayCount: number, today: LocalDate): Promise<void> {
  const from = addDays(today, 1 - dayCount);
  const dates = eachDate(from, today);
  await storeRecordings(athleteId, delivery(runsOn(dates)));
  await storeRecovery(athleteId, {
    ...delivery([]),
    days: dates.map(nightOf),
    sessions: dates.map(sessionOf),
    snapshots: [],
    window: { from, to: today },
    metric: "sleep",
  });
  await recomputeDailyMetrics(athleteId, from, { today });
}

export function delivery(recordings: readonly Recording[]) {
  return { recordings, raw: [], channel: "garmin" as const, syncRunId: null };
}

function runsOn(dates: readonly LocalDate[]): Recording[] {
  return dates.filter((_, index) => RUN_WEEKDAYS.includes(index % 7)).map(runOf);
}

/** A run as Garmin's list and detail give it: most fields filled, power missing in every third. */
export function runOf(localDate: LocalDate, index: number): Recording {
  const minutes = 30 + ((index * 17) % 90);
  const hasPower = index % 3 !== 0;
  return {
    channel: "garmin",
    externalId: `bench-${localDate}-${index}`,
    sport: "run",
    sportDetail: index % 9 === 0 ? "trail_running" : "running",
    name: `Run ${index}`,
    startedAt: new Date(`${localDate}T${String(5 + (index % 13)).padStart(2, "0")}:12:00Z`),
    utcOffsetSeconds: 3600,
    localDate,
    elapsedSeconds: minutes * 60 + 40,
    timerSeconds: minutes * 60 + 5,
    movingSeconds: minutes * 60,
    distanceMeters: minutes * (170 + (index % 40)),
    elevationGainMeters: index % 300,
    elevationLossMeters: index % 290,
    averageHeartRateBpm: 130 + (index % 30),
    maxHeartRateBpm: 160 + (index % 30),
    heartRateZoneSeconds: [300, 900, 600, 240, 20],
    heartRateZoneLowerBpm: [98, 117, 137, 156, 176],
    averagePowerWatts: hasPower ? 240 + (index % 60) : null,
    maxPowerWatts: hasPower ? 400 + (index % 90) : null,
    normalizedPowerWatts: hasPower ? 250 + (index % 60) : null,
    averageCadenceStepsPerMinute: 168 + (index % 12),
    rpe: index % 10,
    feelPercent: (index % 5) * 25,
    aerobicTrainingEffect: 2 + (index % 30) / 10,
    anaerobicTrainingEffect: (index % 20) / 10,
    activeEnergyKilocalories: minutes * 11,
    restingEnergyKilocalories: minutes * 1.2,
    totalEnergyKilocalories: minutes * 12.2,
    sweatLossMilliliters: minutes * 14,
    fluidIntakeMilliliters: index % 4 === 0 ? 500 : null,
    fluidBalanceMilliliters: index % 4 === 0 ? 500 - minutes * 14 : null,
    deviceId: "3400000001",
    manufacturer: "GARMIN",
    isManual: false,
    isMultisportParent: false,
    parentExternalId: null,
    detailReadAt: new Date(`${localDate}T20:00:00Z`),
  };
}

export function nightOf(localDate: LocalDate, index: number): RecoveryDayUpdate {
  const { startedAt, endedAt, sleepSeconds, inBedSeconds } = sessionOf(localDate, index);
  return {
    localDate,
    sleepSeconds,
    inBedSeconds,
    sleepStartedAt: startedAt,
    sleepEndedAt: endedAt,
    sleepUtcOffsetSeconds: 3600,
    hrvRmssdMs: 52 + ((index * 13) % 17) - (index % 50 > 44 ? 14 : 0),
    overnightAverageHeartRateBpm: 50 + ((index * 7) % 6),
    restingHeartRateBpm: 45 + ((index * 5) % 5),
    activeEnergyKilocalories: 600 + (index % 500),
    restingEnergyKilocalories: 1650,
    totalEnergyKilocalories: 2250 + (index % 500),
    garminHrvStatus: "BALANCED",
  };
}

function sessionOf(localDate: LocalDate, index: number): SleepSession {
  const inBedSeconds = 27_000 + ((index * 613) % 5_400);
  const endedAt = new Date(`${localDate}T05:40:00Z`);
  return {
    channel: "garmin",
    localDate,
    startedAt: new Date(endedAt.getTime() - inBedSeconds * 1000),
    endedAt,
    utcOffsetSeconds: 3600,
    kind: "main",
    sleepSeconds: inBedSeconds - 1_500,
    inBedSeconds,
    confirmation: null,
  };
}
