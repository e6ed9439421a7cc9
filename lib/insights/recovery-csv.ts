/** The rows of the Recovery page as CSV: units in the headers, full precision, empty = not measured. */
import { type CsvColumn, toCsv } from "@/lib/exports/csv";
import type { RecoveryDayView } from "@/lib/insights/recovery-page";

const COLUMNS: readonly CsvColumn<RecoveryDayView>[] = [
  { header: "local_date", value: (day) => day.localDate },
  { header: "hrv_rmssd_ms", value: (day) => day.hrvRmssdMs },
  { header: "hrv_rmssd_7_night_ms", value: (day) => rounded(day.hrv7DayMs) },
  { header: "hrv_nights_of_7", value: (day) => day.hrvNightCount7Day },
  { header: "hrv_usual_low_ms", value: (day) => rounded(day.hrvUsualLowMs) },
  { header: "hrv_usual_high_ms", value: (day) => rounded(day.hrvUsualHighMs) },
  { header: "hrv_status", value: (day) => day.hrvStatus },
  { header: "hrv_days_below", value: (day) => day.hrvDaysBelow },
  { header: "resting_hr_bpm", value: (day) => day.restingHeartRateBpm },
  { header: "resting_hr_usual_bpm", value: (day) => rounded(day.restingUsualBpm) },
  { header: "resting_hr_usual_low_bpm", value: (day) => rounded(day.restingUsualLowBpm) },
  { header: "resting_hr_usual_high_bpm", value: (day) => rounded(day.restingUsualHighBpm) },
  { header: "overnight_avg_hr_bpm", value: (day) => day.overnightHeartRateBpm },
  { header: "overnight_hr_usual_bpm", value: (day) => rounded(day.overnightUsualBpm) },
  { header: "overnight_hr_usual_low_bpm", value: (day) => rounded(day.overnightUsualLowBpm) },
  { header: "overnight_hr_usual_high_bpm", value: (day) => rounded(day.overnightUsualHighBpm) },
  { header: "sleep_seconds", value: (day) => day.sleepSeconds },
  { header: "sleep_need_seconds", value: (day) => day.sleepNeedSeconds },
  { header: "state", value: (day) => day.state },
  { header: "garmin_hrv_status", value: (day) => day.garminHrvStatus },
  { header: "sources", value: (day) => day.channels.join(" ") },
];

/** Computed values to a hundredth; measured ones stay as they came. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

export function recoveryCsv(days: readonly RecoveryDayView[]): string {
  return toCsv(COLUMNS, days);
}
