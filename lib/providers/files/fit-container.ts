/**
 * The outside of a FIT file: parts one after the other, each with a header, records and
 * a checksum. A part that was cut short is closed again behind its last whole record, so
 * that the parser, which refuses cut files outright, reads what came before the cut.
 */
import { UnreadableFileError } from "@/lib/providers/files/reading";

export type FitPart = {
  /** A whole FIT file, its checksum right. */
  bytes: ArrayBuffer;
  /** As found in the file, cut or not: what its id is made from. */
  original: Uint8Array;
  isCut: boolean;
};

const SIGNATURE = [0x2e, 0x46, 0x49, 0x54];
const SIGNATURE_AT = 8;
const SHORT_HEADER_BYTES = 12;
const HEADER_BYTES = 14;
const CHECKSUM_BYTES = 2;

export function isFit(bytes: Uint8Array, at = 0): boolean {
  return SIGNATURE.every((byte, index) => bytes[at + SIGNATURE_AT + index] === byte);
}

/** @throws UnreadableFileError when a whole part has a wrong checksum */
export function splitFit(file: Uint8Array): { parts: FitPart[]; trailingBytes: number } {
  const parts: FitPart[] = [];
  let at = 0;
  while (isFit(file, at)) {
    const part = readPart(file, at);
    parts.push(part);
    at += part.original.length;
  }
  return { parts, trailingBytes: file.length - at };
}

function readPart(file: Uint8Array, at: number): FitPart {
  const headerBytes = file[at] ?? 0;
  if (headerBytes !== SHORT_HEADER_BYTES && headerBytes !== HEADER_BYTES) {
    throw new UnreadableFileError("This FIT file has a damaged header.");
  }
  const declaredBytes = viewOf(file).getUint32(at + 4, true);
  const end = at + headerBytes + declaredBytes + CHECKSUM_BYTES;
  const restBytes = file.length - at - headerBytes - CHECKSUM_BYTES;
  // A device that stops in the middle never comes back to write the length: it stays zero.
  const wasNeverClosed = declaredBytes === 0 && restBytes > 0 && !isFit(file, end);
  if (end <= file.length && !wasNeverClosed) return wholePart(file.subarray(at, end));
  const original = file.subarray(at);
  return { bytes: closeAgain(original, headerBytes), original, isCut: true };
}

function wholePart(original: Uint8Array): FitPart {
  const checked = original.length - CHECKSUM_BYTES;
  if (fitChecksum(original.subarray(0, checked)) !== viewOf(original).getUint16(checked, true)) {
    throw new UnreadableFileError("This FIT file is damaged: its checksum does not match its content.");
  }
  return { bytes: copyOf(original), original, isCut: false };
}

/** The records up to the last whole one, behind a plain header. */
function closeAgain(part: Uint8Array, headerBytes: number): ArrayBuffer {
  const records = part.subarray(headerBytes, endOfWholeRecords(part, headerBytes));
  const closed = new Uint8Array(HEADER_BYTES + records.length + CHECKSUM_BYTES);
  closed.set(part.subarray(0, SHORT_HEADER_BYTES));
  closed[0] = HEADER_BYTES;
  const view = viewOf(closed);
  view.setUint32(4, records.length, true);
  closed.set(records, HEADER_BYTES);
  const checked = closed.length - CHECKSUM_BYTES;
  view.setUint16(checked, fitChecksum(closed.subarray(0, checked)), true);
  return closed.buffer;
}

const COMPRESSED = 0x80;
const DEFINITION = 0x40;
const WITH_DEVELOPER_FIELDS = 0x20;
const RESERVED = 0x10;
const TIMESTAMP_FIELD = 253;
const DEFINITION_HEAD_BYTES = 6;
const FIELD_BYTES = 3;

type Layout = { dataBytes: number; compressedDataBytes: number };

/** @returns where the first record begins that is not whole, or of no known layout */
function endOfWholeRecords(part: Uint8Array, start: number): number {
  const layouts = new Map<number, Layout>();
  let at = start;
  while (at < part.length) {
    const end = endOfRecord(part, at, layouts);
    if (end === null || end > part.length) return at;
    at = end;
  }
  return at;
}

function endOfRecord(part: Uint8Array, at: number, layouts: Map<number, Layout>): number | null {
  const head = part[at] ?? 0;
  if (head & COMPRESSED) {
    const layout = layouts.get((head >> 5) & 3);
    return layout === undefined ? null : at + 1 + layout.compressedDataBytes;
  }
  if (head & RESERVED) return null;
  if (head & DEFINITION) return endOfDefinition(part, at, layouts);
  const layout = head & WITH_DEVELOPER_FIELDS ? undefined : layouts.get(head & 15);
  return layout === undefined ? null : at + 1 + layout.dataBytes;
}

function endOfDefinition(part: Uint8Array, at: number, layouts: Map<number, Layout>): number | null {
  const head = part[at] ?? 0;
  const byteOrder = part[at + 2] ?? 0;
  if (part[at + 1] !== 0 || byteOrder > 1) return null;
  const fieldsAt = at + DEFINITION_HEAD_BYTES;
  const fieldsEnd = fieldsAt + (part[at + 5] ?? 0) * FIELD_BYTES;
  const hasDeveloperFields = (head & WITH_DEVELOPER_FIELDS) !== 0;
  const end = hasDeveloperFields ? fieldsEnd + 1 + (part[fieldsEnd] ?? 0) * FIELD_BYTES : fieldsEnd;
  if (end > part.length) return null;
  const dataBytes =
    sizeOfFields(part, fieldsAt, fieldsEnd) +
    (hasDeveloperFields ? sizeOfFields(part, fieldsEnd + 1, end) : 0);
  const startsWithTime = fieldsEnd > fieldsAt && part[fieldsAt] === TIMESTAMP_FIELD;
  const timeBytes = startsWithTime ? (part[fieldsAt + 1] ?? 0) : 0;
  layouts.set(head & 15, { dataBytes, compressedDataBytes: dataBytes - timeBytes });
  return end;
}

function sizeOfFields(part: Uint8Array, from: number, to: number): number {
  let bytes = 0;
  for (let at = from; at < to; at += FIELD_BYTES) bytes += part[at + 1] ?? 0;
  return bytes;
}

const POLYNOMIAL = 0xa001;
const CHECKSUM_BY_BYTE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  return sum;
});

/** The 16-bit checksum of the FIT protocol. */
export function fitChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum >>> 8) ^ (CHECKSUM_BY_BYTE[(sum ^ byte) & 0xff] ?? 0);
  return sum;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The parser takes a buffer of its own, and so never sees the bytes around the part. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}
