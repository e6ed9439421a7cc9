import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isObject, type Json, objectsOf } from "./json";
import type { GarminSimulator } from "./server";
import {
  closeSimulatorsAfterEach,
  connect,
  newKey,
  type Reader,
  readObject,
  readObjects,
  start,
} from "./testing/client";

closeSimulatorsAfterEach();

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function recorded(url: string, body: Json, status = 200): Json {
  return {
    source: "test",
    request: { method: "GET", url: `https://connectapi.garmin.com${url}`, body: null },
    response: { status, contentType: "application/json", body },
  };
}

async function replay(
  simulator: GarminSimulator,
  bodies: Json[],
  host: "personalUrl" | "connectapiUrl" = "personalUrl",
): Promise<Reader> {
  const folder = mkdtempSync(path.join(tmpdir(), "recordings-"));
  folders.push(folder);
  mkdirSync(path.join(folder, "below"));
  bodies.forEach((body, index) => {
    writeFileSync(path.join(folder, index % 2 ? "below" : "", `${index}.json`), JSON.stringify(body));
  });
  return connect(simulator, await newKey(simulator, "POST /recordings", { folder }), host);
}

function entry(activityId: number, startTimeLocal: string): Json {
  return {
    activityId,
    startTimeLocal,
    startTimeGMT: startTimeLocal,
    activityType: { typeId: 1, typeKey: "running", parentTypeId: 17 },
    ownerId: 77,
  };
}

const LIST = "/activitylist-service/activities/search/activities";

describe("recordings", () => {
  it("join the lists of several pages and cut them anew", async () => {
    const read = await replay(await start(), [
      recorded(`${LIST}?start=2&limit=2`, [entry(3, "2026-01-03 08:00:00"), entry(1, "2026-01-01 08:00:00")]),
      recorded(`${LIST}?start=0&limit=2`, [entry(9, "2026-01-09 08:00:00"), entry(3, "2026-01-03 08:00:00")]),
      recorded(`${LIST}?start=100`, []),
    ]);
    const ids = async (query: string) =>
      (await readObjects(await read(`${LIST}?${query}`))).map((item) => item.activityId);
    expect(await ids("")).toEqual([9, 3, 1]);
    expect(await ids("start=1&limit=1")).toEqual([3]);
    expect(await ids("startDate=2026-01-02&endDate=2026-01-08")).toEqual([3]);
    expect(await ids("start=100")).toEqual([]);
  });

  it("keep the newest body of an activity, whatever the order of files", async () => {
    const detail = (name: string, lastUpdateDate: string): Json =>
      recorded("/activity-service/activity/5", {
        activityId: 5,
        activityName: name,
        metadataDTO: { lastUpdateDate },
        summaryDTO: { calories: 3 },
      });
    const bodies = [detail("new", "2026-01-02T10:00:00.0"), detail("old", "2026-01-01T10:00:00.0")];
    const simulator = await start();
    for (const order of [bodies, [...bodies].reverse()]) {
      const read = await replay(simulator, order);
      expect((await readObject(await read("/activity-service/activity/5"))).activityName).toBe("new");
      expect(await readObjects(await read(LIST))).toEqual([]);
      expect((await read("/activity-service/activity/6")).status).toBe(404);
    }
  });

  it("answer the day call from a range and the range call from a day", async () => {
    const summary = { calendarDate: "2026-01-05", lastNightAvg: 43, weeklyAvg: 41, status: "BALANCED" };
    const day = { calendarDate: "2026-01-06", lastNightAvg: 40, weeklyAvg: 41, status: "BALANCED" };
    const dto = {
      calendarDate: "2026-01-05",
      sleepTimeSeconds: 20_000,
      sleepStartTimestampGMT: 1,
      sleepEndTimestampGMT: 2,
    };
    const simulator = await start();
    const bodies = [
      recorded("/hrv-service/hrv/daily/2026-01-01/2026-01-05", {
        hrvSummaries: [summary],
        userProfilePK: 77,
      }),
      recorded("/hrv-service/hrv/2026-01-06", {
        userProfilePk: 77,
        hrvSummary: day,
        hrvReadings: [{ hrvValue: 40 }],
      }),
      recorded("/sleep-service/sleep/dailySleepSummariesByDate?startDate=2026-01-05&endDate=2026-01-05", [
        dto,
      ]),
      recorded("/usersummary-service/v2/dailysummaries?startDate=2026-01-05&endDate=2026-01-05", {
        data: [{ calendarDate: "2026-01-05", userProfileId: 77, totalKilocalories: 2000 }],
      }),
    ];
    const read = await replay(simulator, bodies);
    expect((await readObject(await read("/hrv-service/hrv/2026-01-05"))).hrvSummary).toEqual(summary);
    expect(
      (await readObject(await read("/hrv-service/hrv/daily/2026-01-05/2026-01-10"))).hrvSummaries,
    ).toEqual([summary, day]);
    expect(
      (await readObject(await read("/sleep-service/sleep/dailySleep?date=2026-01-05"))).dailySleepDTO,
    ).toEqual(dto);
    const old = await replay(simulator, bodies, "connectapiUrl");
    expect(
      (await readObject(await old("/usersummary-service/usersummary/daily/?calendarDate=2026-01-05")))
        .totalKilocalories,
    ).toBe(2000);
    const stats = await readObject(await old("/sleep-service/stats/sleep/daily/2026-01-01/2026-01-10"));
    expect(objectsOf(stats.individualStats)[0]).toMatchObject({
      calendarDate: "2026-01-05",
      values: { totalSleepTimeInSeconds: 20_000, avgOvernightHrv: 43 },
    });
  });

  it("are Garmin's own nothing where nothing was recorded", async () => {
    const read = await replay(await start(), [recorded("/hrv-service/hrv/2026-01-01", null, 204)]);
    expect((await read("/hrv-service/hrv/2026-01-01")).status).toBe(204);
    expect((await read("/hrv-service/hrv/daily/2026-01-01/2026-01-20")).status).toBe(204);
    const night = await readObject(await read("/sleep-service/sleep/dailySleep?date=2026-01-01"));
    expect(night.dailySleepDTO).toMatchObject({
      id: null,
      calendarDate: "2026-01-01",
      sleepTimeSeconds: null,
    });
    expect(
      await (
        await read("/usersummary-service/v2/dailysummaries?startDate=2026-01-01&endDate=2026-01-02")
      ).json(),
    ).toEqual({ data: [] });
    expect(
      await readObjects(await read("/wellnessactivity-service/activity/summary/range/2026-01-01/2026-02-01")),
    ).toEqual([]);
  });
});

