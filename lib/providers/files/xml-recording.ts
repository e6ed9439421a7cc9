/** A recording of a format that has no rating, training effect, power summary or device of ours. */
import { Recording } from "@/lib/records/recording";

type Known = Pick<
  Recording,
  "externalId" | "sport" | "sportDetail" | "startedAt" | "localDate" | "elapsedSeconds"
>;

/** @throws ZodError when a value is none that a recording can have */
export function recordingOf(known: Known & Partial<Recording>): Recording {
  return Recording.parse({
    channel: "file",
    name: null,
    utcOffsetSeconds: null,
    timerSeconds: null,
    movingSeconds: null,
    distanceMeters: null,
    elevationGainMeters: null,
    elevationLossMeters: null,
    averageHeartRateBpm: null,
    maxHeartRateBpm: null,
    heartRateZoneSeconds: [],
    heartRateZoneLowerBpm: [],
    averagePowerWatts: null,
    maxPowerWatts: null,
    normalizedPowerWatts: null,
    averageCadenceStepsPerMinute: null,
    rpe: null,
    feelPercent: null,
    aerobicTrainingEffect: null,
    anaerobicTrainingEffect: null,
    activeEnergyKilocalories: null,
    restingEnergyKilocalories: null,
    totalEnergyKilocalories: null,
    sweatLossMilliliters: null,
    fluidIntakeMilliliters: null,
    fluidBalanceMilliliters: null,
    deviceId: null,
    manufacturer: null,
    isManual: false,
    isMultisportParent: false,
    parentExternalId: null,
    detailReadAt: null,
    ...known,
  });
}
