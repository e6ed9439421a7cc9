/** Activity list, detail, workouts and original file: the same on both hosts. */
import { type AccountView, isDateServed } from "./account";
import { type Answer, bytes, json, type Route, readRange, refusal } from "./answer";
import { isObject, type JsonObject, numberOf, objectsOf, textOf } from "./json";
import { originalFileZip } from "./original-file";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

/** Type keys that may be asked for, with the id that entries name as their parent; 0 = has no children. */
const TYPE_IDS: Record<string, number> = {
  running: 1,
  cycling: 2,
  hiking: 3,
  other: 4,
  fitness_equipment: 29,
  swimming: 26,
  walking: 9,
  trail_running: 0,
  treadmill_running: 0,
  track_running: 0,
  street_running: 0,
  indoor_running: 0,
  virtual_run: 0,
  ultra_run: 0,
  obstacle_run: 0,
  road_biking: 0,
  indoor_cycling: 0,
  lap_swimming: 0,
  open_water_swimming: 0,
  strength_training: 0,
  yoga: 0,
  multi_sport: 0,
};

export const ACTIVITY_ROUTES: readonly Route[] = [
  { pattern: /^\/activitylist-service\/activities\/search\/activities$/, answer: listActivities },
  {
    pattern: /^\/activity-service\/activity\/(\d+)$/,
    answer: (view, [id = ""]) => {
      const detail = view.records.activityDetails.get(id);
      return detail && isActivityServed(view, id) ? json(detail) : refusal(404);
    },
  },
  {
    pattern: /^\/activity-service\/activity\/(\d+)\/workouts$/,
    answer: (view, [id = ""]) => (isActivityServed(view, id) ? json([]) : refusal(404)),
  },
  {
    pattern: /^\/download-service\/files\/activity\/(\d+)$/,
    answer: (view, [id = ""]) => {
      const entry = view.records.activityEntries.get(id);
      if (!entry || !view.endsToday || !isActivityServed(view, id)) return refusal(404);
      return bytes(originalFileZip(id, entry, view.records.activityDetails.get(id) ?? {}), "application/zip");
    },
  },
];

/** What the profile setting of a generated account shows of an activity on a date. */
function isActivityServed(view: AccountView, activityId: string): boolean {
  const entry = view.records.activityEntries.get(activityId);
  if (entry) return isDateServed(view, activityDate(entry));
  return view.records.activityDetails.has(activityId);
}

/** Newest first, cut by dates, type, start and limit; past the end an empty list. */
function listActivities(view: AccountView, _: string[], query: URLSearchParams): Answer {
  const start = wholeNumber(query.get("start"), 0);
  const limit = wholeNumber(query.get("limit"), DEFAULT_LIMIT);
  const type = query.get("activityType");
  if (start === null || limit === null || limit > MAX_LIMIT) return refusal(400);
  const from = query.get("startDate") ?? "0001-01-01";
  const to = query.get("endDate") ?? "9999-12-31";
  if (!readRange(from, to, Number.POSITIVE_INFINITY)) return refusal(400);
  if (type !== null && !isKnownType(view, type)) return refusal(400);
  const found = [...view.records.activityEntries.values()]
    .filter((entry) => {
      const localDate = activityDate(entry);
      return localDate >= from && localDate <= to && isDateServed(view, localDate) && isOfType(entry, type);
    })
    .sort(newestFirst);
  return json(found.slice(start, start + limit));
}

/** The local date of a list entry. */
export function activityDate(entry: JsonObject): string {
  return (textOf(entry.startTimeLocal) ?? textOf(entry.startTimeGMT) ?? "").slice(0, 10);
}

function newestFirst(one: JsonObject, other: JsonObject): number {
  const [first, second] = [textOf(one.startTimeGMT) ?? "", textOf(other.startTimeGMT) ?? ""];
  if (first !== second) return first < second ? 1 : -1;
  return (numberOf(other.activityId) ?? 0) - (numberOf(one.activityId) ?? 0);
}

function isKnownType(view: AccountView, type: string): boolean {
  const own = [...view.records.activityEntries.values()].map((entry) => typeKey(entry));
  return type in TYPE_IDS || own.includes(type);
}

function isOfType(entry: JsonObject, type: string | null): boolean {
  if (type === null || typeKey(entry) === type) return true;
  const parent = isObject(entry.activityType) ? numberOf(entry.activityType.parentTypeId) : null;
  return parent !== null && TYPE_IDS[type] === parent && parent !== 0;
}

function typeKey(entry: JsonObject): string | null {
  return isObject(entry.activityType) ? textOf(entry.activityType.typeKey) : null;
}

function wholeNumber(value: string | null, otherwise: number): number | null {
  if (value === null) return otherwise;
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** For tests and the control address: the newest run that an account shows. */
export function newestRunId(view: AccountView): string | null {
  const answer = listActivities(view, [], new URLSearchParams({ activityType: "running", limit: "1" }));
  const [newest] = objectsOf(JSON.parse(String(answer.body)));
  return newest ? String(newest.activityId) : null;
}
