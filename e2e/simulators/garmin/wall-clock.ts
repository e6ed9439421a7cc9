/** Local wall clock and instants, in the ways Garmin writes them. */
import type { LocalDate } from "../../../lib/days";

export type Moment = {
  gmtMs: number;
  /** The wall clock's reading, packed as if it were UTC. */
  localMs: number;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at an instant. */
export function zoneOffsetMs(timeZone: string, gmtMs: number): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formatters.set(timeZone, formatter);
  }
  const name = formatter.formatToParts(gmtMs).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

/** The moment at which the wall clock shows so many minutes after (or before) a date's midnight. */
export function momentAtLocal(timeZone: string, localDate: LocalDate, minutes: number): Moment {
  const localMs = Date.parse(`${localDate}T00:00:00Z`) + Math.round(minutes * 60_000);
  const guessMs = localMs - zoneOffsetMs(timeZone, localMs);
  return momentAtInstant(timeZone, localMs - zoneOffsetMs(timeZone, guessMs));
}

export function momentAtInstant(timeZone: string, gmtMs: number): Moment {
  return { gmtMs, localMs: gmtMs + zoneOffsetMs(timeZone, gmtMs) };
}

/** `2026-01-08 08:10:21`: the activity list. */
export function spacedStamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

/** `2026-01-08T08:10:21.0`: details and daily bodies. */
export function tenthsStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.0`;
}
