/** How many syncs a day there is room for, and how far apart they come when there are more. Pure. */

const MINUTES_PER_DAY = 24 * 60;
/**
 * Above capacity the time between two syncs of a connection grows in steps, so that one
 * more connection does not move everybody's slot.
 */
const CYCLE_STEP = 1.05;

export type PlannerSettings = {
  /** Connections that may begin within one interval. */
  batchSize: number;
  intervalMinutes: number;
};

export type PlannerStart = { at: Date; count: number };

/** Syncs that can begin in a day; 20 every 5 minutes are 5,760. */
export function capacityPerDay({ batchSize, intervalMinutes }: PlannerSettings): number {
  return Math.floor((MINUTES_PER_DAY / intervalMinutes) * batchSize);
}

/** The time between two syncs of each of so many connections: a day, or as long as it takes. */
export function cycleMinutes(connectionCount: number, settings: PlannerSettings): number {
  const load = connectionCount / capacityPerDay(settings);
  if (load <= 1) return MINUTES_PER_DAY;
  // A hair less than the whole step, since logarithms are not exact.
  const steps = Math.ceil(Math.log(load) / Math.log(CYCLE_STEP) - 1e-9);
  return Math.round(MINUTES_PER_DAY * CYCLE_STEP ** steps);
}

/** The starts that still count at `now`. One from the future was written before a clock was set back. */
export function recentStarts(
  starts: readonly PlannerStart[],
  settings: PlannerSettings,
  now: Date,
): PlannerStart[] {
  const since = now.getTime() - settings.intervalMinutes * 60_000;
  return starts.filter(({ at }) => at.getTime() > since && at <= now);
}

/** How many may begin now, however many planners there are and however often they pass. */
export function roomNow(starts: readonly PlannerStart[], settings: PlannerSettings, now: Date): number {
  const begun = recentStarts(starts, settings, now).reduce((sum, { count }) => sum + count, 0);
  return Math.max(0, settings.batchSize - begun);
}
