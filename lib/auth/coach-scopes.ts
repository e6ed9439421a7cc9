/** What an athlete may agree to share with a coach. Pure: pages list it too. */
import { z } from "zod";

export const COACH_SCOPES = [
  "runs",
  "routes",
  "heart_rate",
  "recovery",
  "sleep",
  "load",
  "notes",
  "check_ins",
] as const;
export const CoachScope = z.enum(COACH_SCOPES);
export type CoachScope = z.infer<typeof CoachScope>;

/** For the page on which an athlete agrees: the word for it, and exactly what it holds. */
export const COACH_SCOPE_WORDS: Record<CoachScope, { name: string; holds: string }> = {
  runs: { name: "Runs", holds: "Every workout: date, name, distance, time, pace, effort" },
  routes: { name: "Routes", holds: "Where you ran, as a line" },
  heart_rate: { name: "Heart rate in runs", holds: "Average, highest and time in zones" },
  recovery: { name: "Recovery", holds: "HRV, resting and overnight heart rate, their usual ranges" },
  sleep: { name: "Sleep", holds: "How long you slept, night by night" },
  load: { name: "Load", holds: "How much you train against what is usual for you" },
  notes: { name: "Notes", holds: "What you write on days: ill, travel, race" },
  check_ins: { name: "Check-ins", holds: "What you answer about how you feel" },
};

/** Those of a list that are scopes, in their one order. */
export function pickCoachScopes(texts: readonly string[]): CoachScope[] {
  return COACH_SCOPES.filter((scope) => texts.includes(scope));
}

/** "runs, sleep and load"; "nothing" for none. */
export function sayCoachScopes(scopes: readonly CoachScope[]): string {
  if (scopes.length === COACH_SCOPES.length) return "everything";
  const names = scopes.map((scope) => COACH_SCOPE_WORDS[scope].name.toLowerCase());
  const last = names.at(-1);
  if (last === undefined) return "nothing";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
