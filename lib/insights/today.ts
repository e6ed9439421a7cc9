/** What the Today page shows: the sentence of the day with its reasons, 14 days, the latest run, the week. */

import { type CheckIn, findCheckIn } from "@/lib/check-ins/check-in";
import { addDays, daysBetween, eachDate, type LocalDate, localDateIn } from "@/lib/days";
import { readLastNights, readRecoveryDays } from "@/lib/db/read-recovery";
import { findWorkout, readLatestRuns, readWorkouts, type WorkoutRow } from "@/lib/db/read-workouts";
import type { Finding, FindingState } from "@/lib/insights/finding";
import { buildRecoveryDays, type RecoveryDayView } from "@/lib/insights/recovery-page";
import { type Week, weekOf, weekStart } from "@/lib/insights/runs";

export const SPARKLINE_DAYS = 14;

export type TodayPage = {
  today: LocalDate;
  /** Whether the night that ended today has arrived. */
  isLastNightIn: boolean;
  headline: string;
  /** Of today when last night is in, otherwise of the newest night, which `latest` dates. */
  finding: Finding;
  /** The last 14 days, oldest first. */
  days: RecoveryDayView[];
  /** The newest day of these with a night. */
  latest: RecoveryDayView | null;
  /** The newest night there is at all; `null` when none ever came. */
  lastNightDate: LocalDate | null;
  sleep7DaySeconds: number | null;
  latestRun: WorkoutRow | null;
  week: Week;
  /** Meters run on each day of this week up to today. */
  weekDayMeters: number[];
  /** What the athlete said of today; `null` for nothing yet. */
  checkIn: CheckIn | null;
  /** The newest run of today or yesterday that nobody has rated; `null` when there is none. */
  unratedRunId: string | null;
};

const HEADLINES: Record<FindingState, string> = {
  usual: "Train as planned.",
  watch: "Take it easier today.",
  strong: "Not a day for hard training.",
  learning: "Getting to know your nights.",
  nodata: "Last night is not in yet.",
};

/** @param firstWeekday 1 Monday to 7 Sunday */
export async function readTodayPage(
  athleteId: string,
  { timeZone, now, firstWeekday }: { timeZone: string; now: Date; firstWeekday: number },
): Promise<TodayPage> {
  const today = localDateIn(timeZone, now);
  const weekFrom = weekStart(today, firstWeekday);
  const [rows, lastNights, latestRuns, weekRuns, checkIn] = await Promise.all([
    readRecoveryDays(athleteId, addDays(today, 1 - SPARKLINE_DAYS), today),
    readLastNights([athleteId], today),
    readLatestRuns([athleteId]),
    readWorkouts(athleteId, { sport: "run", search: "" }, weekFrom, addDays(weekFrom, 7)),
    findCheckIn(athleteId, today),
  ]);
  const { days, latest, finding, sleep7DaySeconds } = buildRecoveryDays(rows, today);
  const isLastNightIn = latest?.localDate === today;
  return {
    today,
    isLastNightIn,
    headline: sayHeadline(finding.state, latest?.localDate ?? null, today),
    finding,
    days,
    latest,
    lastNightDate: lastNights[0]?.localDate ?? null,
    sleep7DaySeconds,
    latestRun: latestRuns[0] ?? null,
    week: weekOf(weekFrom, weekRuns),
    weekDayMeters: metersByDay(weekRuns, weekFrom, today),
    checkIn,
    unratedRunId: await findUnrated(athleteId, latestRuns[0] ?? null, today),
  };
}

async function findUnrated(
  athleteId: string,
  run: WorkoutRow | null,
  today: LocalDate,
): Promise<string | null> {
  if (run === null || run.localDate < addDays(today, -1)) return null;
  const workout = await findWorkout(athleteId, run.workoutId);
  return workout !== null && workout.athleteRpe === null && workout.rpe === null ? run.workoutId : null;
}

/** An older night is never told as today's. */
export function sayHeadline(state: FindingState, latestDate: LocalDate | null, today: LocalDate): string {
  if (latestDate === null) return HEADLINES.nodata;
  const missing = daysBetween(latestDate, today);
  if (missing > 1) return `The last ${missing} nights are not in yet.`;
  return missing === 1 ? HEADLINES.nodata : HEADLINES[state === "nodata" ? "learning" : state];
}

/** Zero on a day without a run: a rest day is known, not missing. */
export function metersByDay(runs: readonly WorkoutRow[], from: LocalDate, to: LocalDate): number[] {
  const counted = runs.filter((run) => !run.isMultisportParent);
  return eachDate(from, to).map((date) =>
    counted.filter((run) => run.localDate === date).reduce((sum, run) => sum + (run.distanceMeters ?? 0), 0),
  );
}
