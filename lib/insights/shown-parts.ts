/**
 * What is left of a day for somebody who may see only parts of it. The flag is judged again
 * from the stored levels of those parts, by the same rules: nothing hidden shines through.
 */
import type { RecoveryDayRow } from "@/lib/db/read-recovery";
import { judgeReadiness, type ReadinessSignals } from "@/lib/recovery/readiness";
import type { SignalKind } from "@/lib/recovery/signals";

/** What a viewer may see of a day; what is absent is hidden. */
export type ShownParts = { recovery: boolean; sleep: boolean; load?: boolean; checkIns?: boolean };
export const ALL_PARTS = {
  recovery: true,
  sleep: true,
  load: true,
  checkIns: true,
} as const satisfies ShownParts;

/** Takes away what is not shown, before anything is said of it. */
export function onlyShown(row: RecoveryDayRow, shown: ShownParts): RecoveryDayRow {
  const isAllShown = shown.recovery && shown.sleep && shown.load === true && shown.checkIns === true;
  return {
    ...row,
    ...(shown.recovery ? {} : NO_RECOVERY),
    ...(shown.sleep ? {} : NO_SLEEP),
    ...(shown.load === true ? {} : NO_LOAD),
    ...(isAllShown ? {} : readinessOf(row, shown)),
  };
}

function readinessOf(row: RecoveryDayRow, shown: ShownParts): Partial<RecoveryDayRow> {
  if (row.readinessSignals === null) return {};
  const { isIllnessReported: isSick, isFresh, ...levels } = row.readinessSignals;
  const signals = onlyLevels(levels, shown);
  const isIllnessReported = isSick && shown.checkIns === true;
  const { flag, confidence } = judgeReadiness({
    signals,
    isIllnessReported,
    isFresh,
    hrvNightCount7Day: row.hrvNightCount7Day,
    hrvBaselineNightCount: row.hrvBaselineNightCount,
  });
  return {
    readinessFlag: flag,
    readinessConfidence: confidence,
    readinessSignals: { ...signals, isIllnessReported, isFresh },
    readinessReasons: row.readinessReasons.filter(({ kind }) => isShown(kind, shown)),
  };
}

function onlyLevels(levels: ReadinessSignals, shown: ShownParts): ReadinessSignals {
  const { hrvTrend, hrvNight, heartRate, sleep, load } = levels;
  const body = shown.recovery
    ? { hrvTrend, hrvNight, heartRate }
    : { hrvTrend: null, hrvNight: null, heartRate: null };
  return { ...body, sleep: shown.sleep ? sleep : null, load: shown.load === true ? load : null };
}

function isShown(kind: SignalKind, shown: ShownParts): boolean {
  if (kind === "illness") return shown.checkIns === true;
  if (kind === "load") return shown.load === true;
  return kind === "sleep" ? shown.sleep : shown.recovery;
}

const NO_LOAD = {
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
} satisfies Partial<RecoveryDayRow>;

const NO_SLEEP = {
  sleepSeconds: null,
  inBedSeconds: null,
  sleep7DaySeconds: null,
  sleepNightCount7Day: 0,
  sleepNeedSeconds: null,
} satisfies Partial<RecoveryDayRow>;

const NO_RECOVERY = {
  hrvRmssdMs: null,
  restingHeartRateBpm: null,
  overnightAverageHeartRateBpm: null,
  garminHrvStatus: null,
  hrvRmssd7DayMs: null,
  hrvNightCount7Day: 0,
  hrvBaselineNightCount: 0,
  hrvUsualLowMs: null,
  hrvUsualHighMs: null,
  hrvBaselineMeanLnMs: null,
  hrvBaselineSdLnMs: null,
  hrvNightZ: null,
  hrvStatus: null,
  hrvDaysBelow: 0,
  restingHeartRateUsualBpm: null,
  restingHeartRateUsualLowBpm: null,
  restingHeartRateUsualHighBpm: null,
  overnightHeartRateUsualBpm: null,
  overnightHeartRateUsualLowBpm: null,
  overnightHeartRateUsualHighBpm: null,
  excluded: {},
} satisfies Partial<RecoveryDayRow>;
