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
 * The next time that the slot comes after `now`, with some jitter.
 * @param random from 0 to 1
 */
export function nextSlotAfter(slotMinute: number, now: Date, random: number): Date {
  const midnightMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const jitterMs = Math.floor(random * JITTER_MINUTES * MS_PER_MINUTE);
  const slotMs = midnightMs + slotMinute * MS_PER_MINUTE + jitterMs;
  const isPast = midnightMs + slotMinute * MS_PER_MINUTE <= now.getTime();
  return new Date(isPast ? slotMs + MINUTES_PER_DAY * MS_PER_MINUTE : slotMs);
}
