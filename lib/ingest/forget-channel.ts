import { lockAthlete } from "@/lib/db/athlete-lock";
import type { Queryable } from "@/lib/db/client";
import { deleteChannelDays, listRecordingIdsOfChannel } from "@/lib/db/forget-channel";
import { deleteUnusedOriginalFiles } from "@/lib/db/original-files";
import { removeRecordings } from "@/lib/ingest/remove-recordings";
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
  await resolveRecoveryDays(athleteId, dates, tx);
  const recordingIds = await listRecordingIdsOfChannel(athleteId, channel, tx);
  const workoutDates = await removeRecordings(athleteId, recordingIds, tx);
  await deleteUnusedOriginalFiles(athleteId, tx);
  return [...dates, ...workoutDates].sort()[0] ?? null;
}
