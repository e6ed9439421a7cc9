/** What an athlete does to an account between two syncs: edits, deletions, late nights. */
import { z } from "zod";
import { LocalDate } from "../../../lib/days";
import type { AccountRecords, AccountView } from "./account";
import { activityBodies, type Owner } from "./activity-bodies";
import { newestRunId } from "./activity-routes";
import { findProfile } from "./cast";
import { generateWorkouts } from "./generated-workouts";
import { isObject, type JsonObject, textOf } from "./json";
import { hashText } from "./random";

/** Without `activityId` a change of an activity meets the newest run. */
export const Change = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("edit_activity"),
    activityId: z.coerce.string().optional(),
    name: z.string().optional(),
    distanceMeters: z.number().optional(),
    rpe: z.number().int().min(0).max(100).optional(),
  }),
  z.object({ op: z.literal("delete_activity"), activityId: z.coerce.string().optional() }),
  z.object({
    op: z.literal("add_run"),
    date: LocalDate.optional(),
    name: z.string().optional(),
    distanceMeters: z.number().positive().optional(),
  }),
  /** The night is still on the watch: sleep, HRV and resting heart rate are not there yet. */
  z.object({ op: z.literal("hide_night"), date: LocalDate.optional() }),
  z.object({ op: z.literal("show_night"), date: LocalDate.optional() }),
  z.object({
    op: z.literal("change_night"),
    date: LocalDate.optional(),
    sleepSeconds: z.number().int().optional(),
    hrvRmssdMs: z.number().int().optional(),
    overnightHeartRateBpm: z.number().int().optional(),
    restingHeartRateBpm: z.number().int().optional(),
  }),
]);
export type Change = z.infer<typeof Change>;

/** @returns what was changed, or `null` when the account has no such thing */
export function applyChange(view: AccountView, change: Change): JsonObject | null {
  switch (change.op) {
    case "edit_activity":
      return editActivity(view, change);
    case "delete_activity":
      return deleteActivity(view, change.activityId);
    case "add_run":
      return addRun(view, change);
    case "hide_night":
      view.lateNights.add(change.date ?? view.today);
      return { date: change.date ?? view.today };
    case "show_night":
      view.lateNights.delete(change.date ?? view.today);
      return { date: change.date ?? view.today };
    case "change_night":
      return changeNight(view.records, change.date ?? view.today, change);
  }
}

function editActivity(
  view: AccountView,
  change: Extract<Change, { op: "edit_activity" }>,
): JsonObject | null {
  const activityId = change.activityId ?? newestRunId(view);
  const entry = view.records.activityEntries.get(activityId ?? "");
  if (!entry || activityId === null) return null;
  const detail = view.records.activityDetails.get(activityId);
  const summary = detail && isObject(detail.summaryDTO) ? detail.summaryDTO : null;
  for (const body of [entry, detail]) {
    if (body && change.name !== undefined) body.activityName = change.name;
  }
  for (const body of [entry, summary]) {
    if (body && change.distanceMeters !== undefined) body.distance = change.distanceMeters;
  }
  if (summary && change.rpe !== undefined) summary.directWorkoutRpe = change.rpe;
  return { activityId };
}

function deleteActivity(view: AccountView, wished: string | undefined): JsonObject | null {
  const activityId = wished ?? newestRunId(view);
  if (activityId === null) return null;
  const isListed = view.records.activityEntries.delete(activityId);
  const hasDetail = view.records.activityDetails.delete(activityId);
  return isListed || hasDetail ? { activityId } : null;
}

/** A run of today, or of the date that is asked for. */
function addRun(view: AccountView, change: Extract<Change, { op: "add_run" }>): JsonObject | null {
  const profile = findProfile(view.profileName) ?? findProfile("steady");
  const localDate = change.date ?? view.today;
  const activityCount = view.records.activityEntries.size + view.records.activityDetails.size;
  const [workout] = profile ? generateWorkouts(profile, hashText(localDate), 0, 2) : [];
  if (!workout) return null;
  const owner: Owner = {
    profileId: Number(view.externalUserId) || 0,
    displayName: view.displayName,
    fullName: profile?.displayName ?? view.displayName,
    timeZone: view.timeZone,
  };
  const activityId =
    23_000_000_000 +
    (hashText(`${view.externalUserId}/${localDate}`) % 1_000_000) * 1000 +
    (activityCount % 1000);
  const made = activityBodies(owner, activityId, localDate, {
    ...workout,
    startMinutes: 0,
    distanceMeters: change.distanceMeters ?? workout.distanceMeters,
  });
  if (change.name !== undefined) {
    made.entry.activityName = change.name;
    made.detail.activityName = change.name;
  }
  view.records.activityEntries.set(String(activityId), made.entry);
  view.records.activityDetails.set(String(activityId), made.detail);
  return { activityId: String(activityId), name: textOf(made.entry.activityName), date: localDate };
}

function changeNight(
  records: AccountRecords,
  localDate: LocalDate,
  change: Extract<Change, { op: "change_night" }>,
): JsonObject | null {
  const night = records.nights.get(localDate);
  const dto = night && isObject(night.dailySleepDTO) ? night.dailySleepDTO : null;
  const hrv = records.hrvNights.get(localDate)?.hrvSummary;
  const day = records.days.get(localDate);
  if (!dto && !isObject(hrv) && !day) return null;
  if (dto && change.sleepSeconds !== undefined) dto.sleepTimeSeconds = change.sleepSeconds;
  if (dto && change.overnightHeartRateBpm !== undefined) dto.avgHeartRate = change.overnightHeartRateBpm;
  if (isObject(hrv) && change.hrvRmssdMs !== undefined) hrv.lastNightAvg = change.hrvRmssdMs;
  if (change.restingHeartRateBpm !== undefined) {
    for (const body of [night, day]) if (body) body.restingHeartRate = change.restingHeartRateBpm;
  }
  return { date: localDate };
}
