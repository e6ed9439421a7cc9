/**
 * The samples of a recording: one list of whole numbers per thing measured, all of the
 * same length, kept as deflated bytes.
 *
 * Neighbouring samples differ little, so each number is kept as its difference from the
 * one before, and the four bytes of the differences lie in four planes: the upper planes
 * are nearly all zero, which deflate packs to almost nothing.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Stands where a channel has no value at that moment. */
export const NOT_MEASURED = -2_147_483_648;
const MAX_VALUE = 2_147_483_647;
const MIN_VALUE = NOT_MEASURED + 1;

/** A name of a channel here, and its name in the database. */
export const KIND_BY_CHANNEL = {
  timeMs: "time_ms",
  distanceCentimeters: "distance_cm",
  heartRateBpm: "heart_rate_bpm",
  altitudeCentimeters: "altitude_cm",
  powerWatts: "power_watts",
  cadenceStepsPerMinute: "cadence_steps_per_minute",
  latitudeE7: "latitude_e7",
  longitudeE7: "longitude_e7",
} as const;

export type CurveChannel = keyof typeof KIND_BY_CHANNEL;

/**
 * Time runs from the start of the recording and only forward; distance is that covered
 * since the start. Latitude and longitude are degrees times ten million (about 1 cm).
 */
export type Curve = Record<CurveChannel, Int32Array>;

export type EncodedChannel = { kind: string; sampleCount: number; body: Uint8Array };

export const CURVE_CHANNELS: readonly CurveChannel[] = [
  "timeMs",
  "distanceCentimeters",
  "heartRateBpm",
  "altitudeCentimeters",
  "powerWatts",
  "cadenceStepsPerMinute",
  "latitudeE7",
  "longitudeE7",
];

export function emptyCurve(sampleCount: number): Curve {
  const channel = () => new Int32Array(sampleCount).fill(NOT_MEASURED);
  return {
    timeMs: channel(),
    distanceCentimeters: channel(),
    heartRateBpm: channel(),
    altitudeCentimeters: channel(),
    powerWatts: channel(),
    cadenceStepsPerMinute: channel(),
    latitudeE7: channel(),
    longitudeE7: channel(),
  };
}

/** A measured value times `factor`, as a channel holds it. Without a value, or beyond what fits: NOT_MEASURED. */
export function toChannelValue(value: number | null, factor = 1): number {
  if (value === null) return NOT_MEASURED;
  const whole = Math.round(value * factor);
  return whole >= MIN_VALUE && whole <= MAX_VALUE ? whole : NOT_MEASURED;
}

/** @returns the value divided by `factor`, or `null` where nothing was measured */
export function fromChannelValue(value: number | undefined, factor = 1): number | null {
  return value === undefined || value === NOT_MEASURED ? null : value / factor;
}

export function isMeasured(channel: Int32Array): boolean {
  return channel.some((value) => value !== NOT_MEASURED);
}

/** One entry per channel that has any value. @throws RangeError when channels differ in length */
export function encodeCurve(curve: Curve): EncodedChannel[] {
  const sampleCount = curve.timeMs.length;
  return CURVE_CHANNELS.flatMap((name) => {
    const channel = curve[name];
    if (channel.length !== sampleCount) throw new RangeError(`${name} has ${channel.length} samples`);
    if (!isMeasured(channel)) return [];
    return [{ kind: KIND_BY_CHANNEL[name], sampleCount, body: encodeChannel(channel) }];
  });
}

/** Channels without an entry come back as not measured; other kinds are left alone. */
export function decodeCurve(entries: readonly EncodedChannel[]): Curve {
  const curve = emptyCurve(entries[0]?.sampleCount ?? 0);
  for (const name of CURVE_CHANNELS) {
    const entry = entries.find((one) => one.kind === KIND_BY_CHANNEL[name]);
    if (entry !== undefined) curve[name] = decodeChannel(entry.body, entry.sampleCount);
  }
  return curve;
}

export function encodeChannel(channel: Int32Array): Uint8Array {
  const count = channel.length;
  const planes = new Uint8Array(count * BYTES_PER_VALUE);
  let previous = 0;
  for (let index = 0; index < count; index += 1) {
    const value = channel[index] ?? NOT_MEASURED;
    const coded = zigzag((value - previous) | 0);
    previous = value;
    planes[index] = coded;
    planes[count + index] = coded >>> 8;
    planes[2 * count + index] = coded >>> 16;
    planes[3 * count + index] = coded >>> 24;
  }
  return deflateRawSync(planes);
}

/** @throws RangeError when the bytes are not those of `sampleCount` samples */
export function decodeChannel(body: Uint8Array, sampleCount: number): Int32Array {
  const size = sampleCount * BYTES_PER_VALUE;
  const planes = inflateAtMost(body, size);
  if (planes.length !== size) throw new RangeError(`${planes.length} bytes for ${sampleCount} samples`);
  const channel = new Int32Array(sampleCount);
  let previous = 0;
  for (let index = 0; index < sampleCount; index += 1) {
    const coded =
      byteAt(planes, index) |
      (byteAt(planes, sampleCount + index) << 8) |
      (byteAt(planes, 2 * sampleCount + index) << 16) |
      (byteAt(planes, 3 * sampleCount + index) << 24);
    previous = (previous + unzigzag(coded)) | 0;
    channel[index] = previous;
  }
  return channel;
}

const BYTES_PER_VALUE = 4;

function inflateAtMost(body: Uint8Array, size: number): Uint8Array {
  if (size === 0) return new Uint8Array(0);
  try {
    return inflateRawSync(body, { maxOutputLength: size });
  } catch (error) {
    throw new RangeError("the bytes are no channel of a curve", { cause: error });
  }
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** Small differences of either sign become small numbers. */
function zigzag(difference: number): number {
  return (difference << 1) ^ (difference >> 31);
}

function unzigzag(coded: number): number {
  return (coded >>> 1) ^ -(coded & 1);
}
