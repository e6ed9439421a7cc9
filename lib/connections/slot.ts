/** When in the day a connection is synced. Pure. */
import { createHash } from "node:crypto";

const MINUTES_PER_DAY = 24 * 60;
const MS_PER_MINUTE = 60_000;
const JITTER_MINUTES = 4;

/** A stable minute of the UTC day, spread evenly over all connections. */
export function slotMinuteOf(connectionId: string): number {
  return createHash("sha256").update(connectionId).digest().readUInt32BE(0) % MINUTES_PER_DAY;
}

/**
 * The next time that the slot comes after `now`, with some jitter. Where there are more
 * connections than a day has room for, a cycle is longer than a day and the slot keeps
 * its place in it.
 *
 * @param random from 0 to 1
 */
export function nextSlotAfter(
  slotMinute: number,
  now: Date,
  random: number,
  cycleMinutes = MINUTES_PER_DAY,
): Date {
  const cycleMs = cycleMinutes * MS_PER_MINUTE;
  const offsetMs = (slotMinute / MINUTES_PER_DAY) * cycleMs;
  const cycle = Math.floor((now.getTime() - offsetMs) / cycleMs) + 1;
  return new Date(Math.round(cycle * cycleMs + offsetMs) + jitterMs(random));
}

/** @param random from 0 to 1 */
export function jitterMs(random: number): number {
  return Math.floor(random * JITTER_MINUTES * MS_PER_MINUTE);
}
