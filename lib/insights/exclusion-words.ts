/** Why a value counts for nothing, in words. */
import type { ExclusionReason, Exclusions, NightValue } from "@/lib/recovery/plausible";

const NAMES: Record<NightValue, string> = {
  hrvRmssdMs: "HRV",
  restingHeartRateBpm: "Resting heart rate",
  overnightAverageHeartRateBpm: "Overnight heart rate",
  sleepSeconds: "Sleep",
};

const WORDS: Record<ExclusionReason, string> = {
  out_of_range: "outside of what a body does",
  below_resting: "further under resting heart rate than can be",
  jump: "more than 25 bpm away from the day before",
  partial_night: "from a night under 3 hours",
  scaled: "looks like 20 times its logarithm",
};

/** `null` when every value counts. */
export function sayExclusions(excluded: Exclusions): string | null {
  const parts = Object.entries(NAMES).flatMap(([name, label]) => {
    const reason = Object.entries(excluded).find(([key]) => key === name)?.[1];
    return reason === undefined ? [] : [`${label} left out: ${WORDS[reason]}`];
  });
  return parts.length === 0 ? null : parts.join("; ");
}
