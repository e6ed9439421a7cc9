/** What formulas lack of a person, for pages that say so with the field to fill. */
import type { LocalDate } from "@/lib/days";
import { listAthleteSettings } from "@/lib/db/athlete-settings";
import { findSexOfAthlete } from "@/lib/db/insight-inputs";
import { settingOn } from "@/lib/insights/athlete-numbers";

export type MissingNumber = {
  field: "maxHeartRateBpm" | "sex" | "thresholdHeartRateBpm" | "thresholdSpeedMetersPerSecond";
  /** Without it nothing is computed from heart rate; the others only make it better. */
  isNeeded: boolean;
  text: string;
};

/** Those that are not said on that day, the needed first. */
export async function findMissingNumbers(athleteId: string, on: LocalDate): Promise<MissingNumber[]> {
  const [settings, sex] = await Promise.all([listAthleteSettings(athleteId), findSexOfAthlete(athleteId)]);
  const missing: MissingNumber[] = [];
  if (settingOn(settings, "maxHeartRateBpm", on) === null) {
    missing.push({
      field: "maxHeartRateBpm",
      isNeeded: true,
      text: "Without your maximum heart rate no load can be computed from heart rate.",
    });
  }
  if (sex === null) {
    missing.push({
      field: "sex",
      isNeeded: false,
      text: "Sex is not said, so load is the mean of the formulas for women and men.",
    });
  }
  if (settingOn(settings, "thresholdHeartRateBpm", on) === null) {
    missing.push({
      field: "thresholdHeartRateBpm",
      isNeeded: false,
      text: "Threshold heart rate is not said, so 85 % of the reserve stands for it.",
    });
  }
  return missing;
}
