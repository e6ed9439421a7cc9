/**
 * Whether the same heart rate carries a runner further than it did: the median of the
 * comparable runs of four weeks against that of the eight weeks before. Pure. A convention;
 * heat moves it as much as fitness does.
 */
import { daysBetween, type LocalDate } from "@/lib/days";

/** Bump on any change to results. */
export const EFFICIENCY_TREND_VERSION = 1;

const RECENT_DAYS = 28;
const BEFORE_DAYS = 56;
const MIN_RECENT_RUNS = 4;
const MIN_BEFORE_RUNS = 6;
/** A change within so many percent is none: runs of one week differ by as much. */
const SAME_PERCENT = 2;

export type EfficiencyRunValue = { localDate: LocalDate; efficiencyMetersPerBeat: number };
export type EfficiencyChange = "rising" | "steady" | "falling";

export type EfficiencyTrend = {
  /** `null` with too few runs. */
  recentMetersPerBeat: number | null;
  recentRunCount: number;
  beforeMetersPerBeat: number | null;
  beforeRunCount: number;
  changePercent: number | null;
  change: EfficiencyChange | null;
};

export function computeEfficiencyTrend(runs: readonly EfficiencyRunValue[], on: LocalDate): EfficiencyTrend {
  const recent = valuesBetween(runs, on, 0, RECENT_DAYS);
  const before = valuesBetween(runs, on, RECENT_DAYS, RECENT_DAYS + BEFORE_DAYS);
  const recentMetersPerBeat = recent.length < MIN_RECENT_RUNS ? null : median(recent);
  const beforeMetersPerBeat = before.length < MIN_BEFORE_RUNS ? null : median(before);
  const changePercent =
    recentMetersPerBeat === null || beforeMetersPerBeat === null
      ? null
      : (100 * (recentMetersPerBeat - beforeMetersPerBeat)) / beforeMetersPerBeat;
  return {
    recentMetersPerBeat,
    recentRunCount: recent.length,
    beforeMetersPerBeat,
    beforeRunCount: before.length,
    changePercent,
    change: changePercent === null ? null : changeOf(changePercent),
  };
}

function changeOf(percent: number): EfficiencyChange {
  if (Math.abs(percent) < SAME_PERCENT) return "steady";
  return percent > 0 ? "rising" : "falling";
}

/** Of runs at least `least` and less than `most` days before the day. */
function valuesBetween(
  runs: readonly EfficiencyRunValue[],
  on: LocalDate,
  least: number,
  most: number,
): number[] {
  return runs.flatMap(({ localDate, efficiencyMetersPerBeat }) => {
    const age = daysBetween(localDate, on);
    return age >= least && age < most ? [efficiencyMetersPerBeat] : [];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}
