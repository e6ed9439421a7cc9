/** The athlete's date of an instant, from the file's own offset or else from the athlete's zone. */
import { type LocalDate, localDateAt, localDateIn } from "@/lib/days";

const MAX_OFFSET_SECONDS = 14 * 3600;
const QUARTER_HOUR_SECONDS = 900;

/** @param timeZone used only without an offset; without both the date is that of UTC */
export function localDateOf(
  instant: Date,
  utcOffsetSeconds: number | null,
  timeZone: string | undefined,
): LocalDate {
  if (utcOffsetSeconds !== null) return localDateAt(instant, utcOffsetSeconds);
  return timeZone === undefined ? localDateAt(instant, 0) : localDateIn(timeZone, instant);
}

/**
 * Seconds that a local clock is ahead of UTC, in whole quarters of an hour.
 *
 * `null` without both, and for what no place on earth has: a watch whose clock was never
 * set gives a local time that is decades ahead.
 */
export function offsetBetween(localSeconds: number | null, utcSeconds: number | null): number | null {
  if (localSeconds === null || utcSeconds === null) return null;
  const offset = Math.round((localSeconds - utcSeconds) / QUARTER_HOUR_SECONDS) * QUARTER_HOUR_SECONDS;
  return Math.abs(offset) <= MAX_OFFSET_SECONDS ? offset + 0 : null;
}
