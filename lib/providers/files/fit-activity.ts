/** Turns a FIT activity into recordings: one per leg, with its laps and its curve. */
import { getFitManufacturerName } from "fit-file-parser/profile";
import type { FitPart } from "@/lib/providers/files/fit-container";
import { type Leg, legsOf } from "@/lib/providers/files/fit-legs";
import {
  ACTIVITY,
  FILE_ID,
  type Field,
  type FitContent,
  type FitMessage,
  firstOf,
  instantOf,
  LAP,
  MESSAGE,
  MESSAGE_INDEX,
  messagesOf,
  readValue,
  readValues,
  SESSION,
  TIME_IN_ZONE,
  timestampOf,
} from "@/lib/providers/files/fit-messages";
import { localDateOf, offsetBetween } from "@/lib/providers/files/local-time";
import {
  externalIdOf,
  type FileRecording,
  isSuspicious,
  type ReadOptions,
  UnreadableFileError,
} from "@/lib/providers/files/reading";
import { averageOf, curveOf, lastDistance, maximumOf, samplesBetween } from "@/lib/providers/files/samples";
import { measuredDistance, type SportOfFile, stepsPerMinute } from "@/lib/providers/files/sports";
import { Lap } from "@/lib/records/lap";
import { Recording } from "@/lib/records/recording";

/**
 * @returns the recordings and sentences about what is wrong with them
 * @throws UnreadableFileError when the file says of no activity when it was, or was cut before its summary
 */
export function readFitActivity(
  content: FitContent,
  part: FitPart,
  options: ReadOptions,
): { recordings: FileRecording[]; warnings: string[] } {
  const hasSummary = messagesOf(content, MESSAGE.session).length > 0;
  if (part.isCut && !hasSummary) {
    throw new UnreadableFileError("This FIT file is cut short before the summary of its activity.");
  }
  const legs = legsOf(content);
  if (legs.length === 0) throw new UnreadableFileError("This FIT file does not say when its activity was.");
  const warnings = [
    ...(part.isCut ? ["The file is cut short: samples after the cut are missing."] : []),
    ...(hasSummary ? [] : ["The file has no summary: the totals are taken from its samples."]),
  ];
  return { recordings: legs.map((leg, index) => readLeg(content, part, leg, index, options)), warnings };
}

function readLeg(
  content: FitContent,
  part: FitPart,
  leg: Leg,
  index: number,
  options: ReadOptions,
): FileRecording {
  const laps = leg.laps.map((lap, lapIndex) => readLap(lap, lapIndex, leg));
  return {
    recording: readRecording(content, leg, externalIdOf(part.original, index), options),
    laps,
    curve: curveOf(leg.samples, leg.startedAt),
    suspiciousClock: isSuspicious(leg.startedAt, options.now) || isSuspicious(leg.endedAt, options.now),
  };
}

function readRecording(content: FitContent, leg: Leg, externalId: string, options: ReadOptions): Recording {
  const { session, sport, startedAt } = leg;
  const fileId = firstOf(content, MESSAGE.fileId);
  const utcOffsetSeconds = offsetOf(content);
  const distance = session === null ? lastDistance(leg.samples) : readValue(session, SESSION.distanceMeters);
  return Recording.parse({
    channel: "file",
    externalId,
    ...sport,
    name: null,
    startedAt,
    utcOffsetSeconds,
    localDate: localDateOf(startedAt, utcOffsetSeconds, options.timeZone),
    ...readDurations(leg),
    distanceMeters: measuredDistance(sport, distance),
    elevationGainMeters: readValue(session, SESSION.ascentMeters),
    elevationLossMeters: readValue(session, SESSION.descentMeters),
    ...readHeartRate(content, leg),
    ...readPower(leg),
    averageCadenceStepsPerMinute: readCadence(leg),
    rpe: atMost(10, readValue(session, SESSION.rpe)),
    feelPercent: atMost(100, readValue(session, SESSION.feelPercent)),
    aerobicTrainingEffect: readValue(session, SESSION.aerobicTrainingEffect),
    anaerobicTrainingEffect: readValue(session, SESSION.anaerobicTrainingEffect),
    ...readEnergy(session),
    sweatLossMilliliters: readValue(session, SESSION.sweatLossMilliliters),
    fluidIntakeMilliliters: null,
    fluidBalanceMilliliters: null,
    ...readDevice(fileId),
    isManual: false,
    isMultisportParent: false,
    parentExternalId: null,
    // Read anew, the same file must give the same recording, so no time of reading is kept.
    detailReadAt: null,
  });
}

