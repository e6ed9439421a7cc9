/** One lap of a recording, as the device or the file has it. Splits that we compute are no laps. */
import { z } from "zod";

const measured = z.number().nonnegative().nullable();
const heartRate = z.number().positive().nullable();

/** `null` means that the source did not measure it; zero means that it measured zero. */
export const Lap = z.object({
  /** From 0, in the order run. */
  lapIndex: z.number().int().nonnegative(),
  startedAt: z.date(),
  elapsedSeconds: z.number().nonnegative(),
  /** Where the source tells no moving time: with the timer on. */
  movingSeconds: measured,
  distanceMeters: measured,
  averageHeartRateBpm: heartRate,
  maxHeartRateBpm: heartRate,
  averagePowerWatts: measured,
  /** Both feet. */
  averageCadenceStepsPerMinute: measured,
  elevationGainMeters: measured,
});
export type Lap = z.infer<typeof Lap>;
