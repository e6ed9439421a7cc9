/**
 * What each host serves. The Personal API serves exactly its list; connectapi the paths
 * that unofficial clients read.
 */
import { type AccountView, exactPlace } from "./account";
import { ACTIVITY_ROUTES } from "./activity-routes";
import { type Answer, json, NOTHING, type Route, refusal, withDate, withRange } from "./answer";
import type { Json } from "./json";
import {
  answerDailyStats,
  answerDay,
  answerDaySummaries,
  answerHeartRateDay,
  answerHrvNight,
  answerHrvRange,
  answerNight,
  answerSleepStats,
  answerSleepSummaries,
  answerSnapshotList,
  answerSnapshots,
} from "./recovery-routes";

/** The hosts that serve data. */
export type DataHost = "personal" | "connectapi";
/** The login address stands for several hosts, whose paths never overlap. */
export type Host = DataHost | "diauth" | "sso" | "consumer";

/** Most days in one call. */
const CAP_DAYS = {
  sleepSummaries: 31,
  hrv: 35,
  daySummaries: 35,
  dailyStats: 28,
  hrvUnofficial: 367,
  none: Number.POSITIVE_INFINITY,
};

const PERSONAL_ROUTES: readonly Route[] = [
  ...ACTIVITY_ROUTES,
  {
    pattern: /^\/sleep-service\/sleep\/dailySleep$/,
    answer: (view, _, query) => withDate(query.get("date"), (date) => answerNight(view, date)),
  },
  {
    pattern: /^\/sleep-service\/sleep\/dailySleepSummariesByDate$/,
    answer: (view, _, query) =>
      withRange(query.get("startDate"), query.get("endDate"), CAP_DAYS.sleepSummaries, (range) =>
        answerSleepSummaries(view, range),
      ),
  },
  hrvNightRoute(),
  hrvRangeRoute(CAP_DAYS.hrv),
  {
    pattern: /^\/usersummary-service\/v2\/dailysummaries$/,
    answer: (view, _, query) =>
      withRange(query.get("startDate"), query.get("endDate"), CAP_DAYS.daySummaries, (range) =>
        answerDaySummaries(view, range),
      ),
  },
  {
    pattern: /^\/wellness-service\/wellness\/dailyHeartRate$/,
    answer: (view, _, query) => withDate(query.get("date"), (date) => answerHeartRateDay(view, date)),
  },
  {
    pattern: /^\/biometric-service\/heartRateZones\/v2$/,
    answer: (view) => json(view.records.profile.heartRateZones),
  },
  {
    pattern: /^\/userprofile-service\/userprofile\/settings$/,
    answer: (view) => json(view.records.profile.profileSettings),
  },
  {
    pattern: /^\/wellnessactivity-service\/activity\/summary\/range\/([^/]+)\/([^/]+)$/,
    answer: (view, [from, to]) => withRange(from, to, CAP_DAYS.none, (range) => answerSnapshots(view, range)),
  },
  dailyStatsRoute(),
  rangeOfNothing(/^\/weight-service\/weight\/range\/([^/]+)\/([^/]+)$/, {
    dailyWeightSummaries: [],
    totalAverage: null,
  }),
  rangeOfNothing(/^\/goal-service\/goal\/user\/effective\/weightgoal\/([^/]+)\/([^/]+)$/, []),
  dayOfNothing(/^\/nutrition-service\/food\/logs\/([^/]+)$/),
  dayOfNothing(/^\/fitnessage-service\/fitnessage\/v2\/([^/]+)$/),
  dayOfNothing(/^\/wellness-service\/wellness\/daily\/spo2acclimation\/([^/]+)$/),
  dayOfNothing(/^\/periodichealth-service\/menstrualcycle\/summary\/([^/]+)$/),
  dayOfNothing(/^\/periodichealth-service\/menstrualcycle\/dayview\/([^/]+)$/),
  {
    pattern: /^\/wellness-service\/wellness\/bodyBattery\/reports\/daily$/,
    answer: (_, __, query) =>
      withRange(query.get("startDate"), query.get("endDate"), CAP_DAYS.none, () => json([])),
  },
];

