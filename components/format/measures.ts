/**
 * Numbers as people read them, always from stored SI units. The locale is an argument, so
 * that server and browser write the same text. `null` becomes a dash: not measured.
 */
import {
  metersPerUnit,
  metersToFeet,
  millilitersToFluidOunces,
  paceSeconds,
  speedPerHour,
  type Units,
} from "@/lib/units";

export const DEFAULT_LOCALE = "en-GB";
/** What stands where nothing was measured. */
export const NOT_MEASURED = "–";

/** A number and its unit apart, for figures that draw the unit smaller. */
export type Measure = { value: string; unit: string };

export function formatNumber(value: number | null, digits = 0, locale = DEFAULT_LOCALE): string {
  if (value === null || !Number.isFinite(value)) return NOT_MEASURED;
  const text = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
  // A small loss rounds to "-0", which nobody says.
  return /^-0([.,]0*)?$/.test(text) ? text.slice(1) : text;
}

/** Two digits of a kilometer or mile under ten, one above. */
export function measureDistance(meters: number | null, units: Units, locale = DEFAULT_LOCALE): Measure {
  const unit = units === "imperial" ? "mi" : "km";
  if (meters === null) return { value: NOT_MEASURED, unit: "" };
  const distance = meters / metersPerUnit(units);
  return { value: formatNumber(distance, distance < 9.995 ? 2 : 1, locale), unit };
}

export function formatDistance(meters: number | null, units: Units, locale = DEFAULT_LOCALE): string {
  return joined(measureDistance(meters, units, locale));
}

/** `42:58` or `1:38:37`; rounded to the second first, so that 59.6 s is 1:00. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NOT_MEASURED;
  const total = Math.round(Math.max(0, seconds));
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60)];
  const rest = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Minutes for one kilometer or mile. */
export function measurePace(distanceMeters: number | null, seconds: number | null, units: Units): Measure {
  const pace = paceSeconds(distanceMeters, seconds, units);
  if (pace === null) return { value: NOT_MEASURED, unit: "" };
  return { value: formatDuration(pace), unit: units === "imperial" ? "/mi" : "/km" };
}

export function formatPace(distanceMeters: number | null, seconds: number | null, units: Units): string {
  return joined(measurePace(distanceMeters, seconds, units));
}

export function measureSpeed(
  distanceMeters: number | null,
  seconds: number | null,
  units: Units,
  locale = DEFAULT_LOCALE,
): Measure {
  const speed = speedPerHour(distanceMeters, seconds, units);
  if (speed === null) return { value: NOT_MEASURED, unit: "" };
  return { value: formatNumber(speed, 1, locale), unit: units === "imperial" ? "mph" : "km/h" };
}

/** Heights: meters or feet, whole. */
export function measureClimb(meters: number | null, units: Units, locale = DEFAULT_LOCALE): Measure {
  if (meters === null) return { value: NOT_MEASURED, unit: "" };
  return units === "imperial"
    ? { value: formatNumber(metersToFeet(meters), 0, locale), unit: "ft" }
    : { value: formatNumber(meters, 0, locale), unit: "m" };
}

export function formatFluid(milliliters: number | null, units: Units, locale = DEFAULT_LOCALE): string {
  if (milliliters === null) return NOT_MEASURED;
  return units === "imperial"
    ? `${formatNumber(millilitersToFluidOunces(milliliters), 0, locale)} fl oz`
    : `${formatNumber(milliliters, 0, locale)} ml`;
}

function joined({ value, unit }: Measure): string {
  return unit === "" ? value : `${value} ${unit}`;
}
