/** Pace at heart rate in words. Pure. */
import type { Comparability } from "@/lib/training/comparable";
import type { EfficiencyTrend } from "@/lib/training/efficiency-trend";
import type { LoadMethod } from "@/lib/training/workout-load";

export const COMPARABILITY_WORDS: Record<Comparability, string> = {
  comparable: "compares",
  not_a_run: "no run",
  indoor: "indoors, distance is not measured the same way",
  no_heart_rate: "no heart rate",
  no_distance: "no distance",
  too_short: "under 20 minutes",
  too_hilly: "too hilly without its curve",
  not_steady: "not steady: too much hard running in it",
};

export const LOAD_METHOD_WORDS: Record<LoadMethod, string> = {
  samples: "from heart rate, sample by sample",
  averages: "from average heart rate",
  pace: "from pace",
  rating: "from how hard it felt",
  none: "nothing to compute it from",
};

/** "The same heart rate carries you 2.3 % further than in the eight weeks before." */
export function sayEfficiency(trend: EfficiencyTrend): string {
  if (trend.recentMetersPerBeat === null) {
    return `${trend.recentRunCount} comparable ${trend.recentRunCount === 1 ? "run" : "runs"} in 28 days: four are needed to speak of a trend.`;
  }
  if (trend.change === null || trend.changePercent === null)
    return "The eight weeks before hold too few comparable runs to compare with.";
  const percent = Math.abs(trend.changePercent).toFixed(1);
  if (trend.change === "steady")
    return "The same heart rate carries you as far as in the eight weeks before.";
  const side = trend.change === "rising" ? "further" : "less far";
  return `The same heart rate carries you ${percent} % ${side} than in the eight weeks before.`;
}
