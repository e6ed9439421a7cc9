import type { Sport } from "@/lib/records/recording";

const SPORT_NAMES: Record<Sport, { one: string; many: string }> = {
  run: { one: "Run", many: "Runs" },
  ride: { one: "Ride", many: "Rides" },
  swim: { one: "Swim", many: "Swims" },
  walk: { one: "Walk", many: "Walks" },
  strength: { one: "Strength", many: "Strength" },
  other: { one: "Workout", many: "Others" },
};

export function formatSport(sport: Sport): string {
  return SPORT_NAMES[sport].one;
}

export function formatSports(sport: Sport | "all"): string {
  return sport === "all" ? "All" : SPORT_NAMES[sport].many;
}

/** The athlete's name of a workout, or the provider's type in words: "trail_running" is "Trail running". */
export function formatWorkoutName(workout: {
  name: string | null;
  sport: Sport;
  sportDetail: string;
}): string {
  if (workout.name !== null && workout.name.trim() !== "") return workout.name;
  const words = workout.sportDetail.replaceAll("_", " ").trim();
  return words === "" ? formatSport(workout.sport) : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Paces are for those on foot; others are said in speed. */
export function hasPace(sport: Sport): boolean {
  return sport === "run" || sport === "walk";
}
