/** How the groups of the roster are called. */
import type { StateTone } from "@/components/ui";
import type { RosterGroupName } from "@/lib/insights/roster-row";

export const GROUP_TITLES: Record<RosterGroupName, string> = {
  strong: "Talk today",
  watch: "Keep an eye on",
  broken: "Connection broken: nothing arrives",
  stale: "Not synced: find out why",
  learning: "Learning",
  seen: "Seen",
  usual: "Usual",
  unshared: "Not shared",
};

/** After a number. */
export const GROUP_WORDS: Record<RosterGroupName, string> = {
  strong: "strong signal",
  watch: "watch",
  broken: "broken",
  stale: "not synced",
  learning: "learning",
  seen: "seen",
  usual: "usual",
  unshared: "not shared",
};

export const GROUP_TONES: Record<RosterGroupName, StateTone> = {
  strong: "strong",
  watch: "watch",
  broken: "nodata",
  stale: "nodata",
  learning: "nodata",
  seen: "nodata",
  usual: "usual",
  unshared: "nodata",
};
