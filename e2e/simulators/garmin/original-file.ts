/** The original file of a generated activity: a ZIP with one small but whole FIT file. */
import { crc32 } from "node:zlib";
import { isObject, type JsonObject, numberOf } from "./json";

/** FIT counts seconds from here. */
const FIT_EPOCH_SECONDS = Date.UTC(1989, 11, 31) / 1000;
const ENUM = { code: 0x00, size: 1 };
const UINT16 = { code: 0x84, size: 2 };
const UINT32 = { code: 0x86, size: 4 };
const UINT32Z = { code: 0x8c, size: 4 };
const SINT32 = { code: 0x85, size: 4 };
const UINT8 = { code: 0x02, size: 1 };

type Field = { number: number; type: { code: number; size: number }; value: number };

/** @param detail where a rating is */
export function originalFileZip(activityId: string, entry: JsonObject, detail: JsonObject): Uint8Array {
  return zipOne(`${activityId}_ACTIVITY.fit`, fitFile(entry, detail));
}

function fitFile(entry: JsonObject, detail: JsonObject): Buffer {
  const startSeconds = Math.round((numberOf(entry.beginTimestamp) ?? 0) / 1000) - FIT_EPOCH_SECONDS;
  const elapsedMs = Math.round((numberOf(entry.elapsedDuration) ?? 0) * 1000);
  const timerMs = Math.round((numberOf(entry.duration) ?? 0) * 1000);
  const endSeconds = startSeconds + Math.round(elapsedMs / 1000);
  const messages = Buffer.concat([
    message(0, [
      { number: 0, type: ENUM, value: 4 },
      { number: 1, type: UINT16, value: 1 },
      { number: 2, type: UINT16, value: 3113 },
      { number: 3, type: UINT32Z, value: 3_400_000_001 },
      { number: 4, type: UINT32, value: startSeconds },
    ]),
    message(18, [
      { number: 253, type: UINT32, value: endSeconds },
      { number: 2, type: UINT32, value: startSeconds },
      { number: 7, type: UINT32, value: elapsedMs },
      { number: 8, type: UINT32, value: timerMs },
      { number: 9, type: UINT32, value: Math.round((numberOf(entry.distance) ?? 0) * 100) },
      { number: 11, type: UINT16, value: Math.round(numberOf(entry.calories) ?? 0) },
      { number: 5, type: ENUM, value: numberOf(entry.sportTypeId) === 2 ? 2 : 1 },
      { number: 16, type: UINT8, value: Math.round(numberOf(entry.averageHR) ?? 0xff) },
      { number: 17, type: UINT8, value: Math.round(numberOf(entry.maxHR) ?? 0xff) },
      ...ratingFields(detail),
    ]),
    ...lapMessages(entry, startSeconds),
    ...recordMessages(entry, startSeconds),
    message(34, [
      { number: 253, type: UINT32, value: endSeconds },
      { number: 0, type: UINT32, value: timerMs },
      { number: 1, type: UINT16, value: 1 },
    ]),
  ]);
  const header = Buffer.alloc(14);
  header.writeUInt8(14, 0);
  header.writeUInt8(0x20, 1);
  header.writeUInt16LE(2132, 2);
  header.writeUInt32LE(messages.length, 4);
  header.write(".FIT", 8, "ascii");
  header.writeUInt16LE(fitCrc(header.subarray(0, 12)), 12);
  const content = Buffer.concat([header, messages]);
  const crc = Buffer.alloc(2);
  crc.writeUInt16LE(fitCrc(content));
  return Buffer.concat([content, crc]);
}

function ratingFields(detail: JsonObject): Field[] {
  const summary = isObject(detail.summaryDTO) ? detail.summaryDTO : {};
  const [rpe, feel] = [numberOf(summary.directWorkoutRpe), numberOf(summary.directWorkoutFeel)];
  if (rpe === null || feel === null) return [];
  return [
    { number: 192, type: UINT8, value: feel },
    { number: 193, type: UINT8, value: rpe },
  ];
}