/** Local time is told once per activity, at its end. */
function offsetOf(content: FitContent): number | null {
  const activity = firstOf(content, MESSAGE.activity);
  return offsetBetween(readValue(activity, ACTIVITY.localTimestamp), timestampOf(activity));
}

function readDurations({ session, startedAt, endedAt }: Leg) {
  const timerSeconds = readValue(session, SESSION.timerSeconds);
  const spanSeconds = (endedAt.getTime() - startedAt.getTime()) / 1000;
  return {
    elapsedSeconds: readValue(session, SESSION.elapsedSeconds) ?? timerSeconds ?? spanSeconds,
    timerSeconds,
    movingSeconds: readValue(session, SESSION.movingSeconds),
  };
}

function readHeartRate(content: FitContent, leg: Leg) {
  const { session, samples } = leg;
  const averageHeartRateBpm =
    positive(session, SESSION.averageHeartRateBpm) ?? averageOf(samples, "heartRateBpm");
  const zones = zonesOf(content, session);
  const isMeasured = averageHeartRateBpm !== null || zones.seconds.some((seconds) => seconds > 0);
  return {
    averageHeartRateBpm,
    maxHeartRateBpm: positive(session, SESSION.maxHeartRateBpm) ?? maximumOf(samples, "heartRateBpm"),
    heartRateZoneSeconds: isMeasured ? zones.seconds : [],
    heartRateZoneLowerBpm: zones.lowerBpm,
  };
}

const ZONE_COUNT = 5;

/** The zones of this session: in a message of their own, or, in older files, in the session itself. */
function zonesOf(content: FitContent, session: FitMessage | null): { seconds: number[]; lowerBpm: number[] } {
  const zones = messagesOf(content, MESSAGE.timeInZone).find((one) => isZonesOf(one, session)) ?? null;
  const seconds = [
    ...readValues(zones, TIME_IN_ZONE.heartRateSeconds),
    ...(zones === null ? readValues(session, SESSION.heartRateZoneSeconds) : []),
  ].slice(1, ZONE_COUNT + 1);
  const lowerBpm = readValues(zones, TIME_IN_ZONE.heartRateBoundaryBpm).slice(0, ZONE_COUNT);
  return { seconds: allOrNone(seconds), lowerBpm: allOrNone(lowerBpm) };
}

function isZonesOf(zones: FitMessage, session: FitMessage | null): boolean {
  if (session === null || readValue(zones, TIME_IN_ZONE.referenceMessage) !== MESSAGE.session) return false;
  return readValue(zones, TIME_IN_ZONE.referenceIndex) === (readValue(session, MESSAGE_INDEX) ?? 0);
}

function allOrNone(values: readonly (number | null)[]): number[] {
  const measured = values.filter((value) => value !== null);
  return measured.length === ZONE_COUNT ? measured : [];
}

function readPower({ session, samples }: Leg) {
  return {
    averagePowerWatts: readValue(session, SESSION.averagePowerWatts) ?? averageOf(samples, "powerWatts"),
    maxPowerWatts: readValue(session, SESSION.maxPowerWatts) ?? maximumOf(samples, "powerWatts"),
    normalizedPowerWatts: readValue(session, SESSION.normalizedPowerWatts),
  };
}

