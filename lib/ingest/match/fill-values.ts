/** The values of a workout out of its copies: the leading one's, gaps filled from the others. Pure. */
import type { Channel } from "@/lib/records/recording";

/**
 * Kinds of values for which an athlete may prefer a source, each with its fields. The first
 * field decides which copy the group comes from: values that only make sense together stay together.
 */
export const VALUE_GROUPS = {
  name: [["name"]],
  distance: [["distanceMeters"]],
  moving_time: [["movingSeconds"], ["timerSeconds"]],
  heart_rate: [
    ["averageHeartRateBpm"],
    ["maxHeartRateBpm"],
    ["heartRateZoneSeconds", "heartRateZoneLowerBpm"],
  ],
  power: [["averagePowerWatts"], ["maxPowerWatts"], ["normalizedPowerWatts"]],
  cadence: [["averageCadenceStepsPerMinute"]],
  elevation: [["elevationGainMeters"], ["elevationLossMeters"]],
  effort: [["rpe"], ["feelPercent"], ["aerobicTrainingEffect"], ["anaerobicTrainingEffect"]],
  energy: [["activeEnergyKilocalories"], ["restingEnergyKilocalories"], ["totalEnergyKilocalories"]],
  fluids: [["sweatLossMilliliters"], ["fluidIntakeMilliliters"], ["fluidBalanceMilliliters"]],
} as const;
export type ValueGroup = keyof typeof VALUE_GROUPS;
export const VALUE_GROUP_NAMES = Object.keys(VALUE_GROUPS).filter(isValueGroup);

export function isValueGroup(name: string): name is ValueGroup {
  return Object.hasOwn(VALUE_GROUPS, name);
}

/** One copy: its values under the names of the columns. */
export type Copy = { id: string; channel: Channel; values: Readonly<Record<string, unknown>> };

export type FilledWorkout = {
  primaryRecordingId: string;
  values: Record<string, unknown>;
  /** Field name to channel, for what is not of the leading copy. */
  filledFrom: Record<string, Channel>;
};

/** @param copies the leading one first, none of them empty-handed guests */
export function fillValues(
  copies: readonly [Copy, ...Copy[]],
  preferred: ReadonlyMap<string, string>,
): FilledWorkout {
  const [primary] = copies;
  const filled: FilledWorkout = {
    primaryRecordingId: primary.id,
    values: { ...primary.values },
    filledFrom: {},
  };
  for (const group of VALUE_GROUP_NAMES) {
    const channel = preferred.get(group);
    const ranked =
      channel === undefined ? copies : copies.toSorted((a, b) => rank(a, channel) - rank(b, channel));
    for (const fields of VALUE_GROUPS[group]) take(filled, fields, ranked, primary);
  }
  return filled;
}

const rank = (copy: Copy, channel: string) => (copy.channel === channel ? 0 : 1);

function take(
  filled: FilledWorkout,
  fields: readonly string[],
  ranked: readonly Copy[],
  primary: Copy,
): void {
  const [decisive = ""] = fields;
  const source = ranked.find(({ values }) => isThere(values[decisive]));
  if (!source || source === primary) return;
  for (const field of fields) {
    filled.values[field] = source.values[field];
    if (isThere(source.values[field])) filled.filledFrom[field] = source.channel;
  }
}

/** `null` and an empty list mean "not measured". */
function isThere(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
