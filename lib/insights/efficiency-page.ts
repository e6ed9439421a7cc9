/** What the Efficiency page shows: pace at heart rate of runs that compare, and how it moves. */

import { addDays, daysBetween, type LocalDate, localDateIn } from "@/lib/days";
import { readWorkoutMeanings, type WorkoutMeaning } from "@/lib/db/read-training";
import type { RecoveryRangeDays } from "@/lib/insights/recovery-page";
import { computeEfficiencyTrend, type EfficiencyTrend } from "@/lib/training/efficiency-trend";

/** Days before the range whose runs the first values of the trend rest on. */
const LOOK_BACK_DAYS = 84;

export type EfficiencyRun = WorkoutMeaning & {
  /** Day of the range, from 0; below zero before it. */
  dayIndex: number;
};

export type EfficiencyPage = {
  today: LocalDate;
  from: LocalDate;
  rangeDays: RecoveryRangeDays;
  /** Runs of the range, newest first. */
  runs: EfficiencyRun[];
  comparableCount: number;
  /** Median of the last 28 days of comparable runs, a value a day; `null` with too few. */
  median: (number | null)[];
  trend: EfficiencyTrend;
};

export async function readEfficiencyPage(
  athleteId: string,
  { rangeDays, timeZone, now }: { rangeDays: RecoveryRangeDays; timeZone: string; now: Date },
): Promise<EfficiencyPage> {
  const today = localDateIn(timeZone, now);
  const from = addDays(today, 1 - rangeDays);
  const all = await readWorkoutMeanings(athleteId, addDays(from, -LOOK_BACK_DAYS), today);
  const runs = all.filter((workout) => workout.sport === "run");
  const comparable = runs.flatMap(({ comparability, localDate, efficiencyMetersPerBeat }) =>
    comparability === "comparable" && efficiencyMetersPerBeat !== null
      ? [{ localDate, efficiencyMetersPerBeat }]
      : [],
  );
  return {
    today,
    from,
    rangeDays,
    runs: runs
      .filter((run) => run.localDate >= from)
      .map((run) => ({ ...run, dayIndex: daysBetween(from, run.localDate) }))
      .reverse(),
    comparableCount: comparable.filter((run) => run.localDate >= from).length,
    median: Array.from(
      { length: rangeDays },
      (_, index) => computeEfficiencyTrend(comparable, addDays(from, index)).recentMetersPerBeat,
    ),
    trend: computeEfficiencyTrend(comparable, today),
  };
}
