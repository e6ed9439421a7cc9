import Link from "next/link";
import {
  formatDistance,
  formatDuration,
  formatLocalDate,
  formatNumber,
  formatWorkoutName,
  hasPace,
  measurePace,
} from "@/components/format";
import type { CoachRuns } from "@/lib/insights/coach-runs";
import type { Units } from "@/lib/units";

/** Workouts as rows, newest first. */
export function CoachRunList({
  runs,
  athleteId,
  units,
  locale,
}: {
  runs: CoachRuns;
  athleteId: string;
  units: Units;
  locale: string;
}) {
  if (runs.workouts.length === 0) {
    return <p className="text-md">No workout in the last {runs.days} days.</p>;
  }
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">
          Workouts of {runs.athleteName}, last {runs.days} days
        </caption>
        <thead className="text-xs text-ink2">
          <tr>
            {["Day", "Name", "Distance", "Time", "Pace", "Heart rate, bpm"].map((title, index) => (
              <th key={title} className={`py-2 pr-4 font-normal ${index > 1 ? "text-right" : ""}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {runs.workouts.map((workout) => {
            const seconds = workout.movingSeconds ?? workout.timerSeconds ?? workout.elapsedSeconds;
            const pace = measurePace(workout.distanceMeters, seconds, units);
            return (
              <tr key={workout.workoutId}>
                <td className="py-2 pr-4 whitespace-nowrap">
                  {formatLocalDate(workout.localDate, locale, "day")}
                </td>
                <td className="py-2 pr-4">
                  <Link href={`/athletes/${athleteId}/runs/${workout.workoutId}`} className="text-ink">
                    {formatWorkoutName(workout)}
                  </Link>
                </td>
                <td className="py-2 pr-4 text-right whitespace-nowrap">
                  {formatDistance(workout.distanceMeters, units, locale)}
                </td>
                <td className="py-2 pr-4 text-right">{formatDuration(seconds)}</td>
                <td className="py-2 pr-4 text-right whitespace-nowrap">
                  {hasPace(workout.sport) ? `${pace.value} ${pace.unit}` : ""}
                </td>
                <td className="py-2 pr-4 text-right">
                  {formatNumber(workout.averageHeartRateBpm, 0, locale)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
