/** Which channel's value counts on a day. Pure. */

import type { LocalDate } from "@/lib/days";
import type { ResolvedDay, SourceDay } from "@/lib/db/recovery";
import type { RecoveryValues } from "@/lib/records/night";
import { CHANNELS } from "@/lib/records/recording";

/** Values that only make sense together come from one channel: the one that has the first of them. */
const FIELD_GROUPS: readonly (readonly [keyof RecoveryValues, ...(keyof RecoveryValues)[]])[] = [
  ["sleepStartedAt", "sleepEndedAt", "sleepUtcOffsetSeconds"],
  ["sleepSeconds"],
  ["inBedSeconds"],
  ["hrvRmssdMs"],
  ["overnightAverageHeartRateBpm"],
  ["restingHeartRateBpm"],
  ["activeEnergyKilocalories"],
  ["restingEnergyKilocalories"],
  ["totalEnergyKilocalories"],
  ["garminHrvStatus"],
];

const NOTHING_MEASURED: RecoveryValues = {
  sleepSeconds: null,
  inBedSeconds: null,
  sleepStartedAt: null,
  sleepEndedAt: null,
  sleepUtcOffsetSeconds: null,
  hrvRmssdMs: null,
  overnightAverageHeartRateBpm: null,
  restingHeartRateBpm: null,
  activeEnergyKilocalories: null,
  restingEnergyKilocalories: null,
  totalEnergyKilocalories: null,
  garminHrvStatus: null,
};

/** One resolved day for each date that any channel speaks of; channels lead in the order of CHANNELS. */
export function resolveDays(sources: readonly SourceDay[]): ResolvedDay[] {
  const byDate = new Map<LocalDate, SourceDay[]>();
  for (const source of sources) {
    const ofDate = byDate.get(source.localDate);
    if (ofDate) ofDate.push(source);
    else byDate.set(source.localDate, [source]);
  }
  return [...byDate].map(([localDate, ofDate]) => resolveDay(localDate, ofDate));
}

function resolveDay(localDate: LocalDate, sources: readonly SourceDay[]): ResolvedDay {
  const ranked = sources.toSorted((a, b) => CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel));
  const day: ResolvedDay = { ...NOTHING_MEASURED, localDate, channels: {} };
  for (const group of FIELD_GROUPS) {
    const leader = ranked.find((source) => source[group[0]] !== null);
    if (!leader) continue;
    for (const field of group) {
      if (leader[field] === null) continue;
      take(day, leader, field);
      day.channels[field] = leader.channel;
    }
  }
  return day;
}

function take<Field extends keyof RecoveryValues>(
  day: RecoveryValues,
  source: RecoveryValues,
  field: Field,
): void {
  day[field] = source[field];
}
