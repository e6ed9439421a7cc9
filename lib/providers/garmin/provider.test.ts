import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PERSONAL_PATHS } from "@/lib/providers/garmin/client";
import { createGarminProvider } from "@/lib/providers/garmin/provider";
import { listedRun, nightDto, noNight, runDetail, snapshot } from "@/lib/providers/garmin/testing/bodies";
import {
  cutBody,
  type FakeGarmin,
  hangUp,
  json,
  nothing,
  startFakeGarmin,
  text,
} from "@/lib/providers/garmin/testing/fake-garmin";
import type { RecoveryMetric } from "@/lib/providers/provider";

const LIST = "/activitylist-service/activities/search/activities";
const DETAIL = "/activity-service/activity/900100200";
const SLEEP_RANGE = "/sleep-service/sleep/dailySleepSummariesByDate";
const SLEEP_DAY = "/sleep-service/sleep/dailySleep";
const HRV = "/hrv-service/hrv/daily/2026-03-08/2026-03-10";
const DAYS = "/usersummary-service/v2/dailysummaries";
const SNAPSHOTS = "/wellnessactivity-service/activity/summary/range/2026-03-08/2026-03-10";
const SETTINGS = "/userprofile-service/userprofile/settings";
const SOCIAL = "/userprofile-service/socialProfile";

const accessToken = "token-of-a-test";
const window = { from: "2026-03-08", to: "2026-03-10" };
const READ_AT = new Date("2026-03-10T12:00:00Z");

