/**
 * Local dates: days on the athlete's calendar, written `YYYY-MM-DD`. All steps are
 * calendar steps, so a day of 23 or 25 hours is one day.
 */
import { z } from "zod";

export const LocalDate = z.iso.date();
export type LocalDate = string;

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01. @throws RangeError if it is no date of the calendar */
export function dayNumber(localDate: LocalDate): number {
  const ms = Date.parse(`${localDate}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(localDate) || Number.isNaN(ms)) {
    throw new RangeError(`${localDate} is not a date`);
  }
  return ms / MS_PER_DAY;
}

export function localDateOfDayNumber(number: number): LocalDate {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

export function addDays(localDate: LocalDate, days: number): LocalDate {
  return localDateOfDayNumber(dayNumber(localDate) + days);
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Every date from `from` to `to`, both included, oldest first; empty when `to` is before `from`. */
export function eachDate(from: LocalDate, to: LocalDate): LocalDate[] {
  const first = dayNumber(from);
  const count = Math.max(0, dayNumber(to) - first + 1);
  return Array.from({ length: count }, (_, index) => localDateOfDayNumber(first + index));
}

/** The calendar date of an instant where the clock is `utcOffsetSeconds` ahead of UTC. */
export function localDateAt(instant: Date, utcOffsetSeconds: number): LocalDate {
  return new Date(instant.getTime() + utcOffsetSeconds * 1000).toISOString().slice(0, 10);
}

/** The calendar date of an instant in an IANA zone. @throws RangeError for an unknown zone */
export function localDateIn(timeZone: string, instant: Date): LocalDate {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** The first instant of a calendar date in an IANA zone; where the clock skips midnight, the first after it. */
export function startOfDateIn(timeZone: string, localDate: LocalDate): Date {
  const noon = dayNumber(localDate) * MS_PER_DAY + MS_PER_DAY / 2;
  // No zone is more than 14 hours off, and no date begins later than noon of its own clock.
  const isReached = (ms: number) => localDateIn(timeZone, new Date(ms)) >= localDate;
  let [before, reached] = [noon - 1.5 * MS_PER_DAY, noon + 0.5 * MS_PER_DAY];
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (isReached(middle)) reached = middle;
    else before = middle;
  }
  return new Date(reached);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