/** Every kilometre, and the rest. */
function lapMessages(entry: JsonObject, startSeconds: number): Buffer[] {
  const meters = numberOf(entry.distance) ?? 0;
  const timerSeconds = numberOf(entry.duration) ?? 0;
  const count = Math.max(1, Math.ceil(meters / 1000));
  return Array.from({ length: count }, (_, index) => {
    const lapMeters = meters === 0 ? 0 : Math.min(1000, meters - index * 1000);
    const share = meters === 0 ? 1 : lapMeters / meters;
    const begin = startSeconds + Math.round(meters === 0 ? 0 : (timerSeconds * index * 1000) / meters);
    return message(19, [
      { number: 253, type: UINT32, value: begin + Math.round(timerSeconds * share) },
      { number: 2, type: UINT32, value: begin },
      { number: 7, type: UINT32, value: Math.round(timerSeconds * share * 1000) },
      { number: 8, type: UINT32, value: Math.round(timerSeconds * share * 1000) },
      { number: 9, type: UINT32, value: Math.round(lapMeters * 100) },
      { number: 15, type: UINT8, value: Math.round(numberOf(entry.averageHR) ?? 0xff) },
      { number: 16, type: UINT8, value: Math.round(numberOf(entry.maxHR) ?? 0xff) },
    ]);
  });
}

const SAMPLE_SECONDS = 5;
/** Where generated runs take place: a loop that is home again at the end. */
const HOME = { latitude: 47.37, longitude: 8.54 };
const METERS_PER_DEGREE = 111_320;

/** A sample every few seconds; pace and heart rate swing around their averages. */
function recordMessages(entry: JsonObject, startSeconds: number): Buffer[] {
  const meters = numberOf(entry.distance) ?? 0;
  const timerSeconds = Math.round(numberOf(entry.duration) ?? 0);
  const heartRateBpm = numberOf(entry.averageHR);
  const climbMeters = numberOf(entry.elevationGain) ?? 0;
  const cadence = numberOf(entry.averageRunningCadenceInStepsPerMinute);
  const watts = numberOf(entry.avgPower);
  const isOutside = numberOf(entry.startLatitude) !== null || numberOf(entry.elevationGain) !== null;
  const count = Math.floor(timerSeconds / SAMPLE_SECONDS) + 1;
  return Array.from({ length: count }, (_, index) => {
    const share = count === 1 ? 0 : index / (count - 1);
    const swing = Math.sin(share * Math.PI * 16);
    const covered = meters * (share - 0.002 * (Math.cos(share * Math.PI * 16) - 1));
    const fields: Field[] = [
      { number: 253, type: UINT32, value: startSeconds + index * SAMPLE_SECONDS },
      { number: 5, type: UINT32, value: Math.round(Math.min(meters, covered) * 100) },
    ];
    if (heartRateBpm !== null) {
      const warmUp = Math.min(1, 0.75 + share * 3);
      fields.push({ number: 3, type: UINT8, value: Math.round(heartRateBpm * warmUp + 4 * swing) });
    }
    if (cadence !== null) {
      fields.push({ number: 4, type: UINT8, value: Math.round(cadence / 2 + swing) });
    }
    if (watts !== null) fields.push({ number: 7, type: UINT16, value: Math.round(watts + 12 * swing) });
    if (isOutside) fields.push(...placeFields(share, meters, climbMeters));
    return message(20, fields);
  });
}

function placeFields(share: number, meters: number, climbMeters: number): Field[] {
  const angle = share * 2 * Math.PI;
  const radius = meters / (2 * Math.PI * METERS_PER_DEGREE);
  const latitude = HOME.latitude + radius * (Math.sin(angle) + 0.25 * Math.sin(3 * angle));
  const longitude = HOME.longitude + 1.47 * radius * (1 - Math.cos(angle));
  const altitudeMeters = 410 + (climbMeters / 2) * (1 - Math.cos(angle));
  return [
    { number: 0, type: SINT32, value: semicircles(latitude) },
    { number: 1, type: SINT32, value: semicircles(longitude) },
    { number: 2, type: UINT16, value: Math.round((altitudeMeters + 500) * 5) },
  ];
}

function semicircles(degrees: number): number {
  return Math.round((degrees * 2 ** 31) / 180);
}

/** A definition followed by one message of it, little-endian, local type 0. */
function message(globalNumber: number, fields: readonly Field[]): Buffer {
  const definition = [0x40, 0, 0, globalNumber & 0xff, globalNumber >> 8, fields.length];
  const data = [0];
  for (const { number, type, value } of fields) {
    definition.push(number, type.size, type.code);
    for (let byte = 0; byte < type.size; byte++) data.push(Math.floor(value / 256 ** byte) & 0xff);
  }
  return Buffer.from([...definition, ...data]);
}

function fitCrc(content: Uint8Array): number {
  let crc = 0;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** A ZIP archive with one stored entry. */
function zipOne(name: string, content: Buffer): Uint8Array {
  const fileName = Buffer.from(name, "ascii");
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, fileName, content]);
  const directory = Buffer.concat([
    Buffer.from("PK\x01\x02\x14\x00", "latin1"),
    common,
    Buffer.alloc(14),
    fileName,
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}
