/** Runs of an athlete as a coach sees them: without what is not shared. */
import { addDays, localDateIn } from "@/lib/days";
import { findAthletePerson } from "@/lib/db/read-recovery";
import { readWorkouts, type WorkoutRow } from "@/lib/db/read-workouts";
import { AppError } from "@/lib/errors";
import { type RunPage, readRunPage } from "@/lib/insights/run";

const LISTED_DAYS = 90;

export type CoachRuns = { athleteName: string; days: number; workouts: WorkoutRow[] };

/** The last 90 days, newest first, every sport. @throws AppError not_found */
export async function readCoachRuns(
  athleteId: string,
  { heartRate, now }: { heartRate: boolean; now: Date },
): Promise<CoachRuns> {
  const person = await findAthletePerson(athleteId);
  if (!person) throw new AppError("not_found", "There is no such athlete.");
  const from = addDays(localDateIn(person.timeZone, now), 1 - LISTED_DAYS);
  const workouts = await readWorkouts(athleteId, { sport: null, search: "" }, from, null);
  return {
    athleteName: person.name,
    days: LISTED_DAYS,
    workouts: heartRate ? workouts : workouts.map((workout) => ({ ...workout, averageHeartRateBpm: null })),
  };
}

/** @throws AppError not_found also for a workout of somebody else */
export async function readCoachRun(
  athleteId: string,
  workoutId: string,
  { heartRate }: { heartRate: boolean },
): Promise<RunPage> {
  const page = await readRunPage(athleteId, workoutId);
  return heartRate ? page : withoutHeartRate(page);
}

/** Training effect goes too: it is computed from heart rate. */
export function withoutHeartRate(page: RunPage): RunPage {
  return {
    ...page,
    workout: {
      ...page.workout,
      averageHeartRateBpm: null,
      maxHeartRateBpm: null,
      heartRateZoneSeconds: [],
      heartRateZoneLowerBpm: [],
      aerobicTrainingEffect: null,
      anaerobicTrainingEffect: null,
    },
    zones: [],
    missing: page.missing.filter((name) => !name.startsWith("heart rate")),
  };
}
