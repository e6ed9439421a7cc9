/** What the page and the progress route say of the work at hand. Plain values: it crosses to the browser. */
export type ProgressRun = {
  id: string;
  kind: "activities" | "recovery";
  trigger: string;
  state: string;
  done: number;
  total: number;
  createdCount: number;
  updatedCount: number;
  daysCount: number;
  /** For the person, in any state. */
  sentence: string;
  /** ISO instant; set while the provider asked to wait. */
  waitUntil: string | null;
  fromDate: string;
  toDate: string;
};

export type ProgressView = {
  /** Runs that are not finished, or were a moment ago. */
  runs: ProgressRun[];
  isActive: boolean;
};

const OPEN_STATES = new Set(["queued", "running", "waiting"]);

export function isOpen(run: { state: string }): boolean {
  return OPEN_STATES.has(run.state);
}

/** How far all of it is, 0 to 1; `null` while nothing can be said yet. */
export function doneFraction({ runs }: ProgressView): number | null {
  const total = runs.reduce((sum, run) => sum + run.total, 0);
  if (total === 0) return null;
  const done = runs.reduce((sum, run) => sum + (isOpen(run) ? Math.min(run.done, run.total) : run.total), 0);
  return done / total;
}

/** "68 of 90 days: 47 runs, 58 nights". */
export function countWords({ runs }: ProgressView): string {
  const nights = runs.filter((run) => run.kind === "recovery");
  const created = runs
    .filter((run) => run.kind === "activities")
    .reduce((sum, run) => sum + run.createdCount, 0);
  const days = nights.reduce((sum, run) => sum + run.daysCount, 0);
  const done = nights.reduce((sum, run) => sum + run.done, 0);
  const total = nights.reduce((sum, run) => sum + run.total, 0);
  const found = `${count(created, "workout")}, ${count(days, "night")}`;
  return total > 0 ? `${done} of ${count(total, "day")}: ${found}` : found;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** How it ended: one sentence for all that went well, and each that did not in its own words. */
export function endSentences({ runs }: ProgressView): string[] {
  const succeeded = runs.filter((run) => run.state === "succeeded");
  const failed = runs.filter((run) => run.state !== "succeeded").map((run) => run.sentence);
  if (failed.length === 0)
    return succeeded.length === 0 ? [] : [`All in step: ${newsOf(succeeded) ?? "nothing new at Garmin"}.`];
  const news = newsOf(succeeded);
  return news === null ? failed : [`Stored: ${news}.`, ...failed];
}

/** `null` when nothing new was stored. */
function newsOf(runs: readonly ProgressRun[]): string | null {
  const created = runs.reduce((sum, run) => sum + (run.kind === "activities" ? run.createdCount : 0), 0);
  const updated = runs.reduce((sum, run) => sum + (run.kind === "activities" ? run.updatedCount : 0), 0);
  const nights = runs.reduce((sum, run) => sum + (run.kind === "recovery" ? run.daysCount : 0), 0);
  const parts = [
    created > 0 ? count(created, "new workout") : null,
    updated > 0 ? `${count(updated, "workout")} updated` : null,
    nights > 0 ? `${count(nights, "day")} with new values` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}
