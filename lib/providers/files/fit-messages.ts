/**
 * Messages of a FIT file by number, and their fields in our units.
 *
 * Samples (records) come decoded by the parser's profile, which is quick. Everything else
 * is read from the raw messages: the decoded lists keep only the last of a message that
 * repeats, and name neither the codes nor the fields that the profile does not know.
 */
import FitParser, { type ParsedFit, type ParsedRawFitField, type ParsedRawFitMessage } from "fit-file-parser";
import type { FitPart } from "@/lib/providers/files/fit-container";
import { UnreadableFileError } from "@/lib/providers/files/reading";

export const MESSAGE = {
  fileId: 0,
  hrZone: 8,
  sport: 12,
  session: 18,
  lap: 19,
  record: 20,
  activity: 34,
  monitoring: 55,
  monitoringInfo: 103,
  fieldDescription: 206,
  monitoringHeartRate: 211,
  timeInZone: 216,
  sleepLevel: 275,
  sleepEnd: 276,
  snapshotHeartRate: 308,
  hrvSummary: 370,
} as const;

/** The number of a field, and what its whole number is divided by. */
export type Field = { field: number; scale?: number };

export const TIMESTAMP: Field = { field: 253 };
export const MESSAGE_INDEX: Field = { field: 254 };

export const FILE_ID = { type: { field: 0 }, manufacturer: { field: 1 }, serialNumber: { field: 3 } };
export const ACTIVITY = { localTimestamp: { field: 5 } };
export const SPORT = { sport: { field: 0 }, subSport: { field: 1 } };

export const SESSION = {
  startTime: { field: 2 },
  sport: { field: 5 },
  subSport: { field: 6 },
  elapsedSeconds: { field: 7, scale: 1000 },
  timerSeconds: { field: 8, scale: 1000 },
  distanceMeters: { field: 9, scale: 100 },
  totalKilocalories: { field: 11 },
  averageHeartRateBpm: { field: 16 },
  maxHeartRateBpm: { field: 17 },
  averageCadencePerLeg: { field: 18 },
  averagePowerWatts: { field: 20 },
  maxPowerWatts: { field: 21 },
  ascentMeters: { field: 22 },
  descentMeters: { field: 23 },
  aerobicTrainingEffect: { field: 24, scale: 10 },
  normalizedPowerWatts: { field: 34 },
  movingSeconds: { field: 59, scale: 1000 },
  heartRateZoneSeconds: { field: 65, scale: 1000 },
  averageFractionalCadencePerLeg: { field: 92, scale: 128 },
  anaerobicTrainingEffect: { field: 137, scale: 10 },
  sweatLossMilliliters: { field: 178 },
  feelPercent: { field: 192 },
  /** Sixty for "6". */
  rpe: { field: 193, scale: 10 },
  restingKilocalories: { field: 196 },
  hrvSdrrMs: { field: 197 },
  hrvRmssdMs: { field: 198 },
};

export const LAP = {
  startTime: { field: 2 },
  elapsedSeconds: { field: 7, scale: 1000 },
  timerSeconds: { field: 8, scale: 1000 },
  distanceMeters: { field: 9, scale: 100 },
  averageHeartRateBpm: { field: 15 },
  maxHeartRateBpm: { field: 16 },
  averageCadencePerLeg: { field: 17 },
  averagePowerWatts: { field: 19 },
  ascentMeters: { field: 21 },
  sport: { field: 25 },
  subSport: { field: 39 },
  movingSeconds: { field: 52, scale: 1000 },
  averageFractionalCadencePerLeg: { field: 80, scale: 128 },
};

export const TIME_IN_ZONE = {
  referenceMessage: { field: 0 },
  referenceIndex: { field: 1 },
  /** The first is the time below zone 1. */
  heartRateSeconds: { field: 2, scale: 1000 },
  /** The first is where zone 1 begins. */
  heartRateBoundaryBpm: { field: 6 },
};

export const FIELD_DESCRIPTION = {
  name: { field: 3 },
  units: { field: 8 },
  nativeMessage: { field: 14 },
  nativeField: { field: 15 },
};

export const MONITORING = { timestamp16: { field: 26 }, heartRateBpm: { field: 27 } };
export const MONITORING_INFO = { localTimestamp: { field: 0 } };
/** Field 0 is the average of seven days, which is another thing. */
export const MONITORING_HEART_RATE = { restingHeartRateBpm: { field: 1 } };
export const SLEEP_LEVEL = { level: { field: 0 } };
export const SNAPSHOT_HEART_RATE = { heartRateBpm: { field: 2 } };
export const HRV_SUMMARY = { lastNightRmssdMs: { field: 1, scale: 128 }, status: { field: 6 } };

export type FitMessage = ParsedRawFitMessage;
export type FitContent = {
  messages: ReadonlyMap<number, FitMessage[]>;
  records: NonNullable<ParsedFit["records"]>;
};