function readCadence({ session, sport, samples }: Leg): number | null {
  const told = withFraction(session, SESSION.averageCadencePerLeg, SESSION.averageFractionalCadencePerLeg);
  return bothFeet(sport, told, averageOf(samples, "cadenceStepsPerMinute"));
}

/**
 * The steps of both feet. Devices tell those of one; a fenix 2 was seen to tell one foot's in
 * its samples and both in a multisport lap, so the samples decide where there are any.
 */
function bothFeet(sport: SportOfFile, told: number | null, sampled: number | null): number | null {
  const doubled = stepsPerMinute(sport, told);
  if (doubled === null || told === null || sampled === null) return doubled ?? sampled;
  return Math.abs(doubled - sampled) <= Math.abs(told - sampled) ? doubled : told;
}

function withFraction(message: FitMessage | null, whole: Field, fraction: Field): number | null {
  const cadence = readValue(message, whole);
  return cadence === null ? null : cadence + (readValue(message, fraction) ?? 0);
}

/** The total holds the resting part, where the watch counts that. */
function readEnergy(session: FitMessage | null) {
  const total = readValue(session, SESSION.totalKilocalories);
  const resting = readValue(session, SESSION.restingKilocalories);
  const isSplit = total !== null && resting !== null && total >= resting;
  return {
    totalEnergyKilocalories: total,
    restingEnergyKilocalories: resting,
    activeEnergyKilocalories: isSplit ? total - resting : null,
  };
}

function readDevice(fileId: FitMessage | null) {
  const serialNumber = readValue(fileId, FILE_ID.serialNumber);
  const manufacturer = getFitManufacturerName(readValue(fileId, FILE_ID.manufacturer));
  return {
    deviceId: serialNumber === null ? null : String(serialNumber),
    // Garmin's own service writes it in capitals.
    manufacturer: manufacturer?.toUpperCase() ?? null,
  };
}

function readLap(lap: FitMessage, lapIndex: number, leg: Leg): Lap {
  const elapsedSeconds = readValue(lap, LAP.elapsedSeconds) ?? readValue(lap, LAP.timerSeconds) ?? 0;
  const startedAt = lapStart(lap, elapsedSeconds, leg);
  const endMs = startedAt.getTime() + elapsedSeconds * 1000;
  const samples = samplesBetween(leg.samples, startedAt.getTime(), endMs);
  const cadence = withFraction(lap, LAP.averageCadencePerLeg, LAP.averageFractionalCadencePerLeg);
  return Lap.parse({
    lapIndex,
    startedAt,
    elapsedSeconds,
    movingSeconds: readValue(lap, LAP.movingSeconds) ?? readValue(lap, LAP.timerSeconds),
    distanceMeters: measuredDistance(leg.sport, readValue(lap, LAP.distanceMeters)),
    averageHeartRateBpm: positive(lap, LAP.averageHeartRateBpm) ?? averageOf(samples, "heartRateBpm"),
    maxHeartRateBpm: positive(lap, LAP.maxHeartRateBpm) ?? maximumOf(samples, "heartRateBpm"),
    averagePowerWatts: readValue(lap, LAP.averagePowerWatts) ?? averageOf(samples, "powerWatts"),
    averageCadenceStepsPerMinute: bothFeet(leg.sport, cadence, averageOf(samples, "cadenceStepsPerMinute")),
    elevationGainMeters: readValue(lap, LAP.ascentMeters),
  });
}

function lapStart(lap: FitMessage, elapsedSeconds: number, leg: Leg): Date {
  const started = readValue(lap, LAP.startTime);
  if (started !== null) return instantOf(started);
  const saved = timestampOf(lap);
  return saved === null ? leg.startedAt : instantOf(saved - elapsedSeconds);
}

function positive(message: FitMessage | null, field: Field): number | null {
  const value = readValue(message, field);
  return value !== null && value > 0 ? value : null;
}

function atMost(limit: number, value: number | null): number | null {
  return value !== null && value <= limit ? value : null;
}
