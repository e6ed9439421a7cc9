/** The paths of Garmin Connect that we read, on whatever host serves them. */
import type { z } from "zod";
import type { LocalDate } from "@/lib/days";
import { type Answer, type PayloadLabel, requestBytes, requestProvider } from "@/lib/providers/http";
import type { DateWindow, Fetch } from "@/lib/providers/provider";

export type GarminClientConfig = {
  /** Read at each call, so that the environment is only needed once there is something to ask. */
  baseUrl: () => string;
  /** Where the host has things. */
  paths: GarminPaths;
  /** Sent with every call beside the token. */
  headers?: Readonly<Record<string, string>> | undefined;
  fetch?: Fetch | undefined;
  now?: (() => Date) | undefined;
};

export type GarminRequest<Schema extends z.ZodType> = PayloadLabel & {
  accessToken: string;
  path: string;
  schema: Schema;
};

/** @throws ProviderError for every failure; @returns null for "nothing" */
export function getGarmin<Schema extends z.ZodType>(
  config: GarminClientConfig,
  request: GarminRequest<Schema>,
): Promise<Answer<z.output<Schema>> | null> {
  return requestProvider({
    provider: "garmin",
    url: garminUrl(config.baseUrl(), request.path),
    headers: {
      ...config.headers,
      authorization: `Bearer ${request.accessToken}`,
      accept: "application/json",
    },
    schema: request.schema,
    payloadKind: request.payloadKind,
    externalId: request.externalId,
    ...(config.fetch === undefined ? {} : { fetch: config.fetch }),
    ...(config.now === undefined ? {} : { now: config.now }),
  });
}

/** The original file of an activity, as the archive that it comes in. @throws ProviderError */
export function getGarminFile(
  config: GarminClientConfig,
  { accessToken, activityId }: { accessToken: string; activityId: string },
): Promise<Uint8Array> {
  const path = `/download-service/files/activity/${encodeURIComponent(activityId)}`;
  return requestBytes(
    {
      provider: "garmin",
      url: garminUrl(config.baseUrl(), path),
      headers: { ...config.headers, authorization: `Bearer ${accessToken}` },
      ...(config.fetch === undefined ? {} : { fetch: config.fetch }),
      ...(config.now === undefined ? {} : { now: config.now }),
    },
    MAX_ARCHIVE_BYTES,
  );
}

/** A day of samples every second is 6 MB. */
const MAX_ARCHIVE_BYTES = 32 * 1024 * 1024;

/** The base address may have a path of its own, which is kept. */
export function garminUrl(baseUrl: string, path: string): URL {
  return new URL(`${baseUrl.replace(/\/+$/, "")}${path}`);
}

export type GarminPaths = {
  activities: (query: { start: number; limit: number; window: DateWindow }) => string;
  activity: (activityId: string) => string;
  sleepDay: (date: LocalDate) => string;
  sleepRange: (window: DateWindow) => string;
  hrvRange: (window: DateWindow) => string;
  dailySummaries: (window: DateWindow) => string;
  /** One day; `null` where the host serves ranges only. */
  dailySummary: ((date: LocalDate) => string) | null;
  snapshots:
    | { by: "range"; path: (window: DateWindow) => string }
    /** Newest first, the newest of `until`. */
    | { by: "list"; path: (until: LocalDate) => string };
  /** What names the account, best first. */
  account: readonly string[];
};

const COMMON_PATHS = {
  activities: (query: { start: number; limit: number; window: DateWindow }) =>
    `/activitylist-service/activities/search/activities?${new URLSearchParams({
      start: String(query.start),
      limit: String(query.limit),
      startDate: query.window.from,
      endDate: query.window.to,
    })}`,
  activity: (activityId: string) => `/activity-service/activity/${encodeURIComponent(activityId)}`,
  hrvRange: ({ from, to }: DateWindow) => `/hrv-service/hrv/daily/${from}/${to}`,
  dailySummaries: ({ from, to }: DateWindow) =>
    `/usersummary-service/v2/dailysummaries?startDate=${from}&endDate=${to}`,
};

/** The host of the Personal API serves its list and nothing else. */
export const PERSONAL_PATHS: GarminPaths = {
  ...COMMON_PATHS,
  sleepDay: (date) => `/sleep-service/sleep/dailySleep?date=${date}`,
  sleepRange: ({ from, to }) =>
    `/sleep-service/sleep/dailySleepSummariesByDate?startDate=${from}&endDate=${to}`,
  dailySummary: null,
  snapshots: {
    by: "range",
    path: ({ from, to }) => `/wellnessactivity-service/activity/summary/range/${from}/${to}`,
  },
  // The social profile is not on the list; other hosts serve it.
  account: ["/userprofile-service/userprofile/settings", "/userprofile-service/socialProfile"],
};

export const SNAPSHOTS_PER_LIST = 20;

/** The host that Garmin's own apps read. */
export const CONNECTAPI_PATHS: GarminPaths = {
  ...COMMON_PATHS,
  sleepDay: (date) => `/sleep-service/sleep/dailySleepData?date=${date}&nonSleepBufferMinutes=60`,
  sleepRange: ({ from, to }) => `/sleep-service/stats/sleep/daily/${from}/${to}`,
  dailySummary: (date) => `/usersummary-service/usersummary/daily/?calendarDate=${date}`,
  snapshots: {
    by: "list",
    path: (until) =>
      `/wellnessactivity-service/activity/summary/list?limit=${SNAPSHOTS_PER_LIST}&start=1&until=${until}`,
  },
  account: ["/userprofile-service/socialProfile", "/userprofile-service/userprofile/user-settings"],
};

export const PERSONAL_KEY_TOKEN_PATH = "/personalapitoken-service/personal-api/personal-api-key/token";