/** With or without a name in the path, and with or without a slash at the end. */
const CONNECTAPI_ROUTES: readonly Route[] = [
  ...ACTIVITY_ROUTES,
  {
    pattern: /^\/(?:sleep-service\/sleep\/dailySleepData|wellness-service\/wellness\/dailySleepData\/[^/]+)$/,
    answer: (view, _, query) => withDate(query.get("date"), (date) => answerNight(view, date)),
  },
  {
    pattern: /^\/sleep-service\/stats\/sleep\/daily\/([^/]+)\/([^/]+)$/,
    answer: (view, [from, to]) =>
      withRange(from, to, CAP_DAYS.dailyStats, (range) => answerSleepStats(view, range)),
  },
  hrvNightRoute(),
  hrvRangeRoute(CAP_DAYS.hrvUnofficial),
  {
    pattern: /^\/usersummary-service\/v2\/dailysummaries$/,
    answer: (view, _, query) =>
      withRange(query.get("startDate"), query.get("endDate"), CAP_DAYS.daySummaries, (range) =>
        answerDaySummaries(view, range),
      ),
  },
  {
    pattern: /^\/wellnessactivity-service\/activity\/summary\/list$/,
    answer: (view, _, query) =>
      withDate(query.get("until"), (until) => answerSnapshotList(view, until, Number(query.get("limit")))),
  },
  {
    pattern: /^\/usersummary-service\/usersummary\/daily(?:\/[^/]+)?$/,
    answer: (view, _, query) => withDate(query.get("calendarDate"), (date) => answerDay(view, date)),
  },
  {
    pattern: /^\/wellness-service\/wellness\/dailyHeartRate(?:\/[^/]+)?$/,
    answer: (view, _, query) => withDate(query.get("date"), (date) => answerHeartRateDay(view, date)),
  },
  {
    pattern: /^\/biometric-service\/heartRateZones$/,
    answer: (view) => json(view.records.profile.heartRateZones),
  },
  {
    pattern: /^\/userprofile-service\/socialProfile$/,
    answer: (view) => json(view.records.profile.socialProfile),
  },
  {
    pattern: /^\/userprofile-service\/userprofile\/user-settings$/,
    answer: (view) => json(view.records.profile.userSettings),
  },
  dailyStatsRoute(),
];

const ROUTES: Record<DataHost, readonly Route[]> = {
  personal: PERSONAL_ROUTES,
  connectapi: CONNECTAPI_ROUTES,
};

/** The answer of a host to a GET: 404 for a path that is not on its list. */
export function answerGet(host: DataHost, view: AccountView, path: string, query: URLSearchParams): Answer {
  const plainPath = path.length > 1 ? path.replace(/\/$/, "") : path;
  for (const route of ROUTES[host]) {
    const match = route.pattern.exec(plainPath);
    if (!match) continue;
    const exact = view.records.exact.get(exactPlace(path, query));
    return exact ? json(exact) : route.answer(view, match.slice(1), query);
  }
  return refusal(404);
}

/** Whether any host serves the path. */
export function isServedPath(path: string): boolean {
  const plainPath = path.replace(/\/$/, "");
  return [...PERSONAL_ROUTES, ...CONNECTAPI_ROUTES].some((route) => route.pattern.test(plainPath));
}

function hrvNightRoute(): Route {
  return {
    pattern: /^\/hrv-service\/hrv\/([^/]+)$/,
    answer: (view, [date]) => withDate(date, (localDate) => answerHrvNight(view, localDate)),
  };
}

function hrvRangeRoute(capDays: number): Route {
  return {
    pattern: /^\/hrv-service\/hrv\/daily\/([^/]+)\/([^/]+)$/,
    answer: (view, [from, to]) => withRange(from, to, capDays, (range) => answerHrvRange(view, range)),
  };
}

function dailyStatsRoute(): Route {
  return {
    pattern: /^\/usersummary-service\/stats\/(stress|steps|hydration)\/daily\/([^/]+)\/([^/]+)$/,
    answer: (view, [kind = "", from, to]) =>
      withRange(from, to, CAP_DAYS.dailyStats, (range) => answerDailyStats(view, kind, range)),
  };
}

function dayOfNothing(pattern: RegExp): Route {
  return { pattern, answer: (_, [date]) => withDate(date, () => NOTHING) };
}

function rangeOfNothing(pattern: RegExp, body: Json): Route {
  return { pattern, answer: (_, [from, to]) => withRange(from, to, CAP_DAYS.none, () => json(body)) };
}
