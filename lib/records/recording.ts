/** One source's copy of a workout, normalized: SI units, UTC instant, offset and local date. */
import { z } from "zod";
import { LocalDate } from "@/lib/days";

/** In the order in which they lead: see lib/ingest/match/primary.ts. */
export const CHANNELS = [
  "garmin",
  "garmin-export",
  "file",
  "strava-export",
  "strava",
  "earlier-system",
] as const;
/** Where a row came from. All live ways into Garmin are one channel. */
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

export const SPORTS = ["run", "ride", "swim", "walk", "strength", "other"] as const;
export const Sport = z.enum(SPORTS);
export type Sport = z.infer<typeof Sport>;

const measured = z.number().nonnegative().nullable();

/** `null` means that the source did not measure it; zero means that it measured zero. */
export const Recording = z.object({
  channel: Channel,
  /** The provider's own id, as text. */
  externalId: z.string().min(1),
  /** The id under which the source got it from another one: Strava's `external_id`. */
  originId: z.string().nullable().optional(),
  sport: Sport,
  /** The provider's own type key, such as `trail_running`. */
  sportDetail: z.string(),
  name: z.string().nullable(),
  startedAt: z.date(),
  /** False when the source hides the time of day; absent means known. */
  isStartTimeKnown: z.boolean().optional(),
  /** Offset of local time from UTC at the start. */
  utcOffsetSeconds: z.number().int().nullable(),
  /** Local date at the start. */
  localDate: LocalDate,
  elapsedSeconds: z.number().nonnegative(),
  /** Time with the timer on: elapsed less pauses. */
  timerSeconds: measured,
  movingSeconds: measured,
  distanceMeters: measured,
  elevationGainMeters: measured,
  elevationLossMeters: measured,
  averageHeartRateBpm: z.number().positive().nullable(),
  maxHeartRateBpm: z.number().positive().nullable(),
  /** Seconds in zones 1 to 5; empty when not measured. */
  heartRateZoneSeconds: z.array(z.number().nonnegative()),
  /** Lower bounds of zones 1 to 5; empty when not known. */
  heartRateZoneLowerBpm: z.array(z.number().int().nonnegative()),
  averagePowerWatts: measured,
  maxPowerWatts: measured,
  normalizedPowerWatts: measured,
  /** Both feet. */
  averageCadenceStepsPerMinute: measured,
  /** 0 to 10, the athlete's own rating. */
  rpe: z.number().min(0).max(10).nullable(),
  /** 0 very weak, 25 weak, 50 normal, 75 strong, 100 very strong. */
  feelPercent: z.number().int().min(0).max(100).nullable(),
  aerobicTrainingEffect: measured,
  anaerobicTrainingEffect: measured,
  activeEnergyKilocalories: measured,
  restingEnergyKilocalories: measured,
  totalEnergyKilocalories: measured,
  sweatLossMilliliters: measured,
  fluidIntakeMilliliters: measured,
  /** Drunk minus lost; below zero when more was lost. */
  fluidBalanceMilliliters: z.number().nullable(),
  deviceId: z.string().nullable(),
  manufacturer: z.string().nullable(),
  isManual: z.boolean(),
  isMultisportParent: z.boolean(),
  parentExternalId: z.string().nullable(),
  /** When the detail (RPE, feel) was read; `null` while only the list entry is known. */
  detailReadAt: z.date().nullable(),
});
export type Recording = z.infer<typeof Recording>;
