/** FIT files made by hand, byte by byte, for what no recorded file at hand has. */
import { fitChecksum } from "@/lib/providers/files/fit-container";

export const BASE = { enum: 0, uint8: 2, text: 7, uint16: 0x84, uint32: 0x86, float32: 0x88 } as const;

type FieldLayout = [number: number, bytes: number, baseType: number];
type DeveloperLayout = [number: number, bytes: number, developerIndex: number];

export function define(
  local: number,
  message: number,
  fields: readonly FieldLayout[],
  developer: readonly DeveloperLayout[] = [],
): number[] {
  const tail = developer.length > 0 ? [developer.length, ...developer.flat()] : [];
  return [
    0x40 | (developer.length > 0 ? 0x20 : 0) | local,
    0,
    0,
    ...uint16(message),
    fields.length,
    ...fields.flat(),
    ...tail,
  ];
}

export function data(local: number, ...values: readonly number[][]): number[] {
  return [local, ...values.flat()];
}

/** @param offset the lower five bits of the time, which the head of the record carries */
export function compressed(local: number, offset: number, ...values: readonly number[][]): number[] {
  return [0x80 | (local << 5) | (offset & 31), ...values.flat()];
}

export function uint8(value: number): number[] {
  return [value & 0xff];
}

export function uint16(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff];
}

export function uint32(value: number): number[] {
  return [...uint16(value), ...uint16(value >>> 16)];
}

export function float32(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

export function text(value: string, bytes: number): number[] {
  const encoded = [...new TextEncoder().encode(value)];
  return [...encoded, ...Array<number>(bytes - encoded.length).fill(0)];
}

export function fitSeconds(iso: string): number {
  return Date.parse(iso) / 1000 - 631_065_600;
}

export function buildFit(...records: readonly number[][]): Uint8Array {
  const body = records.flat();
  const head = [14, 0x20, ...uint16(2100), ...uint32(body.length), 0x2e, 0x46, 0x49, 0x54, 0, 0];
  return withChecksum(Uint8Array.from([...head, ...body, 0, 0]));
}

/** The same file with the checksum that its content now asks for. */
export function withChecksum(file: Uint8Array): Uint8Array {
  const sealed = file.slice();
  const end = sealed.length - 2;
  sealed.set(uint16(fitChecksum(sealed.subarray(0, end))), end);
  return sealed;
}
