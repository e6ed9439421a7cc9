/** Turns a generated athlete into an account whose last day is today. */
import { addDays, type LocalDate, localDateIn } from "../../../lib/days";
import type { Account, AccountRecords } from "./account";
import { activityBodies, type Owner } from "./activity-bodies";
import type { Profile } from "./cast";
import { accountProfile, type DayContext, dayBody, heartRateBody } from "./day-bodies";
import { type GeneratedAthlete, generateAthlete } from "./generated-athlete";
import { type DatedNight, dateNight, hrvBody, sleepBody, snapshotBody } from "./night-bodies";
import { uuidOf } from "./random";

const DEFAULT_TIME_ZONE = "Europe/Berlin";
const WAKING_MAX_BPM = 121;

export type GeneratedAccountOptions = {
  /** Tells one account from another; ids of profile and activities follow from it. */
  accountNumber: number;
  now: Date;
  seed?: number | undefined;
  days?: number | undefined;
  timeZone?: string | undefined;
};

export function createGeneratedAccount(athlete: Profile, options: GeneratedAccountOptions): Account {
  const timeZone = options.timeZone ?? DEFAULT_TIME_ZONE;
  const generated = generateAthlete(athlete, options.seed ?? athlete.seed, options.days);
  const firstDate = addDays(localDateIn(timeZone, options.now), -generated.lastDayIndex);
  const owner: Owner = {
    profileId: 40_000_000 + options.accountNumber,
    displayName: uuidOf(`account/${options.accountNumber}`),
    fullName: athlete.displayName,
    timeZone,
  };
  return {
    externalUserId: String(owner.profileId),
    displayName: owner.displayName,
    profileName: athlete.name,
    timeZone,
    records: buildRecords(athlete, owner, generated, firstDate),
    lateNights: new Set(),
    endsToday: true,
  };
}

function buildRecords(
  athlete: Profile,
  owner: Owner,
  generated: GeneratedAthlete,
  firstDate: LocalDate,
): AccountRecords {
  const dateOf = (item: { dayIndex: number }) => addDays(firstDate, item.dayIndex);
  const nights = new Map(
    generated.nights.map((night) => [dateOf(night), dateNight(night, dateOf(night), owner.timeZone)]),
  );
  const activities = generated.workouts.map((workout) =>
    activityBodies(
      owner,
      21_000_000_000 + (owner.profileId % 10_000) * 100_000 + workout.dayIndex,
      dateOf(workout),
      workout,
    ),
  );
  const contexts = dayContexts(owner, generated, nights, dateOf);
  const days = new Map(
    generated.days.flatMap((day) => {
      const context = contexts.get(dateOf(day));
      return context ? [[context.localDate, dayBody(day, context)]] : [];
    }),
  );
  const resting = new Map(generated.days.map((day) => [dateOf(day), day.restingHeartRateBpm]));
  return {
    activityEntries: new Map(activities.map((item) => [String(item.activityId), item.entry])),
    activityDetails: new Map(activities.map((item) => [String(item.activityId), item.detail])),
    nights: new Map(
      [...nights.values()].map((night) => [
        night.localDate,
        sleepBody(owner.profileId, night, resting.get(night.localDate) ?? null),
      ]),
    ),
    hrvNights: hrvBodies(owner, [...nights.values()]),
    days,
    findHeartRateDay: (localDate) => {
      const summary = days.get(localDate);
      const context = contexts.get(localDate);
      return summary && context ? heartRateBody(summary, context) : null;
    },
    snapshots: generated.snapshots.map((item) => snapshotBody(item, dateOf(item), owner.timeZone)),
    dailyStats: new Map(),
    exact: new Map(),
    profile: accountProfile(owner, athlete),
  };
}

function hrvBodies(owner: Owner, nights: readonly DatedNight[]): AccountRecords["hrvNights"] {
  const bodies: AccountRecords["hrvNights"] = new Map();
  const earlier: { localDate: LocalDate; hrvRmssdMs: number }[] = [];
  for (const night of nights) {
    const { localDate, hrvRmssdMs } = night;
    if (hrvRmssdMs === null) continue;
    bodies.set(localDate, hrvBody(owner.profileId, night, hrvRmssdMs, earlier));
    earlier.push({ localDate, hrvRmssdMs });
  }
  return bodies;
}

function dayContexts(
  owner: Owner,
  generated: GeneratedAthlete,
  nights: ReadonlyMap<LocalDate, DatedNight>,
  dateOf: (item: { dayIndex: number }) => LocalDate,
): Map<LocalDate, DayContext> {
  const maxByDay = new Map(generated.workouts.map((item) => [item.dayIndex, item.maxHeartRateBpm]));
  return new Map(
    generated.days.map((day, index) => {
      const week = generated.days.slice(Math.max(0, index - 6), index + 1);
      const measured = week.flatMap((item) => item.restingHeartRateBpm ?? []);
      const sum = measured.reduce((total, value) => total + value, 0);
      const localDate = dateOf(day);
      return [
        localDate,
        {
          owner,
          localDate,
          night: nights.get(localDate) ?? null,
          maxHeartRateBpm: maxByDay.get(day.dayIndex) ?? WAKING_MAX_BPM,
          weekRestingHeartRateBpm: measured.length > 0 ? Math.round(sum / measured.length) : null,
        },
      ];
    }),
  );
}
