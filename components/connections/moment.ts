import { formatInstant, formatLocalDate, formatTime } from "@/components/format";
import { addDays, localDateIn } from "@/lib/days";

/** Whose clock and calendar a sentence follows. */
export type Reader = { timeZone: string; locale: string; now: Date };

/** "today 09:40", "yesterday 18:04", "tomorrow 03:10", "26 May, 18:04". */
export function momentWords(instant: Date, { timeZone, locale, now }: Reader): string {
  const today = localDateIn(timeZone, now);
  const day = localDateIn(timeZone, instant);
  const time = formatTime(instant, timeZone, locale);
  if (day === today) return `today ${time}`;
  if (day === addDays(today, -1)) return `yesterday ${time}`;
  if (day === addDays(today, 1)) return `tomorrow ${time}`;
  return formatInstant(instant, timeZone, locale);
}

/** "31 May 2027". */
export function dateWords(instant: Date, { timeZone, locale }: Reader): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone }).format(
    instant,
  );
}

/** "last night" or "today" for the newest day, otherwise the day itself. */
export function dayWords(
  localDate: string,
  kind: "night" | "day",
  { timeZone, locale, now }: Reader,
): string {
  const today = localDateIn(timeZone, now);
  if (localDate >= today) return kind === "night" ? "last night" : "today";
  if (localDate === addDays(today, -1)) return kind === "night" ? "the night before last" : "yesterday";
  return `${kind === "night" ? "night to " : ""}${formatLocalDate(localDate, locale)}`;
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
