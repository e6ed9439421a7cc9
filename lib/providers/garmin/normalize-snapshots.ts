/** Turns Garmin's Health Snapshots into ours. Pure. Never a night's value. */
import type { WellnessActivity } from "@/lib/providers/garmin/schemas";
import { clockMs, offsetSeconds, positive } from "@/lib/providers/garmin/values";
import { HealthSnapshot } from "@/lib/records/night";

const HEALTH_SNAPSHOT = "HEALTH_MONITORING";

export function isOtherWellnessActivity(kind: string | null | undefined): boolean {
  return typeof kind === "string" && kind !== HEALTH_SNAPSHOT;
}

/**
 * @returns null for an entry that measured nothing of what we read, or that does not say
 *   its kind and has no heart rate variability, which only a snapshot has
 */
export function normalizeSnapshot(source: WellnessActivity): HealthSnapshot | null {
  const pairs = source.summaryTypeDataList ?? source.summaries ?? [];
  const average = (type: string) =>
    positive(pairs.find((pair) => pair.summaryType.toUpperCase() === type)?.avgValue);
  const values = {
    hrvRmssdMs: average("RMSSD_HRV"),
    hrvSdrrMs: average("SDRR_HRV"),
    averageHeartRateBpm: average("HEART_RATE"),
  };
  const hasHrv = values.hrvRmssdMs !== null || values.hrvSdrrMs !== null;
  const isNamedSnapshot =
    source.wellnessActivityType === HEALTH_SNAPSHOT && values.averageHeartRateBpm !== null;
  if (!hasHrv && !isNamedSnapshot) return null;
  const uuid = typeof source.activityUuid === "object" ? source.activityUuid?.uuid : source.activityUuid;
  return HealthSnapshot.parse({
    channel: "garmin",
    externalId: uuid ?? null,
    startedAt: new Date(clockMs(source.startTimestampGMT)),
    utcOffsetSeconds: offsetSeconds(source.startTimestampLocal, source.startTimestampGMT),
    localDate: source.calendarDate,
    ...values,
  });
}
