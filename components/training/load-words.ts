/** Load in words. Pure. */
import { formatNumber } from "@/components/format";

export type WeekLoad = {
  load7Day: number | null;
  load7DayUsualLow: number | null;
  load7DayUsualHigh: number | null;
};

/** "usual 410 to 520", or why that is not known. */
export function sayUsualLoad(week: WeekLoad | null, locale: string): string {
  if (!week || week.load7DayUsualLow === null || week.load7DayUsualHigh === null)
    return "usual not known yet";
  return `usual ${formatNumber(week.load7DayUsualLow, 0, locale)} to ${formatNumber(week.load7DayUsualHigh, 0, locale)}`;
}

/** "38 % above your usual"; `null` where one of both is not known. */
export function compareWeek(week: WeekLoad | null, whose: "your" | "their" = "your"): string | null {
  if (!week || week.load7Day === null) return null;
  const { load7Day, load7DayUsualLow: low, load7DayUsualHigh: high } = week;
  if (low === null || high === null) return null;
  if (load7Day > high) return away(load7Day - high, high, "above", whose);
  return load7Day < low ? away(low - load7Day, low, "below", whose) : `inside ${whose} usual`;
}

function away(by: number, edge: number, side: string, whose: string): string {
  const percent = edge > 0 ? Math.round((100 * by) / edge) : 0;
  return percent === 0 ? `just ${side} ${whose} usual` : `${percent} % ${side} ${whose} usual`;
}
