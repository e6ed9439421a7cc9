/** Puts a recorded body where it belongs, by its shape; values stay as they were recorded. */
import type { LocalDate } from "../../../lib/days";
import { type AccountRecords, exactPlace } from "./account";
import { keepBetter } from "./better-body";
import { countValues, idOf, isList, isObject, type Json, type JsonObject, objectsOf, textOf } from "./json";
import { isServedPath } from "./routes";

/** The records of an account in the making. */
export type Shelf = {
  records: AccountRecords;
  heartRateDays: Map<LocalDate, JsonObject>;
  snapshots: Map<string, JsonObject>;
};

const DAILY_STATS_PATH = /^\/usersummary-service\/stats\/(stress|steps|hydration)\/daily\//;

/** Names of the unofficial sleep range, and of the night's own body. */
const SLEEP_STATS_NAMES: Record<string, string> = {
  totalSleepTimeInSeconds: "sleepTimeSeconds",
  deepTime: "deepSleepSeconds",
  lightTime: "lightSleepSeconds",
  remTime: "remSleepSeconds",
  awakeTime: "awakeSleepSeconds",
  avgHeartRate: "avgHeartRate",
  gmtSleepStartTimeInMillis: "sleepStartTimestampGMT",
  gmtSleepEndTimeInMillis: "sleepEndTimestampGMT",
  localSleepStartTimeInMillis: "sleepStartTimestampLocal",
  localSleepEndTimeInMillis: "sleepEndTimestampLocal",
};

export function createShelf(): Shelf {
  const heartRateDays: Shelf["heartRateDays"] = new Map();
  return {
    heartRateDays,
    snapshots: new Map(),
    records: {
      activityEntries: new Map(),
      activityDetails: new Map(),
      nights: new Map(),
      hrvNights: new Map(),
      days: new Map(),
      findHeartRateDay: (localDate) => heartRateDays.get(localDate) ?? null,
      snapshots: [],
      dailyStats: new Map(),
      exact: new Map(),
      profile: { profileSettings: {}, userSettings: {}, socialProfile: {}, heartRateZones: [] },
    },
  };
}

/** @returns whether the body is of a kind that is served */
export function sortBody(shelf: Shelf, url: URL, body: Json): boolean {
  const stats = DAILY_STATS_PATH.exec(url.pathname)?.[1];
  if (stats) return sortDailyStats(shelf.records, stats, objectsOf(body));
  if (isObject(body) && (sortProfile(shelf.records, body) || sortItem(shelf, body))) return true;
  const isSorted = isList(body) && sortZones(shelf.records, objectsOf(body));
  if (isSorted || sortItems(shelf, body)) return true;
  return keepExact(shelf.records, url, body);
}

/** The things of a list, or of a list inside a wrapper such as `data`, `hrvSummaries` or `individualStats`. */
function sortItems(shelf: Shelf, body: Json): boolean {
  const lists = isObject(body) ? Object.values(body).filter(isList) : [body];
  const items = lists.flatMap(objectsOf);
  return items.map((item) => sortItem(shelf, item)).includes(true);
}

function sortItem(shelf: Shelf, item: JsonObject): boolean {
  const { records } = shelf;
  const activityId = idOf(item.activityId);
  if (activityId !== null) {
    if (isObject(item.summaryDTO)) return keep(records.activityDetails, activityId, item);
    if (isObject(item.activityType) && textOf(item.startTimeLocal))
      return keep(records.activityEntries, activityId, item);
    return false;
  }
  if (isObject(item.dailySleepDTO))
    return keep(records.nights, textOf(item.dailySleepDTO.calendarDate), item);
  if (isObject(item.hrvSummary)) return keep(records.hrvNights, textOf(item.hrvSummary.calendarDate), item);
  const localDate = textOf(item.calendarDate);
  if (localDate === null) return false;
  if (hasSnapshotPairs(item)) return keepSnapshot(shelf, item, localDate);
  if ("heartRateValues" in item) return keep(shelf.heartRateDays, localDate, item);
  if ("lastNightAvg" in item)
    return keep(records.hrvNights, localDate, { hrvSummary: item, hrvReadings: [] });
  if ("sleepTimeSeconds" in item) return keep(records.nights, localDate, { dailySleepDTO: item });
  if (isObject(item.values)) return keepSleepStats(records, localDate, item.values);
  if ("totalKilocalories" in item) return keep(records.days, localDate, item);
  return false;
}

function keep(held: Map<string, JsonObject>, key: string | null, body: JsonObject): boolean {
  if (key === null) return false;
  keepBetter(held, key, body);
  return true;
}

function hasSnapshotPairs(item: JsonObject): boolean {
  return Object.values(item).some((value) =>
    objectsOf(value).some((pair) => textOf(pair.summaryType) !== null),
  );
}

function keepSnapshot(shelf: Shelf, item: JsonObject, localDate: LocalDate): boolean {
  keepBetter(shelf.snapshots, `${localDate}/${textOf(item.startTimestampGMT) ?? ""}`, item);
  shelf.records.snapshots = [...shelf.snapshots.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, body]) => body);
  return true;
}

/** A night known only by the unofficial range: the same values under the night's own names. */
function keepSleepStats(records: AccountRecords, localDate: LocalDate, values: JsonObject): boolean {
  if (!("totalSleepTimeInSeconds" in values)) return false;
  const dto = Object.entries(SLEEP_STATS_NAMES).map(([from, to]): [string, Json] => [
    to,
    values[from] ?? null,
  ]);
  return keep(records.nights, localDate, {
    dailySleepDTO: { calendarDate: localDate, ...Object.fromEntries(dto) },
    restingHeartRate: values.restingHeartRate ?? null,
  });
}

function sortProfile(records: AccountRecords, body: JsonObject): boolean {
  const { profile } = records;
  const place = isObject(body.userData)
    ? "userSettings"
    : !textOf(body.displayName)
      ? null
      : "profileId" in body
        ? "socialProfile"
        : "profileSettings";
  if (place === null) return false;
  const held = new Map([[place, profile[place]]]);
  keepBetter(held, place, body);
  profile[place] = held.get(place) ?? body;
  return true;
}

function sortZones(records: AccountRecords, zones: JsonObject[]): boolean {
  if (!zones.some((item) => "zone1Floor" in item)) return false;
  if (countValues(zones) > countValues(records.profile.heartRateZones))
    records.profile.heartRateZones = zones;
  return true;
}

function sortDailyStats(records: AccountRecords, kind: string, items: JsonObject[]): boolean {
  const held = records.dailyStats.get(kind) ?? new Map<LocalDate, JsonObject>();
  records.dailyStats.set(kind, held);
  return items.map((item) => keep(held, textOf(item.calendarDate), item)).includes(true);
}

/** A body of a served path that isn't taken apart is served to the same path and query. */
function keepExact(records: AccountRecords, url: URL, body: Json): boolean {
  const kept = isObject(body) ? body : isList(body) ? objectsOf(body) : null;
  if (kept === null || countValues(kept) === 0 || !isServedPath(url.pathname)) return false;
  records.exact.set(exactPlace(url.pathname, url.searchParams), kept);
  return true;
}
