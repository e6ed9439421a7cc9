/** Conversions between stored SI units and what people read. Pure; `null` stays `null` at the caller. */

export type Units = "metric" | "imperial";

export const METERS_PER_KILOMETER = 1000;
export const METERS_PER_MILE = 1609.344;
const METERS_PER_FOOT = 0.3048;
const MILLILITERS_PER_FLUID_OUNCE = 29.5735295625;

/** The length of the unit in which distances are shown. */
export function metersPerUnit(units: Units): number {
  return units === "imperial" ? METERS_PER_MILE : METERS_PER_KILOMETER;
}

export function metersToFeet(meters: number): number {
  return meters / METERS_PER_FOOT;
}

export function millilitersToFluidOunces(milliliters: number): number {
  return milliliters / MILLILITERS_PER_FLUID_OUNCE;
}

/** Pace over a stretch, in seconds for one kilometer or mile; `null` where nothing was covered. */
export function paceSeconds(
  distanceMeters: number | null,
  seconds: number | null,
  units: Units,
): number | null {
  if (distanceMeters === null || seconds === null || distanceMeters <= 0 || seconds <= 0) return null;
  return (seconds / distanceMeters) * metersPerUnit(units);
}

/** Speed over a stretch, in kilometers or miles an hour; `null` where nothing was covered. */
export function speedPerHour(
  distanceMeters: number | null,
  seconds: number | null,
  units: Units,
): number | null {
  if (distanceMeters === null || seconds === null || distanceMeters <= 0 || seconds <= 0) return null;
  return (distanceMeters / metersPerUnit(units) / seconds) * 3600;
}

/** Whole hours and minutes of a span, rounded to the minute first, so that 59.6 min is 1 h 0. */
export function hoursAndMinutes(seconds: number): { hours: number; minutes: number } {
  const total = Math.round(Math.abs(seconds) / 60);
  return { hours: Math.floor(total / 60), minutes: total % 60 };
}

/** "7 h 13", "8 h" or "44 min": how spans of sleep are said in a sentence. */
export function sayHoursAndMinutes(seconds: number): string {
  const { hours, minutes } = hoursAndMinutes(seconds);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${String(minutes).padStart(2, "0")}`;
}
