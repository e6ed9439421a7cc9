import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import type { UsualHeartRate } from "@/lib/recovery/baseline";
import { judgeReadiness } from "@/lib/recovery/readiness";
import { hasBody, readSignals, type SignalDay } from "@/lib/recovery/signals";

/** A night as usual: HRV inside its range, heart rate at its middle, slept as needed. */
export function usualDay(localDate: string, overrides: Partial<RecoveryDayRow> = {}): RecoveryDayRow {
  return judged([
    {
      ...USUAL,
      localDate,
      ...overrides,
    },
  ]);
}

/** The last of these days, judged as it is when rows are computed. */
export function judged(rows: readonly RecoveryDayRow[], { isSick = false } = {}): RecoveryDayRow {
  const row = rows.at(-1);
  if (!row) throw new Error("no day");
  const days = rows.map((one) => signalDay(one, isSick));
  const { signals, reasons } = readSignals(days);
  const isFresh = days.slice(-2).some(({ night }) => hasBody(night));
  const { flag, confidence } = judgeReadiness({
    signals,
    isIllnessReported: isSick,
    isFresh,
    hrvNightCount7Day: row.hrvNightCount7Day,
    hrvBaselineNightCount: row.hrvBaselineNightCount,
  });
  return {
    ...row,
    readinessFlag: flag,
    readinessConfidence: confidence,
    readinessSignals: { ...signals, isIllnessReported: isSick, isFresh },
    readinessReasons: reasons,
  };
}

function signalDay(row: RecoveryDayRow, isIllnessReported: boolean): SignalDay {
  const status = row.hrvStatus;
  return {
    night: row,
    metrics: {
      ...row,
      hrv: {
        ...row,
        hrvCv7DayPercent: null,
        hrvStatus: status === "below" || status === "within" || status === "above" ? status : null,
      },
      restingHeartRate: usual(row.restingHeartRateUsualBpm, row.restingHeartRateUsualHighBpm),
      overnightHeartRate: usual(row.overnightHeartRateUsualBpm, row.overnightHeartRateUsualHighBpm),
      sleep: row,
      restingSoFarBpm: null,
    },
    sleepNeedSeconds: row.sleepNeedSeconds ?? 28_800,
    loadBefore:
      row.fitness === null || row.fatigue === null
        ? null
        : { fitness: row.fitness, fatigue: row.fatigue, loadDayCount: row.loadDayCount },
    isIllnessReported,
  };
}

function usual(usualBpm: number | null, highBpm: number | null): UsualHeartRate {
  return { usualBpm, highBpm, lowBpm: null, baselineCount: 0 };
}

const USUAL: Omit<RecoveryDayRow, "localDate"> = {
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
  excluded: {},
  readinessFlag: "no_data",
  readinessConfidence: "none",
  readinessSignals: null,
  readinessReasons: [],
  trainingLoad: null,
  workoutCount: 0,
  unknownLoadCount: 0,
  loadDayCount: 0,
  fitness: null,
  fatigue: null,
  form: null,
  load7Day: null,
  load7DayUsualLow: null,
  load7DayUsualHigh: null,
};

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
