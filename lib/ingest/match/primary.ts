import { compareKeys } from "@/lib/ingest/match/find-pairs";
import type { MatchRecording } from "@/lib/ingest/match/judge-pair";
import { CHANNELS } from "@/lib/records/recording";

/**
 * The order in which copies of a workout lead: what was measured before what was typed,
 * then by source, then the fuller one; the key decides between equals.
 */
export function comparePrimary(a: MatchRecording, b: MatchRecording): number {
  return (
    Number(a.isManual) - Number(b.isManual) ||
    CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel) ||
    Number(b.averageHeartRateBpm !== null) - Number(a.averageHeartRateBpm !== null) ||
    Number(b.distanceMeters !== null) - Number(a.distanceMeters !== null) ||
    b.elapsedSeconds - a.elapsedSeconds ||
    compareKeys(a, b)
  );
}
