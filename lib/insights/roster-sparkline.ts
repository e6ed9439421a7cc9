/**
 * HRV of two weeks in the athlete's own standard deviations, so that all athletes can be drawn
 * with one span and compared at a glance. Zero is the mean of the baseline of ln(rMSSD).
 */
import { addDays, type LocalDate } from "@/lib/days";
import type { SparklineDay } from "@/lib/db/roster";

export const SPARKLINE_DAYS = 14;

/** All in SD of the day's own baseline; `null` = not measured, or no baseline yet. */
export type SparklinePoint = {
  localDate: LocalDate;
  /** The 7-night value, which is judged. */
  trendSd: number | null;
  nightSd: number | null;
  usualLowSd: number | null;
  usualHighSd: number | null;
};

/** Every day of the span, oldest first; days that nothing is known of are there, empty. */
export function buildSparkline(days: readonly SparklineDay[], today: LocalDate): SparklinePoint[] {
  const byDate = new Map(days.map((day) => [day[0], day]));
  return Array.from({ length: SPARKLINE_DAYS }, (_, index) => {
    const localDate = addDays(today, index + 1 - SPARKLINE_DAYS);
    return pointOf(localDate, byDate.get(localDate));
  });
}

function pointOf(localDate: LocalDate, day: SparklineDay | undefined): SparklinePoint {
  if (!day) return { localDate, trendSd: null, nightSd: null, usualLowSd: null, usualHighSd: null };
  const [, hrv7DayMs, meanLnMs, sdLnMs, nightSd, usualLowMs, usualHighMs] = day;
  const inSds = (valueMs: number | null) =>
    valueMs === null || meanLnMs === null || sdLnMs === null || sdLnMs <= 0
      ? null
      : (Math.log(valueMs) - meanLnMs) / sdLnMs;
  return {
    localDate,
    trendSd: inSds(hrv7DayMs),
    nightSd,
    usualLowSd: inSds(usualLowMs),
    usualHighSd: inSds(usualHighMs),
  };
}
