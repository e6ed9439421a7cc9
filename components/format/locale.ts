/** How a reader writes dates and where their week starts, from what the browser says. */
import { DEFAULT_LOCALE } from "@/components/format/measures";

/** The first English variant the browser asks for: the words are English, dates follow the reader. */
export function pickLocale(acceptLanguage: string | null): string {
  const tags = (acceptLanguage ?? "").split(",").map((part) => part.split(";")[0]?.trim() ?? "");
  const english = tags.find((tag) => /^en-[A-Z]{2}$/.test(tag));
  return english ?? DEFAULT_LOCALE;
}

/** Regions whose calendars begin on Sunday, of those that write English (CLDR week data). */
const SUNDAY_REGIONS = new Set([
  "US",
  "CA",
  "IN",
  "ZA",
  "PH",
  "HK",
  "SG",
  "JM",
  "KE",
  "ZW",
  "BZ",
  "BW",
  "TT",
  "BS",
  "MT",
  "PK",
]);

/** 1 Monday to 7 Sunday. */
export function firstWeekday(locale: string): 1 | 7 {
  return SUNDAY_REGIONS.has(locale.split("-")[1] ?? "") ? 7 : 1;
}