const shared = path.resolve(import.meta.dirname, "../../../../shared/fixtures/garmin-recorded");
const hasShared = existsSync(shared);
if (!hasShared) console.info(`skipped: ${shared} is not there, so the recorded bodies can't be replayed`);

describe.skipIf(!hasShared)("the recorded set", () => {
  async function readShared(host: "personalUrl" | "connectapiUrl" = "personalUrl"): Promise<Reader> {
    const simulator = await start();
    return connect(simulator, await newKey(simulator, "POST /recordings", { folder: shared }), host);
  }

  it("serves activities as one list, newest first, and details by id", async () => {
    const read = await readShared();
    const list = await readObjects(await read(LIST));
    expect(list.map((item) => item.activityId)).toEqual([21482825013, 21461718086, 21419635589, 21413444039]);
    expect(list[0]?.distance).toBe(4261.18994140625);
    expect((await readObject(await read("/activity-service/activity/21522899847"))).activityName).toBe(
      "Test Both",
    );
    expect((await readObject(await read("/activity-service/activity/12135235656"))).activityName).toBe(
      "Yoga",
    );
  });

  it("serves every recorded night and HRV value in both forms", async () => {
    const read = await readShared();
    const nights = await readObjects(
      await read("/sleep-service/sleep/dailySleepSummariesByDate?startDate=2021-07-01&endDate=2021-07-31"),
    );
    expect(nights).toHaveLength(20);
    expect(nights[0]?.sleepTimeSeconds).toBe(18_540);
    const hrv = await readObject(await read("/hrv-service/hrv/daily/2023-06-20/2023-07-20"));
    expect(objectsOf(hrv.hrvSummaries)).toHaveLength(28);
    const day = await readObject(await read("/hrv-service/hrv/2023-07-19"));
    expect(objectsOf(day.hrvReadings)).toHaveLength(87);
    expect((await readObject(await read("/hrv-service/hrv/2023-07-01"))).hrvSummary).toMatchObject({
      lastNightAvg: 43,
      lastNight5MinHigh: 60,
    });
    const summaries = await readObject(
      await read("/usersummary-service/v2/dailysummaries?startDate=2025-06-01&endDate=2025-06-30"),
    );
    expect(objectsOf(summaries.data).map((item) => item.calendarDate)).toEqual(["2025-06-13", "2025-06-14"]);
    const heart = await readObject(await read("/wellness-service/wellness/dailyHeartRate?date=2026-01-05"));
    expect([heart.restingHeartRate, heart.minHeartRate]).toEqual([49, 47]);
  });

  it("names the recorded account on both hosts", async () => {
    expect(
      await (await (await readShared())("/userprofile-service/userprofile/settings")).json(),
    ).toMatchObject({ id: 1000001, displayName: "test_athlete" });
    const read = await readShared("connectapiUrl");
    expect(await readObject(await read("/userprofile-service/socialProfile"))).toMatchObject({
      profileId: 1000001,
    });
    expect(
      isObject((await readObject(await read("/userprofile-service/userprofile/user-settings"))).userData),
    ).toBe(true);
  });

  it("has the keys and types that generated bodies use", async () => {
    const simulator = await start({ now: () => new Date("2026-11-21T12:00:00Z") });
    const made = await connect(simulator, "GCDC_SIMULATED_steady");
    const today = "2026-11-21";
    const real = await readShared();
    const [madeRun] = (await readObjects(await made(`${LIST}?activityType=running&limit=5`))).filter(
      (item) => "avgPower" in item,
    );
    const [realRun] = await readObjects(await real(LIST));
    for (const [key, value] of Object.entries(madeRun ?? {})) {
      if (key === "waterConsumed") continue;
      expect(realRun, key).toHaveProperty(key);
      expect(typeof realRun?.[key], key).toBe(typeof value);
    }
    const madeNight = (await readObject(await made(`/sleep-service/sleep/dailySleep?date=${today}`)))
      .dailySleepDTO;
    const realNight = (await readObject(await real("/sleep-service/sleep/dailySleep?date=2025-07-06")))
      .dailySleepDTO;
    const newerKeys = ["avgHeartRate"];
    for (const key of Object.keys(isObject(madeNight) ? madeNight : {})) {
      if (!newerKeys.includes(key)) expect(realNight, key).toHaveProperty(key);
    }
    const days = (read: Reader, date: string) =>
      read(`/usersummary-service/v2/dailysummaries?startDate=${date}&endDate=${date}`);
    const [madeDay] = objectsOf((await readObject(await days(made, today))).data);
    const [realDay] = objectsOf((await readObject(await days(real, "2025-06-13"))).data);
    for (const key of Object.keys(madeDay ?? {})) expect(realDay, key).toHaveProperty(key);
  });
});
