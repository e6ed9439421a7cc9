import { lockAthlete } from "@/lib/db/athlete-lock";
import type { Queryable } from "@/lib/db/client";
import { deleteChannelDays, deleteChannelRecordings } from "@/lib/db/forget-channel";
import { resolveWorkouts } from "@/lib/ingest/resolve-workouts";
import { resolveRecoveryDays } from "@/lib/ingest/store-recovery";
import type { Channel } from "@/lib/records/recording";

/**
 * Removes what a channel brought and decides anew what counts.
 * @returns the earliest date that changed, from which the daily metrics are to be computed again
 */
export async function forgetChannel(
  athleteId: string,
  channel: Channel,
  tx: Queryable,
): Promise<string | null> {
  await lockAthlete(athleteId, tx);
  const dates = await deleteChannelDays(athleteId, channel, tx);
  const leading = await deleteChannelRecordings(athleteId, channel, tx);
  await resolveWorkouts(athleteId, leading, tx);
  await resolveRecoveryDays(athleteId, dates, tx);
  return dates[0] ?? null;
}
