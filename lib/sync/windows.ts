/** Which days a sync asks for. Pure. */
import { addDays, daysBetween, type LocalDate, localDateAt, localDateIn } from "@/lib/days";
import type { DateWindow } from "@/lib/providers/provider";

/** Watches upload late and corrections arrive: each sync reads these days again. */
export const RECENT_DAYS = 7;
/** Most days that one request may ask for. */
export const MAX_REQUEST_DAYS = 120;

const EASTERNMOST_OFFSET_SECONDS = 14 * 3600;

/**
 * Today for the athlete, and the latest date that it can be for a watch: someone who
 * travels east has dates that their own zone has not reached.
 */
export function datesNow(timeZone: string, now: Date): { today: LocalDate; latest: LocalDate } {
  return { today: localDateIn(timeZone, now), latest: localDateAt(now, EASTERNMOST_OFFSET_SECONDS) };
}

/**
 * The window of a routine sync: the recent days, and further back to the oldest cursor
 * when something was missed, as far as one request may ask.
 */
export function recentWindow(args: {
  timeZone: string;
  now: Date;
  /** Every day before it has been asked for and stored; `null` before the first sync. */
  oldestCursorDate: LocalDate | null;
}): DateWindow {
  const { today, latest } = datesNow(args.timeZone, args.now);
  const recent = addDays(today, 1 - RECENT_DAYS);
  const limit = addDays(today, 1 - MAX_REQUEST_DAYS);
  const missed = args.oldestCursorDate ?? recent;
  const from = missed < recent ? missed : recent;
  return { from: from < limit ? limit : from, to: latest };
}

/** The window in pieces of at most `maxDays`, newest first; each day is in one piece. */
export function newestFirst(window: DateWindow, maxDays: number): DateWindow[] {
  const pieces: DateWindow[] = [];
  for (let to = window.to; to >= window.from; to = addDays(to, -maxDays)) {
    const from = addDays(to, 1 - maxDays);
    pieces.push({ from: from < window.from ? window.from : from, to });
  }
  return pieces;
}

/** Days that the backfill still has to ask for, before those that the first sync read; `null` when it is done. */
export function backfillWindow(args: {
  targetDate: LocalDate | null;
  reachedDate: LocalDate | null;
  today: LocalDate;
}): DateWindow | null {
  if (args.targetDate === null) return null;
  const to = addDays(args.reachedDate ?? addDays(args.today, 1 - RECENT_DAYS), -1);
  return args.targetDate <= to ? { from: args.targetDate, to } : null;
}

export function dayCount(window: DateWindow): number {
  return Math.max(0, daysBetween(window.from, window.to) + 1);
}
