/** How single values of Garmin's bodies are read. Absent, null and nonsense are `null`, never zero. */
import { z } from "zod";

type Given = number | null | undefined;

/** For what can really be zero: climb, seconds in a zone. */
export function zeroOrMore(value: Given): number | null {
  return typeof value === "number" && value >= 0 ? value : null;
}

/** For what no living body has zero of, so that a zero means "not measured": heart rate, HRV. */
export function positive(value: Given): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

/** Whole seconds, since that is what sleep is stored in. */
export function wholeSeconds(value: Given): number | null {
  const seconds = zeroOrMore(value);
  return seconds === null ? null : Math.round(seconds);
}

/** Mean of the values above zero; `null` when there is none. */
export function meanOfPositive(values: readonly Given[]): number | null {
  const measured = values.map(positive).filter((value) => value !== null);
  if (measured.length === 0) return null;
  return measured.reduce((sum, value) => sum + value, 0) / measured.length;
}

const CLOCK = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/;

/** A date and time as Garmin writes it: `2026-01-08 14:10:21` or `2026-01-12T13:38:18.0`, without a zone. */
export const Clock = z
  .string()
  .regex(CLOCK, "not a date and time")
  .refine((text) => !Number.isNaN(clockMs(text)), "no such date and time");

/** The same as text or as milliseconds since 1970. Under a `...Local` key it is wall time as if it were UTC. */
export const ClockOrMs = z.union([Clock, z.number().int()]);

export function clockMs(clock: string | number): number {
  if (typeof clock === "number") return clock;
  return Date.parse(`${clock.slice(0, 10)}T${clock.slice(11).replace("Z", "")}Z`);
}

const MAX_OFFSET_SECONDS = 14 * 3600;

/**
 * Seconds that local time is ahead of UTC.
 *
 * `null` without both, and for an offset that no place on earth has: accounts of
 * Garmin China were seen with the offset added twice.
 */
export function offsetSeconds(local: string | Given, gmt: string | Given): number | null {
  if (local === null || local === undefined || gmt === null || gmt === undefined) return null;
  const seconds = Math.round((clockMs(local) - clockMs(gmt)) / 1000);
  return Math.abs(seconds) <= MAX_OFFSET_SECONDS ? seconds : null;
}
