/** Dates as people read them. A local date is a day on the athlete's calendar and has no zone. */
import { DEFAULT_LOCALE } from "@/components/format/measures";

type DateStyle = "short" | "shortYear" | "day" | "long" | "full" | "weekday";

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  /** 9 Mar */
  short: { day: "numeric", month: "short" },
  /** 9 Mar 2026 */
  shortYear: { day: "numeric", month: "short", year: "numeric" },
  /** Thu 28 May */
  day: { weekday: "short", day: "numeric", month: "short" },
  /** Wednesday 6 May */
  long: { weekday: "long", day: "numeric", month: "long" },
  /** Tuesday 26 May 2026 */
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  /** Saturday */
  weekday: { weekday: "long" },
};

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow; a page writes hundreds of dates in few styles. */
function cached(locale: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale} ${key}`;
  const format = FORMATS.get(name) ?? new Intl.DateTimeFormat(locale, options);
  FORMATS.set(name, format);
  return format;
}

/** British dates put a comma after the weekday in some engines and none in others: none here. */
function withoutComma(text: string, locale: string): string {
  return locale === "en-GB" ? text.replaceAll(",", "") : text;
}

/** A date of the athlete's calendar. @throws RangeError if it is no date */
export function formatLocalDate(
  localDate: string,
  locale = DEFAULT_LOCALE,
  style: DateStyle = "day",
): string {
  const noon = new Date(`${localDate}T12:00:00Z`);
  return withoutComma(cached(locale, style, { ...STYLES[style], timeZone: "UTC" }).format(noon), locale);
}

/** An instant by the clock of an IANA zone: "31 May, 09:40", by the locale's 12 or 24 hours. */
export function formatInstant(instant: Date, timeZone: string, locale = DEFAULT_LOCALE): string {
  return cached(locale, `instant ${timeZone}`, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(instant);
}

export function formatTime(instant: Date, timeZone: string, locale = DEFAULT_LOCALE): string {
  return cached(locale, `time ${timeZone}`, { hour: "2-digit", minute: "2-digit", timeZone }).format(instant);
}

/** The clock where a recording was made, `utcOffsetSeconds` ahead of UTC; UTC where that is not known. */
export function formatTimeAtOffset(
  instant: Date,
  utcOffsetSeconds: number | null,
  locale = DEFAULT_LOCALE,
): string {
  return formatTime(new Date(instant.getTime() + (utcOffsetSeconds ?? 0) * 1000), "UTC", locale);
}

/** "today", "yesterday", or the day. */
export function formatRelativeDay(localDate: string, today: string, locale = DEFAULT_LOCALE): string {
  const days = Math.round(
    (Date.parse(`${today}T00:00:00Z`) - Date.parse(`${localDate}T00:00:00Z`)) / 86_400_000,
  );
  if (days === 0) return "today";
  return days === 1 ? "yesterday" : formatLocalDate(localDate, locale, "day");
}
