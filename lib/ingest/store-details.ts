/** Laps and curves of recordings that are stored already. */
import type { Queryable } from "@/lib/db/client";
import { replaceCurves, replaceLaps } from "@/lib/db/laps-curves";
import { findRecordingIds } from "@/lib/db/recordings";
import { type Curve, encodeCurve } from "@/lib/records/curve";
import type { Lap } from "@/lib/records/lap";
import type { Channel } from "@/lib/records/recording";

export type RecordingDetails = { externalId: string; laps: readonly Lap[]; curve: Curve | null };

/**
 * Makes these the laps and curves of the channel's recordings, all in the caller's
 * transaction. Storing the same again writes nothing; a recording that is not stored is
 * left out. @returns the recordings' ids by the channel's own id
 */
export async function storeDetails(
  athleteId: string,
  channel: Channel,
  details: readonly RecordingDetails[],
  tx: Queryable,
): Promise<Map<string, string>> {
  const ids = await findRecordingIds(
    athleteId,
    channel,
    details.map(({ externalId }) => externalId),
    tx,
  );
  const known = details.flatMap((detail) => {
    const recordingId = ids.get(detail.externalId);
    return recordingId === undefined ? [] : [{ ...detail, recordingId }];
  });
  const recordingIds = known.map(({ recordingId }) => recordingId);
  const laps = known.flatMap(({ recordingId, laps }) => laps.map((lap) => ({ ...lap, recordingId })));
  const curves = known.flatMap(({ recordingId, curve }) =>
    curve === null ? [] : encodeCurve(curve).map((channelOfIt) => ({ ...channelOfIt, recordingId })),
  );
  if (recordingIds.length === 0) return ids;
  await replaceLaps(athleteId, recordingIds, laps, tx);
  await replaceCurves(athleteId, recordingIds, curves, tx);
  return ids;
}
