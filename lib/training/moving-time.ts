/** The time that pace, load and totals use: moving, else with the timer on, else all of it. */
export function countedSeconds(workout: {
  movingSeconds: number | null;
  timerSeconds: number | null;
  elapsedSeconds: number;
}): number {
  return workout.movingSeconds ?? workout.timerSeconds ?? workout.elapsedSeconds;
}