/** @throws UnreadableFileError when the inside of the part is damaged */
export function parseFit(part: FitPart): FitContent {
  const parsed = runParser(part.bytes);
  const messages = new Map<number, FitMessage[]>();
  for (const message of parsed.raw_messages ?? []) {
    const same = messages.get(message.global_message_number);
    if (same === undefined) messages.set(message.global_message_number, [message]);
    else same.push(message);
  }
  return { messages, records: parsed.records ?? [] };
}

const RAW_MESSAGES: readonly number[] = Object.values(MESSAGE).filter((number) => number !== MESSAGE.record);

function runParser(bytes: ArrayBuffer): ParsedFit {
  let parsed: ParsedFit | undefined;
  let problem: unknown;
  try {
    // Without `force: false` the parser reads on over a wrong checksum.
    new FitParser({ force: false, mode: "list", includeRawMessages: RAW_MESSAGES }).parse(
      bytes,
      (error, data) => {
        problem = error;
        parsed = data;
      },
    );
  } catch (error) {
    problem = error;
  }
  if (parsed !== undefined && problem === undefined) return parsed;
  throw new UnreadableFileError("This FIT file is damaged and cannot be read.", { cause: problem });
}

export function messagesOf(content: FitContent, number: number): readonly FitMessage[] {
  return content.messages.get(number) ?? [];
}

export function firstOf(content: FitContent, number: number): FitMessage | null {
  return messagesOf(content, number)[0] ?? null;
}

/** The field's value, the first one of a list; `null` when absent or marked as invalid. */
export function readValue(message: FitMessage | null, wanted: Field): number | null {
  return readValues(message, wanted)[0] ?? null;
}

/** All values of a field that holds several; empty when absent. */
export function readValues(message: FitMessage | null, { field, scale = 1 }: Field): (number | null)[] {
  const raw = rawField(message, field);
  if (message === null || raw === undefined) return [];
  const read = READERS[raw.base_type & BASE_TYPE_MASK];
  if (read === undefined || raw.raw_value.length % read.bytes !== 0) return [];
  const view = new DataView(Uint8Array.from(raw.raw_value).buffer);
  return Array.from({ length: raw.raw_value.length / read.bytes }, (_, index) => {
    const value = read.at(view, index * read.bytes, message.little_endian);
    return read.isValid(value) ? value / scale : null;
  });
}

export function readText(message: FitMessage | null, { field }: Field): string | null {
  const bytes = rawField(message, field)?.raw_value ?? [];
  const end = bytes.indexOf(0);
  const text = new TextDecoder().decode(Uint8Array.from(end < 0 ? bytes : bytes.slice(0, end)));
  return text === "" ? null : text;
}

function rawField(message: FitMessage | null, number: number): ParsedRawFitField | undefined {
  return message?.fields.find((field) => field.field_definition_number === number);
}

/** Seconds of the FIT clock. With compressed times the message has no field of its own for it. */
export function timestampOf(message: FitMessage | null): number | null {
  return readValue(message, TIMESTAMP) ?? message?.compressed_timestamp ?? null;
}

const FIT_EPOCH_SECONDS = 631_065_600;

/** FIT counts seconds from the last day of 1989. */
export function instantOf(fitSeconds: number): Date {
  return new Date((fitSeconds + FIT_EPOCH_SECONDS) * 1000);
}

const BASE_TYPE_MASK = 0x1f;

type BaseType = {
  bytes: number;
  at: (view: DataView, offset: number, isLittleEndian: boolean) => number;
  isValid: (value: number) => boolean;
};

const not = (invalid: number) => (value: number) => value !== invalid;
const uint8 = (invalid: number): BaseType => ({
  bytes: 1,
  at: (view, at) => view.getUint8(at),
  isValid: not(invalid),
});
const uint16 = (invalid: number): BaseType => ({
  bytes: 2,
  at: (view, at, little) => view.getUint16(at, little),
  isValid: not(invalid),
});
const uint32 = (invalid: number): BaseType => ({
  bytes: 4,
  at: (view, at, little) => view.getUint32(at, little),
  isValid: not(invalid),
});

/** By the number of the base type. Each has a value that means "none". Text and 64 bits are not read here. */
const READERS: Readonly<Record<number, BaseType>> = {
  0: uint8(0xff),
  1: { bytes: 1, at: (view, at) => view.getInt8(at), isValid: not(0x7f) },
  2: uint8(0xff),
  3: { bytes: 2, at: (view, at, little) => view.getInt16(at, little), isValid: not(0x7fff) },
  4: uint16(0xffff),
  5: { bytes: 4, at: (view, at, little) => view.getInt32(at, little), isValid: not(0x7fffffff) },
  6: uint32(0xffffffff),
  8: { bytes: 4, at: (view, at, little) => view.getFloat32(at, little), isValid: Number.isFinite },
  9: { bytes: 8, at: (view, at, little) => view.getFloat64(at, little), isValid: Number.isFinite },
  10: uint8(0),
  11: uint16(0),
  12: uint32(0),
  13: uint8(0xff),
};