let server: FakeGarmin;
const garmin = createGarminProvider({
  baseUrl: () => `${server.baseUrl}/`,
  paths: PERSONAL_PATHS,
  now: () => READ_AT,
});
beforeAll(async () => {
  server = await startFakeGarmin();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const list = (cursor: string | null = null) => garmin.listRecordings({ accessToken, window, cursor });
const recovery = (metric: RecoveryMetric) => garmin.readRecovery({ accessToken, metric, window });
const runOn = (date: string, activityId: number) =>
  listedRun({ activityId, startTimeLocal: `${date} 07:00:00`, startTimeGMT: `${date} 06:00:00` });

describe("the list of activities", () => {
  test("asks for more than the window, so that an older item proves its end", async () => {
    server.answer(LIST, json([runOn("2026-03-09", 2), runOn("2026-03-01", 1)]));
    const page = await list();
    expect(page.recordings.map((one) => one.externalId)).toEqual(["2"]);
    expect(page.raw).toEqual([{ kind: "activity", externalId: "2", body: runOn("2026-03-09", 2) }]);
    expect(page.nextCursor).toBeNull();
    const asked = new URL(server.requests[0]?.url ?? "", server.baseUrl).searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      start: "0",
      limit: "100",
      startDate: "2026-02-22",
      endDate: "2026-03-10",
    });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${accessToken}`,
      accept: "application/json",
    });
  });

  test("a short page is not the end; an empty one is", async () => {
    server.answer(LIST, json([runOn("2026-03-09", 2), runOn("2026-03-08", 1)]));
    expect((await list("100")).nextCursor).toBe("102");
    server.answer(LIST, json([]));
    expect(await list("102")).toEqual({ recordings: [], raw: [], nextCursor: null });
  });

  test("an item on the eve of the window does not end it: travellers' dates are not in order", async () => {
    server.answer(LIST, json([runOn("2026-03-07", 1)]));
    expect(await list()).toMatchObject({ recordings: [], nextCursor: "1" });
  });

  test("a cursor that is none of ours is refused", async () => {
    await expect(list("next")).rejects.toThrow(RangeError);
  });

  test("one retyped item is set aside and the page goes on", async () => {
    const broken = listedRun({ activityId: 7, distance: "5000" });
    server.answer(LIST, json([listedRun(), broken]));
    const page = await list();
    expect(page.recordings.map(({ externalId }) => externalId)).toEqual(["900100200"]);
    expect(page.raw).toHaveLength(1);
    expect(page.unreadable).toMatchObject([{ kind: "activity", externalId: "7", body: broken }]);
    expect(page.nextCursor).toBe("2");
  });

  test("when no item can be read it is the form that changed, and nothing is set aside", async () => {
    const broken = listedRun({ activityId: 7, distance: "5000" });
    server.answer(LIST, json([broken, broken]));
    await expect(list()).rejects.toMatchObject({
      failure: { kind: "unexpected_payload", payloadKind: "activity", externalId: "7", raw: broken },
    });
  });

  test.each([
    ["without a type", { activityType: undefined }],
    ["without a local start", { startTimeLocal: undefined }],
    ["without any start in UTC", { startTimeGMT: undefined, beginTimestamp: undefined }],
    ["without any duration", { elapsedDuration: undefined, duration: undefined }],
    ["with a duration below zero", { elapsedDuration: -5, duration: undefined }],
    ["with a start that is no date", { startTimeGMT: "2026-13-40 25:00:00" }],
  ])("an item %s is a changed payload", async (_case, overrides) => {
    server.answer(LIST, json([listedRun(overrides)]));
    await expect(list()).rejects.toMatchObject({
      failure: { kind: "unexpected_payload", externalId: "900100200" },
    });
  });
});

describe("the detail of an activity", () => {
  const listed = async () => {
    server.answer(LIST, json([listedRun()]));
    const [recording] = (await list()).recordings;
    if (recording === undefined) throw new Error("no recording");
    return recording;
  };

  test("adds rating and feel, and leaves what the list said", async () => {
    const recording = await listed();
    const body = runDetail({
      directWorkoutRpe: 60,
      directWorkoutFeel: 75,
      distance: 9999,
      averagePower: 240,
    });
    server.answer(DETAIL, json(body));
    const detailed = await garmin.readRecordingDetail({ accessToken, recording });
    expect(detailed.recording).toMatchObject({
      rpe: 6,
      feelPercent: 75,
      detailReadAt: READ_AT,
      distanceMeters: 5000,
      averagePowerWatts: 240,
      deviceId: "7",
    });
    expect(detailed.raw).toEqual([{ kind: "activity-detail", externalId: "900100200", body }]);
  });

  test("an activity that was not rated has neither, and its detail counts as read", async () => {
    const recording = await listed();
    server.answer(DETAIL, json(runDetail()));
    const detailed = await garmin.readRecordingDetail({ accessToken, recording });
    expect(detailed.recording).toMatchObject({ rpe: null, feelPercent: null, detailReadAt: READ_AT });
  });

  test.each([
    ["an unknown id", json({ error: "NotFoundException" }, 404), "not_found"],
    ["nothing", nothing, "unexpected_payload"],
    ["a rating beyond its scale", json(runDetail({ directWorkoutRpe: 600 })), "unexpected_payload"],
    ["a rating that is text", json(runDetail({ directWorkoutRpe: "60" })), "unexpected_payload"],
  ])("%s", async (_case, respond, kind) => {
    const recording = await listed();
    server.answer(DETAIL, respond);
    await expect(garmin.readRecordingDetail({ accessToken, recording })).rejects.toMatchObject({
      failure: { kind },
    });
  });
});

const NIGHT = {
  localDate: "2026-03-10",
  sleepSeconds: 25_200,
  inBedSeconds: 27_000,
  sleepStartedAt: new Date("2026-03-09T22:00:00Z"),
  sleepEndedAt: new Date("2026-03-10T05:30:00Z"),
  sleepUtcOffsetSeconds: 3600,
  overnightAverageHeartRateBpm: 48,
};

describe("sleep", () => {
  const statistics = {
    calendarDate: "2026-03-10",
    values: {
      totalSleepTimeInSeconds: 25_200,
      gmtSleepStartTimeInMillis: Date.UTC(2026, 2, 9, 22, 0),
      gmtSleepEndTimeInMillis: Date.UTC(2026, 2, 10, 5, 30),
      localSleepEndTimeInMillis: Date.UTC(2026, 2, 10, 6, 30),
      avgHeartRate: 48,
    },
  };

  test.each([
    ["a list", [nightDto()]],
    ["a list under data", { data: [nightDto()] }],
    ["a list under individualStats", { individualStats: [nightDto()] }],
    ["statistics under individualStats", { overallStats: {}, individualStats: [statistics] }],
    ["with nights outside of the window", [nightDto({ calendarDate: "2026-03-01" }), nightDto()]],
  ])("a window in one call: %s", async (_case, body) => {
    server.answer(SLEEP_RANGE, json(body));
    const page = await recovery("sleep");
    expect(page).toMatchObject({ days: [NIGHT], snapshots: [], isServed: true });
    expect(page.sessions).toMatchObject([{ channel: "garmin", localDate: "2026-03-10", kind: "main" }]);
    expect(page.raw).toMatchObject([{ kind: "night", externalId: "2026-03-10" }]);
    expect(server.requests.map((request) => request.url)).toEqual([
      `${SLEEP_RANGE}?startDate=2026-03-08&endDate=2026-03-10`,
    ]);
  });

  test.each([
    ["204", nothing],
    ["an empty list", json([])],
    ["nights of nothing but nulls", json([{ ...noNight("2026-03-10").dailySleepDTO }])],
  ])("no nights: %s", async (_case, respond) => {
    server.answer(SLEEP_RANGE, respond);
    expect(await recovery("sleep")).toMatchObject({ days: [], sessions: [], isServed: true });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [
      "its readings",
      json({ dailySleepDTO: nightDto({ avgHeartRate: null }), sleepHeartRate: [{ value: 47 }] }),
      47,
    ],
    ["nothing", nothing, null],
    ["no such path", text("", 404), null],
    ["a body of another shape", json({ night: 1 }), null],
  ])("a night without a heart rate is asked for by day, which says %s", async (_case, respond, expected) => {
    server.answer(
      SLEEP_RANGE,
      json([nightDto({ avgHeartRate: undefined }), nightDto({ calendarDate: "2026-03-09" })]),
    );
    server.answer(SLEEP_DAY, respond);
    const page = await recovery("sleep");
    expect(page.days).toMatchObject([
      { ...NIGHT, overnightAverageHeartRateBpm: expected },
      { localDate: "2026-03-09", overnightAverageHeartRateBpm: 48 },
    ]);
    expect(server.requests.map((request) => request.url).slice(1)).toEqual([`${SLEEP_DAY}?date=2026-03-10`]);
  });

  test.each([
    ["another wrapper", { nights: [nightDto()] }],
    ["a renamed key", [nightDto({ sleepTimeSeconds: undefined, sleepSeconds: 25_200 })]],
    ["a retyped key", [nightDto({ sleepTimeSeconds: "25200" })]],
    ["an object", {}],
  ])("a window of another shape (%s) is kept and read night by night", async (_case, body) => {
    server.answer(SLEEP_RANGE, json(body));
    server.answer(SLEEP_DAY, (response, request) => {
      const date = new URL(request.url ?? "", server.baseUrl).searchParams.get("date") ?? "";
      const answer = { "2026-03-08": nothing, "2026-03-09": json(noNight(date)) }[date];
      (answer ?? json({ dailySleepDTO: nightDto() }))(response, request);
    });
    const page = await recovery("sleep");
    expect(page.days).toEqual([NIGHT]);
    expect(page.raw[0]).toEqual({ kind: "changed-sleep-range", externalId: "2026-03-08_2026-03-10", body });
    expect(page.raw.slice(1).map((raw) => raw.externalId)).toEqual(["2026-03-09", "2026-03-10"]);
    expect(server.requests).toHaveLength(4);
  });

  test("a night with impossible times is a changed payload by the day call too", async () => {
    server.answer(SLEEP_RANGE, json({}));
    server.answer(SLEEP_DAY, json({ dailySleepDTO: nightDto({ sleepEndTimestampGMT: 1e300 }) }));
    await expect(recovery("sleep")).rejects.toMatchObject({ failure: { kind: "unexpected_payload" } });
  });

  test("a night that the day call does not know either fails loudly", async () => {
    server.answer(SLEEP_RANGE, json({}));
    server.answer(SLEEP_DAY, json({ night: nightDto() }));
    await expect(recovery("sleep")).rejects.toMatchObject({
      failure: { kind: "unexpected_payload", payloadKind: "night-detail", externalId: "2026-03-08" },
    });
  });

  test("a wait that is asked for half way through the nights is passed on", async () => {
    server.answer(SLEEP_RANGE, json({}));
    server.answer(SLEEP_DAY, text("", 429, { "retry-after": "14" }));
    await expect(recovery("sleep")).rejects.toMatchObject({
      failure: { kind: "rate_limited", retryAt: new Date("2026-03-10T12:00:14Z") },
    });
  });
});

describe("overnight heart rate variability", () => {
  test("is the average of the night, with the watch's word beside it", async () => {
    const night = { calendarDate: "2026-03-10", lastNightAvg: 61, status: "BALANCED", weeklyAvg: 58 };
    const unmeasured = { calendarDate: "2026-03-09", lastNightAvg: null, status: "NONE" };
    server.answer(HRV, json({ hrvSummaries: [unmeasured, night] }));
    const page = await recovery("hrv");
    expect(page.days).toEqual([{ localDate: "2026-03-10", hrvRmssdMs: 61, garminHrvStatus: "BALANCED" }]);
    expect(page.raw).toHaveLength(2);
  });

  test("204 is no nights", async () => {
    server.answer(HRV, nothing);
    expect(await recovery("hrv")).toMatchObject({ days: [], isServed: true });
  });

  test.each([
    ["a list", []],
    ["a retyped value", { hrvSummaries: [{ calendarDate: "2026-03-10", lastNightAvg: "61" }] }],
    ["a renamed value", { hrvSummaries: [{ calendarDate: "2026-03-10", nightlyAverage: 61 }] }],
  ])("%s is a changed payload", async (_case, body) => {
    server.answer(HRV, json(body));
    await expect(recovery("hrv")).rejects.toMatchObject({
      failure: { kind: "unexpected_payload", raw: body },
    });
  });
});

describe("daily summaries", () => {
  test("a day without wear has no heart rate", async () => {
    const worn = {
      calendarDate: "2026-03-09",
      restingHeartRate: 44,
      totalKilocalories: 2500,
      bmrKilocalories: 2000,
    };
    const unworn = {
      calendarDate: "2026-03-10",
      restingHeartRate: 0,
      totalKilocalories: 2000,
      activeKilocalories: 0,
    };
    server.answer(DAYS, json({ data: [worn, unworn] }));
    expect((await recovery("daily_summary")).days).toEqual([
      {
        localDate: "2026-03-09",
        restingHeartRateBpm: 44,
        activeEnergyKilocalories: null,
        restingEnergyKilocalories: 2000,
        totalEnergyKilocalories: 2500,
      },
      {
        localDate: "2026-03-10",
        restingHeartRateBpm: null,
        activeEnergyKilocalories: 0,
        restingEnergyKilocalories: null,
        totalEnergyKilocalories: 2000,
      },
    ]);
  });

  test("a day that may not be seen has no values", async () => {
    server.answer(
      DAYS,
      json({ data: [{ calendarDate: "2026-03-09", restingHeartRate: 44, privacyProtected: true }] }),
    );
    expect((await recovery("daily_summary")).days).toEqual([]);
  });

  test.each([
    ["a bare list", []],
    ["a day with other keys", { data: [{ calendarDate: "2026-03-09", rhr: 44 }] }],
    ["a retyped value", { data: [{ calendarDate: "2026-03-09", restingHeartRate: "44" }] }],
  ])("%s is a changed payload", async (_case, body) => {
    server.answer(DAYS, json(body));
    await expect(recovery("daily_summary")).rejects.toMatchObject({
      failure: { kind: "unexpected_payload" },
    });
  });
});

describe("Health Snapshots", () => {
  test.each([
    ["a list", [snapshot()]],
    ["a list under data", { data: [snapshot()] }],
    ["among breathing exercises", [{ wellnessActivityType: "BREATHWORK", any: 1 }, snapshot()]],
  ])("%s", async (_case, body) => {
    server.answer(SNAPSHOTS, json(body));
    const page = await recovery("health_snapshots");
    expect(page).toMatchObject({ days: [], sessions: [], isServed: true });
    expect(page.snapshots).toEqual([
      {
        channel: "garmin",
        externalId: "0a0a0a0a-0000-4000-8000-000000000001",
        startedAt: new Date("2026-03-10T06:02:10Z"),
        utcOffsetSeconds: 3600,
        localDate: "2026-03-10",
        hrvRmssdMs: 48,
        hrvSdrrMs: 61,
        averageHeartRateBpm: 55,
      },
    ]);
    expect(page.raw).toHaveLength(1);
  });

  test("404 means that they are not served", async () => {
    server.answer(SNAPSHOTS, text("", 404));
    expect(await recovery("health_snapshots")).toMatchObject({ snapshots: [], isServed: false });
  });

  test.each([
    ["an object", { message: "ok" }],
    ["an entry without pairs", [snapshot({ summaryTypeDataList: undefined })]],
    ["a retyped value", [snapshot({ summaryTypeDataList: [{ summaryType: "RMSSD_HRV", avgValue: "48" }] })]],
    ["an entry without a start", [snapshot({ startTimestampGMT: undefined })]],
  ])("%s is a changed payload", async (_case, body) => {
    server.answer(SNAPSHOTS, json(body));
    await expect(recovery("health_snapshots")).rejects.toMatchObject({
      failure: { kind: "unexpected_payload" },
    });
  });
});

describe("the account", () => {
  const account = () => garmin.readAccount({ accessToken });

  test.each([
    ["by the id of the settings", { id: 1000001, userData: {} }, "1000001", null],
    ["by the profile's key", { id: 5, userProfilePk: 1000001, displayName: "runner" }, "1000001", "runner"],
    [
      "without a name that people can read",
      { id: 7, displayName: "1b23fc4d-e04c-40d2-8995-4f338cecb268" },
      "7",
      null,
    ],
    [
      "by its name alone",
      { displayName: "0a0a-runner", preferredLocale: "en" },
      "0a0a-runner",
      "0a0a-runner",
    ],
  ])("%s", async (_case, body, externalUserId, displayName) => {
    server.answer(SETTINGS, json(body));
    expect(await account()).toEqual({ externalUserId, displayName });
  });

  test.each([
    ["not served", text("", 404)],
    ["empty", nothing],
    ["without a name", json({ locale: "en" })],
  ])("by the social profile, where the settings are %s", async (_case, respond) => {
    server.answer(SETTINGS, respond);
    server.answer(
      SOCIAL,
      json({ id: 2000001, profileId: 1000001, displayName: "runner", fullName: "A Runner" }),
    );
    expect(await account()).toEqual({ externalUserId: "1000001", displayName: "A Runner" });
  });

  test("settings without a name are a changed payload where there is no social profile", async () => {
    server.answer(SETTINGS, json({ locale: "en" }));
    server.answer(SOCIAL, text("", 404));
    await expect(account()).rejects.toMatchObject({
      failure: { kind: "unexpected_payload", payloadKind: "account-profile", raw: { locale: "en" } },
    });
  });

  test("a refused token is said and not tried elsewhere", async () => {
    server.answer(SETTINGS, text("", 401));
    await expect(account()).rejects.toMatchObject({ failure: { kind: "access_token_rejected" } });
    expect(server.requests).toHaveLength(1);
  });
});

const ASKS = [
  ["activities", LIST, () => list()],
  ["sleep", SLEEP_RANGE, () => recovery("sleep")],
  ["hrv", HRV, () => recovery("hrv")],
  ["daily summaries", DAYS, () => recovery("daily_summary")],
  ["snapshots", SNAPSHOTS, () => recovery("health_snapshots")],
  ["account", SETTINGS, () => garmin.readAccount({ accessToken })],
] as const;

describe.each(ASKS)("%s: no failure becomes an empty result", (_name, path, ask) => {
  test.each([
    ["429 with a delay", text("", 429, { "retry-after": "60" }), "rate_limited"],
    ["429 inside a 200", json({ error: { "status-code": "429" } }), "rate_limited"],
    ["401", text("", 401), "access_token_rejected"],
    ["400", text("", 400), "rejected"],
    ["403", text("", 403), "rejected"],
    ["503", text("", 503), "unavailable"],
    ["a dropped connection", hangUp, "unavailable"],
    ["a body cut short", cutBody, "unavailable"],
    ["HTML", text("<html></html>"), "unavailable"],
  ])("%s", async (_case, respond, kind) => {
    server.answer(path, respond);
    await expect(ask()).rejects.toMatchObject({ provider: "garmin", failure: { kind } });
  });
});

test("a window that Garmin would refuse is a fault of ours", async () => {
  const long = { from: "2026-01-01", to: "2026-01-29" };
  await expect(garmin.readRecovery({ accessToken, metric: "hrv", window: long })).rejects.toThrow(RangeError);
  expect(garmin.maxRecoveryWindowDays).toBe(28);
});
