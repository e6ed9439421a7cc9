/** The sport of a recording, in the keys that Garmin's own service uses. */
import { getFitSportName, getFitSubSportName } from "fit-file-parser/profile";
import type { Sport } from "@/lib/records/recording";

export type SportOfFile = { sport: Sport; sportDetail: string };

const RUN_DETAIL: Readonly<Record<string, string>> = {
  treadmill: "treadmill_running",
  street: "street_running",
  trail: "trail_running",
  track: "track_running",
  indoor_running: "indoor_running",
  virtual_activity: "virtual_run",
  ultra: "ultra_run",
  obstacle: "obstacle_run",
};
const RIDE_DETAIL: Readonly<Record<string, string>> = {
  road: "road_biking",
  mountain: "mountain_biking",
  indoor_cycling: "indoor_cycling",
  spin: "indoor_cycling",
  gravel_cycling: "gravel_cycling",
  cyclocross: "cyclocross",
  track_cycling: "track_cycling",
  virtual_activity: "virtual_ride",
};
const SWIM_DETAIL: Readonly<Record<string, string>> = {
  lap_swimming: "lap_swimming",
  open_water: "open_water_swimming",
};
const WALK_DETAIL: Readonly<Record<string, string>> = {
  casual_walking: "casual_walking",
  speed_walking: "speed_walking",
  indoor_walking: "indoor_walking",
};

/** What a gym's machine or an unnamed training really is, where its sub sport says so. */
const BY_SUB_SPORT: Readonly<Record<string, SportOfFile>> = {
  treadmill: { sport: "run", sportDetail: "treadmill_running" },
  indoor_running: { sport: "run", sportDetail: "indoor_running" },
  indoor_cycling: { sport: "ride", sportDetail: "indoor_cycling" },
  spin: { sport: "ride", sportDetail: "indoor_cycling" },
  indoor_walking: { sport: "walk", sportDetail: "indoor_walking" },
  lap_swimming: { sport: "swim", sportDetail: "lap_swimming" },
  strength_training: { sport: "strength", sportDetail: "strength_training" },
};

/** @param sport,subSport numbers of the FIT profile */
export function sportOfFit(sport: number | null, subSport: number | null): SportOfFile {
  const name = getFitSportName(sport) ?? "generic";
  const subName = getFitSubSportName(subSport) ?? "generic";
  switch (name) {
    case "running":
      return { sport: "run", sportDetail: RUN_DETAIL[subName] ?? "running" };
    case "cycling":
    case "e_biking":
      return { sport: "ride", sportDetail: RIDE_DETAIL[subName] ?? name };
    case "swimming":
      return { sport: "swim", sportDetail: SWIM_DETAIL[subName] ?? "swimming" };
    case "walking":
      return { sport: "walk", sportDetail: WALK_DETAIL[subName] ?? "walking" };
    case "hiking":
      return { sport: "walk", sportDetail: "hiking" };
    default:
      return BY_SUB_SPORT[subName] ?? { sport: "other", sportDetail: otherDetail(name, subName) };
  }
}

function otherDetail(name: string, subName: string): string {
  if (subName !== "generic") return subName;
  return name === "generic" ? "other" : name;
}

/** Words of GPX and TCX files. Strava writes its GPX types as numbers. */
const BY_WORD: ReadonlyMap<string, SportOfFile> = new Map<string, SportOfFile>([
  ["1", { sport: "ride", sportDetail: "cycling" }],
  ["4", { sport: "walk", sportDetail: "hiking" }],
  ["9", { sport: "run", sportDetail: "running" }],
  ["10", { sport: "walk", sportDetail: "walking" }],
  ["running", { sport: "run", sportDetail: "running" }],
  ["run", { sport: "run", sportDetail: "running" }],
  ["trailrun", { sport: "run", sportDetail: "trail_running" }],
  ["virtualrun", { sport: "run", sportDetail: "virtual_run" }],
  ["biking", { sport: "ride", sportDetail: "cycling" }],
  ["cycling", { sport: "ride", sportDetail: "cycling" }],
  ["ride", { sport: "ride", sportDetail: "cycling" }],
  ["swimming", { sport: "swim", sportDetail: "swimming" }],
  ["swim", { sport: "swim", sportDetail: "swimming" }],
  ["walking", { sport: "walk", sportDetail: "walking" }],
  ["walk", { sport: "walk", sportDetail: "walking" }],
  ["hiking", { sport: "walk", sportDetail: "hiking" }],
  ["hike", { sport: "walk", sportDetail: "hiking" }],
]);
const RUN_KEYS: ReadonlySet<string> = new Set(Object.values(RUN_DETAIL));

const LONGEST_DETAIL = 40;

export function sportOfWord(word: string | null): SportOfFile {
  const key = (word ?? "")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  if (key === "") return { sport: "other", sportDetail: "other" };
  if (RUN_KEYS.has(key)) return { sport: "run", sportDetail: key };
  const known = BY_WORD.get(key) ?? BY_WORD.get(key.replaceAll("_", ""));
  return known ?? { sport: "other", sportDetail: key.slice(0, LONGEST_DETAIL) };
}

const WITH_DISTANCE: ReadonlySet<Sport> = new Set(["run", "ride", "swim", "walk"]);
const INDOORS = /treadmill|indoor|virtual/;

/** Zero meters are a measurement only in a sport of distance, out of doors. */
export function measuredDistance({ sport, sportDetail }: SportOfFile, meters: number | null): number | null {
  if (meters === null || meters > 0) return meters;
  return WITH_DISTANCE.has(sport) && !INDOORS.test(sportDetail) ? meters : null;
}

/** Devices count the steps of one leg, and turns of the pedals under the same name. */
export function stepsPerMinute({ sport }: SportOfFile, perLeg: number | null): number | null {
  return perLeg !== null && (sport === "run" || sport === "walk") ? perLeg * 2 : null;
}
