/** What one workout meant: read from rows that were computed. */
import { addDays } from "@/lib/days";
import {
  findWorkoutMeaning,
  readTrainingDays,
  readWorkoutMeanings,
  type WorkoutMeaning,
} from "@/lib/db/read-training";
import { computeEfficiencyTrend } from "@/lib/training/efficiency-trend";
import { MIN_FITNESS_DAYS } from "@/lib/training/load-days";

const USUAL_DAYS = 56;
const MIN_USUAL_RUNS = 8;

export type RunMeaning = {
  workout: WorkoutMeaning;
  /** Middle half of the runs of the eight weeks before; `null` with too few. */
  usualLoad: { low: number; high: number } | null;
  /** Load of the 7 days that ended on its day. */
  weekLoad: number | null;
  /** How the day moved fitness and fatigue. */
  fitnessChange: { fitness: number; fatigue: number } | null;
  /** Median of the comparable runs of 28 days. */
  usualEfficiency: number | null;
  /** It has a heart rate and the athlete has not said a maximum. */
  needsMaxHeartRate: boolean;
};

/** `null` for a workout that was not computed, or is somebody else's. */
export async function readRunMeaning(athleteId: string, workoutId: string): Promise<RunMeaning | null> {
  const workout = await findWorkoutMeaning(athleteId, workoutId);
  if (workout === null) return null;
  const { localDate } = workout;
  const [days, others] = await Promise.all([
    readTrainingDays(athleteId, addDays(localDate, -1), localDate),
    readWorkoutMeanings(athleteId, addDays(localDate, -USUAL_DAYS), localDate),
  ]);
  const [before, day] = [
    days.find((one) => one.localDate < localDate),
    days.find((one) => one.localDate === localDate),
  ];
  const runs = others.filter((one) => one.sport === "run");
  const comparable = runs.flatMap((run) =>
    run.comparability === "comparable" && run.efficiencyMetersPerBeat !== null
      ? [{ localDate: run.localDate, efficiencyMetersPerBeat: run.efficiencyMetersPerBeat }]
      : [],
  );
  return {
    workout,
    usualLoad: middleHalf(runs.flatMap((run) => (run.localDate < localDate ? (run.trainingLoad ?? []) : []))),
    weekLoad: day?.load7Day ?? null,
    fitnessChange: changeOf(before, day),
    usualEfficiency: computeEfficiencyTrend(comparable, localDate).recentMetersPerBeat,
    needsMaxHeartRate: workout.averageHeartRateBpm !== null && workout.maxHeartRateBpm === null,
  };
}

function middleHalf(loads: readonly number[]): { low: number; high: number } | null {
  if (loads.length < MIN_USUAL_RUNS) return null;
  const sorted = loads.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.25), high: at(0.75) };
}

type Day = Awaited<ReturnType<typeof readTrainingDays>>[number];

function changeOf(before: Day | undefined, day: Day | undefined): RunMeaning["fitnessChange"] {
  if (!before || !day || day.loadDayCount < MIN_FITNESS_DAYS) return null;
  const { fitness, fatigue } = day;
  if (fitness === null || fatigue === null || before.fitness === null || before.fatigue === null) return null;
  return { fitness: fitness - before.fitness, fatigue: fatigue - before.fatigue };
}
