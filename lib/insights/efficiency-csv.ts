/** The runs of the Efficiency page as CSV: units in the headers, full precision, empty = not known. */
import { type CsvColumn, toCsv } from "@/lib/exports/csv";
import type { EfficiencyRun } from "@/lib/insights/efficiency-page";
import { countedSeconds } from "@/lib/training/moving-time";

const COLUMNS: readonly CsvColumn<EfficiencyRun>[] = [
  { header: "local_date", value: (run) => run.localDate },
  { header: "activity_id", value: (run) => run.workoutId },
  { header: "distance_meters", value: (run) => run.distanceMeters },
  { header: "moving_seconds", value: (run) => countedSeconds(run) },
  { header: "average_hr_bpm", value: (run) => run.averageHeartRateBpm },
  { header: "graded_speed_mps", value: (run) => run.gradedSpeedMetersPerSecond },
  { header: "efficiency_meters_per_beat", value: (run) => run.efficiencyMetersPerBeat },
  { header: "decoupling_percent", value: (run) => run.decouplingPercent },
  { header: "comparability", value: (run) => run.comparability },
];

export function efficiencyCsv(runs: readonly EfficiencyRun[]): string {
  return toCsv(COLUMNS, runs);
}
