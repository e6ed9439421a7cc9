/** One Garmin account of the simulator: what it holds, in Garmin's own shapes. */
import type { LocalDate } from "../../../lib/days";
import type { JsonObject } from "./json";

/** Bodies by what they are about. Both generated accounts and recordings come down to this. */
export type AccountRecords = {
  /** Entries of the activity list, by activity id. */
  activityEntries: Map<string, JsonObject>;
  /** Activity details, by activity id. */
  activityDetails: Map<string, JsonObject>;
  /** Whole sleep bodies (`dailySleepDTO` and what lies beside it), by calendar date. */
  nights: Map<LocalDate, JsonObject>;
  /** Whole HRV bodies (`hrvSummary` and readings), by calendar date. */
  hrvNights: Map<LocalDate, JsonObject>;
  /** Day summaries as `usersummary/daily` gives them, by calendar date. */
  days: Map<LocalDate, JsonObject>;
  /** `null` = nothing for that date. Made on demand: a day holds hundreds of readings. */
  findHeartRateDay: (localDate: LocalDate) => JsonObject | null;
  /** Health Snapshots, oldest first. */
  snapshots: JsonObject[];
  /** Other daily statistics (`stress`, `steps`, ...), by kind and calendar date. */
  dailyStats: Map<string, Map<LocalDate, JsonObject>>;
  /** Bodies that are served as they are, by path and query: see `exactPlace`. */
  exact: Map<string, JsonObject | JsonObject[]>;
  profile: AccountProfile;
};

export type AccountProfile = {
  profileSettings: JsonObject;
  userSettings: JsonObject;
  socialProfile: JsonObject;
  heartRateZones: JsonObject[];
};

export type Account = {
  externalUserId: string;
  displayName: string;
  profileName: string;
  timeZone: string;
  records: AccountRecords;
  /** Nights that have not come in yet. */
  lateNights: Set<LocalDate>;
  /** Whether dates after "today" are held back; recordings lie where they lie. */
  endsToday: boolean;
};

/** An account as it looks on a date: what lies after it, and nights still on the watch, are not there. */
export type AccountView = Account & { today: LocalDate };

export function isDateServed(view: AccountView, localDate: LocalDate): boolean {
  return !view.endsToday || localDate <= view.today;
}

export function isNightServed(view: AccountView, localDate: LocalDate): boolean {
  return isDateServed(view, localDate) && !view.lateNights.has(localDate);
}

/** One key for the same path and query, whatever the order of the query. */
export function exactPlace(path: string, query: URLSearchParams): string {
  const sorted = [...query.entries()].map(([name, value]) => `${name}=${value}`).sort();
  return `${path.replace(/\/$/, "")}?${sorted.join("&")}`;
}
