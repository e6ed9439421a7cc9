/** What a source says of a night and a day. Durations in seconds, instants in UTC. */
import { z } from "zod";
import { LocalDate } from "@/lib/days";
import { Channel } from "@/lib/records/recording";

/** A main night, a second night or a nap. */
export const SleepSession = z.object({
  channel: Channel,
  /** The provider's date of the night: the local date at wake-up. */
  localDate: LocalDate,
  startedAt: z.date(),
  endedAt: z.date(),
  /** At wake-up. */
  utcOffsetSeconds: z.number().int().nullable(),
  kind: z.enum(["main", "second", "nap"]),
  /** Deep, light and REM together; awake time is not in it. */
  sleepSeconds: z.number().int().nonnegative().nullable(),
  inBedSeconds: z.number().int().nonnegative().nullable(),
  confirmation: z.string().nullable(),
});
export type SleepSession = z.infer<typeof SleepSession>;

/** One channel's values of one day; each is `null` when the source did not measure it. */
export const RecoveryValues = z.object({
  sleepSeconds: z.number().int().nonnegative().nullable(),
  inBedSeconds: z.number().int().nonnegative().nullable(),
  sleepStartedAt: z.date().nullable(),
  sleepEndedAt: z.date().nullable(),
  sleepUtcOffsetSeconds: z.number().int().nullable(),
  /** Overnight average rMSSD. Never SDNN. */
  hrvRmssdMs: z.number().positive().nullable(),
  overnightAverageHeartRateBpm: z.number().positive().nullable(),
  restingHeartRateBpm: z.number().positive().nullable(),
  activeEnergyKilocalories: z.number().nonnegative().nullable(),
  restingEnergyKilocalories: z.number().nonnegative().nullable(),
  totalEnergyKilocalories: z.number().nonnegative().nullable(),
  /** The watch's own word (BALANCED, UNBALANCED, LOW, POOR, NONE), shown beside ours. */
  garminHrvStatus: z.string().nullable(),
});
export type RecoveryValues = z.infer<typeof RecoveryValues>;

/** Some values of one day: a key that is absent was not asked for and replaces nothing. */
export type RecoveryDayUpdate = { localDate: LocalDate } & Partial<RecoveryValues>;

/** A two-minute rest recording. Never a night's value. */
export const HealthSnapshot = z.object({
  channel: Channel,
  externalId: z.string().nullable(),
  startedAt: z.date(),
  utcOffsetSeconds: z.number().int().nullable(),
  localDate: LocalDate,
  hrvRmssdMs: z.number().positive().nullable(),
  /** Over all beats; labelled SDRR, never compared with a 24-hour SDNN. */
  hrvSdrrMs: z.number().positive().nullable(),
  averageHeartRateBpm: z.number().positive().nullable(),
});
export type HealthSnapshot = z.infer<typeof HealthSnapshot>;
