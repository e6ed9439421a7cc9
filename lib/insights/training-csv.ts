/** The rows of the Training page as CSV: units in the headers, full precision, empty = not known. */
import type { TrainingDayRow } from "@/lib/db/read-training";
import { type CsvColumn, toCsv } from "@/lib/exports/csv";

const COLUMNS: readonly CsvColumn<TrainingDayRow>[] = [
  { header: "local_date", value: (day) => day.localDate },
  { header: "training_load", value: (day) => rounded(day.trainingLoad) },
  { header: "workouts", value: (day) => day.workoutCount },
  { header: "workouts_without_load", value: (day) => day.unknownLoadCount },
  { header: "fitness_42_day", value: (day) => rounded(day.fitness) },
  { header: "fatigue_7_day", value: (day) => rounded(day.fatigue) },
  { header: "form", value: (day) => rounded(day.form) },
  { header: "load_7_day", value: (day) => rounded(day.load7Day) },
  { header: "load_7_day_usual_low", value: (day) => rounded(day.load7DayUsualLow) },
  { header: "load_7_day_usual_high", value: (day) => rounded(day.load7DayUsualHigh) },
  { header: "monotony_7_day", value: (day) => rounded(day.monotony) },
  { header: "strain_7_day", value: (day) => rounded(day.strain) },
  { header: "easy_seconds", value: (day) => rounded(day.easySeconds) },
  { header: "moderate_seconds", value: (day) => rounded(day.moderateSeconds) },
  { header: "hard_seconds", value: (day) => rounded(day.hardSeconds) },
];

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

export function trainingCsv(days: readonly TrainingDayRow[]): string {
  return toCsv(COLUMNS, days);
}
