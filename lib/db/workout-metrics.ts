/** What each workout says, computed once. */

import type { LocalDate } from "@/lib/days";
import type { Queryable } from "@/lib/db/client";
import { type MergeColumn, rowMerger } from "@/lib/db/merge-rows";
import type { Comparability } from "@/lib/training/comparable";
import type { LoadMethod } from "@/lib/training/workout-load";

/** `null` is not known; what each value needs: lib/training. */
export type WorkoutMetricRow = {
  workoutId: string;
  localDate: LocalDate;
  algorithmVersion: number;
  trainingLoad: number | null;
  loadMethod: LoadMethod;
  /** What the load was computed with. */
  maxHeartRateBpm: number | null;
  restingHeartRateBpm: number | null;
  gradedSpeedMetersPerSecond: number | null;
  efficiencyMetersPerBeat: number | null;
  decouplingPercent: number | null;
  comparability: Comparability;
};

const NUMBER: MergeColumn = ["double precision", "replace"];

export const mergeWorkoutMetrics = rowMerger<WorkoutMetricRow>({
  table: "WorkoutMetric",
  key: { workoutId: "uuid" },
  values: {
    localDate: ["date", "replace"],
    algorithmVersion: ["integer", "replace"],
    trainingLoad: NUMBER,
    loadMethod: ["text", "replace"],
    maxHeartRateBpm: NUMBER,
    restingHeartRateBpm: NUMBER,
    gradedSpeedMetersPerSecond: NUMBER,
    efficiencyMetersPerBeat: NUMBER,
    decouplingPercent: NUMBER,
    comparability: ["text", "replace"],
  },
  stamp: "computedAt",
  hasId: false,
});

/** Removes what stands for workouts that no longer count, from a day on. */
export async function trimWorkoutMetrics(athleteId: string, from: LocalDate, tx: Queryable): Promise<void> {
  await tx.query(
    `DELETE FROM "WorkoutMetric" m WHERE m."athleteId" = $1 AND m."localDate" >= $2
       AND EXISTS (SELECT FROM "Workout" w WHERE w."id" = m."workoutId" AND w."isMultisportParent")`,
    [athleteId, from],
  );
}
