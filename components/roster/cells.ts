/** What stands in the cells of the roster: the value, and under it always the comparison. Pure. */
import {
  formatDistance,
  formatInstant,
  formatLocalDate,
  formatNumber,
  formatRelativeDay,
  formatWorkoutName,
  NOT_MEASURED,
} from "@/components/format";
import type { RosterRow } from "@/lib/insights/roster-row";
import { sayHoursAndMinutes, type Units } from "@/lib/units";

export type Reader = { units: Units; locale: string; timeZone: string };
export type CellWords = { value: string; comparison?: string };

const NOT_SHARED: CellWords = { value: "not shared" };

export function hrvCell({ latest, shown }: RosterRow, { locale }: Reader): CellWords {
  if (!shown.recovery) return NOT_SHARED;
  const [low, high] = [latest?.hrvUsualLowMs ?? null, latest?.hrvUsualHighMs ?? null];
  const comparison = low === null || high === null ? "learning" : `${Math.round(low)} to ${Math.round(high)}`;
  return { value: formatNumber(latest?.hrv7DayMs ?? null, 0, locale), comparison };
}

export function restingCell({ latest, shown }: RosterRow, { locale }: Reader): CellWords {
  if (!shown.recovery) return NOT_SHARED;
  const value = formatNumber(latest?.restingHeartRateBpm ?? null, 0, locale);
  if (latest?.restingHeartRateBpm == null || latest.restingUsualBpm === null) return { value };
  const delta = Math.round(latest.restingHeartRateBpm) - Math.round(latest.restingUsualBpm);
  return {
    value,
    comparison: delta === 0 ? "as usual" : `${Math.abs(delta)} ${delta < 0 ? "below" : "above"}`,
  };
}

export function sleepCell({ latest, shown, sleep7DaySeconds }: RosterRow): CellWords {
  if (!shown.sleep) return NOT_SHARED;
  const seconds = latest?.sleepSeconds ?? null;
  return {
    value: seconds === null ? NOT_MEASURED : sayHoursAndMinutes(seconds),
    comparison: sleep7DaySeconds === null ? "too few nights" : sayHoursAndMinutes(sleep7DaySeconds),
  };
}

export function runCell({ shown, lastRun, today }: RosterRow, { units, locale }: Reader): CellWords {
  if (!shown.runs) return NOT_SHARED;
  if (!lastRun) return { value: "none yet" };
  return {
    value: `${formatDistance(lastRun.distanceMeters, units, locale)}`,
    comparison: `${formatRelativeDay(lastRun.localDate, today, locale)}, ${formatWorkoutName(lastRun)}`,
  };
}

export function weekCell({ week }: RosterRow, { units, locale }: Reader): CellWords {
  if (week === null) return NOT_SHARED;
  const { distanceMeters, usualMeters } = week;
  const value = formatDistance(distanceMeters, units, locale);
  if (usualMeters === null || usualMeters === 0) return { value, comparison: "no usual yet" };
  return { value, comparison: compareToUsual(distanceMeters, usualMeters) };
}

/** Under a tenth either way is usual: weeks never are the same. */
export function compareToUsual(value: number, usual: number): string {
  const percent = Math.round((value / usual - 1) * 100);
  if (Math.abs(percent) < 10) return "as usual";
  return `${Math.abs(percent)} % ${percent < 0 ? "below" : "above"}`;
}

const KEY_ENDS_WITHIN_MS = 14 * 86_400_000;

export function connectionCell(
  { connection }: RosterRow,
  { locale, timeZone }: Reader,
  now: Date,
): CellWords & { tone: RosterRow["connection"]["tone"] } {
  const { tone, word, keyExpiresAt, lastArrivedAt } = connection;
  const comparison =
    lastArrivedAt === null ? "nothing arrived yet" : formatInstant(lastArrivedAt, timeZone, locale);
  const endsSoon =
    keyExpiresAt !== null && keyExpiresAt.getTime() - now.getTime() < KEY_ENDS_WITHIN_MS && tone === "usual";
  if (!endsSoon) return { tone, value: word, comparison };
  const day = formatLocalDate(keyExpiresAt.toISOString().slice(0, 10), locale, "short");
  return { tone: "watch", value: `Key ends ${day}`, comparison };
}
