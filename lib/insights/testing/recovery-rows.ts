import type { RecoveryDayRow } from "@/lib/db/read-recovery";

/** A night as usual: HRV inside its range, heart rate at its middle, slept as needed. */
export function usualDay(localDate: string, overrides: Partial<RecoveryDayRow> = {}): RecoveryDayRow {
  return {
    localDate,
    hrvRmssdMs: 60,
    restingHeartRateBpm: 46,
    overnightAverageHeartRateBpm: 51,
    sleepSeconds: 28_800,
    inBedSeconds: 30_000,
    garminHrvStatus: null,
    channels: { hrvRmssdMs: "garmin" },
    hrvRmssd7DayMs: 60,
    hrvNightCount7Day: 7,
    hrvBaselineNightCount: 55,
    hrvUsualLowMs: 55,
    hrvUsualHighMs: 66,
    hrvBaselineMeanLnMs: Math.log(60),
    hrvBaselineSdLnMs: 0.12,
    hrvNightZ: 0,
    hrvStatus: "within",
    hrvDaysBelow: 0,
    restingHeartRateUsualBpm: 46,
    restingHeartRateUsualLowBpm: 45,
    restingHeartRateUsualHighBpm: 47,
    overnightHeartRateUsualBpm: 51,
    overnightHeartRateUsualLowBpm: 50,
    overnightHeartRateUsualHighBpm: 52,
    sleep7DaySeconds: 28_800,
    sleepNightCount7Day: 7,
    sleepNeedSeconds: 28_800,
    ...overrides,
  };
}

/** A day on which nothing arrived; what the days before say of usual stays known. */
export function missingDay(localDate: string, overrides: Partial<RecoveryDayRow> = {}): RecoveryDayRow {
  return usualDay(localDate, {
    hrvRmssdMs: null,
    restingHeartRateBpm: null,
    overnightAverageHeartRateBpm: null,
    sleepSeconds: null,
    inBedSeconds: null,
    hrvNightZ: null,
    channels: {},
    ...overrides,
  });
}

/** A day before the athlete began, or of one who has nothing. */
export function emptyDay(localDate: string): RecoveryDayRow {
  return missingDay(localDate, {
    hrvRmssd7DayMs: null,
    hrvNightCount7Day: 0,
    hrvBaselineNightCount: 0,
    hrvUsualLowMs: null,
    hrvUsualHighMs: null,
    hrvBaselineMeanLnMs: null,
    hrvBaselineSdLnMs: null,
    hrvStatus: null,
    restingHeartRateUsualBpm: null,
    restingHeartRateUsualLowBpm: null,
    restingHeartRateUsualHighBpm: null,
    overnightHeartRateUsualBpm: null,
    overnightHeartRateUsualLowBpm: null,
    overnightHeartRateUsualHighBpm: null,
    sleep7DaySeconds: null,
    sleepNightCount7Day: 0,
    sleepNeedSeconds: null,
  });
}
