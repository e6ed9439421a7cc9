import { describe, expect, it } from "vitest";
import { addDays, eachDate } from "../../../lib/days";
import { isObject, numberOf, objectsOf, textOf } from "./json";
import {
  closeSimulatorsAfterEach,
  connect,
  control,
  exchange,
  newKey,
  readObject,
  readObjects,
  start,
  TOKEN_PATH,
} from "./testing/client";

closeSimulatorsAfterEach();

const NOW = new Date("2026-11-21T12:00:00Z");
const TODAY = "2026-11-21";
const STEADY = "GCDC_SIMULATED_steady";

async function startSteady() {
  const simulator = await start({ now: () => NOW });
  return { simulator, read: await connect(simulator, STEADY) };
}

describe("the token exchange", () => {
  it("answers a known key with a signed JWT as plain text", async () => {
    const response = await exchange(await start(), STEADY);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/plain");
    const [header = "", claims = "", signature = ""] = (await response.text()).split(".");
    expect(JSON.parse(Buffer.from(header, "base64url").toString()).alg).toBe("RS256");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString()).exp).toBeGreaterThan(
      Date.now() / 1000 + 80_000,
    );
    expect(signature.length).toBeGreaterThan(100);
  });

  it("refuses unknown, expired and deleted keys, and their tokens with them", async () => {
    const simulator = await start();
    expect((await exchange(simulator, "GCDC_unknown")).status).toBe(401);
    for (const action of ["expire", "delete"]) {
      const key = await newKey(simulator, "POST /athletes", { days: 3 });
      const read = await connect(simulator, key);
      expect((await read("/userprofile-service/userprofile/settings")).status).toBe(200);
      await control(simulator, `POST /keys/${key}/${action}`);
      expect((await exchange(simulator, key)).status).toBe(401);
      expect((await read("/userprofile-service/userprofile/settings")).status).toBe(401);
    }
  });

  it("ends tokens by time or by order while the key goes on", async () => {
    const simulator = await start();
    await control(simulator, "POST /settings", { tokenSeconds: 1 });
    const read = await connect(simulator, STEADY);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await read("/hrv-service/hrv/2026-01-01")).status).toBe(401);
    await control(simulator, "POST /settings", { tokenSeconds: 3600 });
    const again = await connect(simulator, STEADY);
    await control(simulator, `POST /keys/${STEADY}/revoke-tokens`);
    expect((await again("/hrv-service/hrv/2026-01-01")).status).toBe(401);
    expect((await exchange(simulator, STEADY)).status).toBe(200);
  });

  it("renews a key to the same account, and tells accounts apart", async () => {
    const simulator = await start();
    const idOf = async (key: string) =>
      (await readObject(await (await connect(simulator, key))("/userprofile-service/userprofile/settings")))
        .id;
    const first = await newKey(simulator, "POST /athletes", { days: 3 });
    const before = await idOf(first);
    const renewed = await newKey(simulator, `POST /keys/${first}/renew`, {});
    expect((await exchange(simulator, first)).status).toBe(401);
    expect(await idOf(renewed)).toBe(before);
    expect(await idOf(await newKey(simulator, "POST /athletes", { days: 3 }))).not.toBe(before);
  });
});

describe("the list of calls", () => {
  it("is 404 off the list, 401 without a token, 405 for another method", async () => {
    const { simulator, read } = await startSteady();
    for (const path of [
      "/userprofile-service/socialProfile",
      "/device-service/devices",
      "/",
      "/sleep-service/sleep/dailySleepData?date=2026-01-01",
    ]) {
      expect((await read(path)).status).toBe(404);
    }
    expect((await fetch(`${simulator.personalUrl}/hrv-service/hrv/${TODAY}`)).status).toBe(401);
    expect((await fetch(simulator.personalUrl + TOKEN_PATH)).status).toBe(405);
  });

  it("refuses ranges over the cap and dates that are none", async () => {
    const { read } = await startSteady();
    const range = (days: number) => [addDays(TODAY, 1 - days), TODAY] as const;
    const calls: [number, (from: string, to: string) => string][] = [
      [31, (from, to) => `/sleep-service/sleep/dailySleepSummariesByDate?startDate=${from}&endDate=${to}`],
      [28, (from, to) => `/usersummary-service/stats/steps/daily/${from}/${to}`],
      [28, (from, to) => `/usersummary-service/stats/stress/daily/${from}/${to}`],
      [35, (from, to) => `/hrv-service/hrv/daily/${from}/${to}`],
      [35, (from, to) => `/usersummary-service/v2/dailysummaries?startDate=${from}&endDate=${to}`],
    ];
    for (const [cap, path] of calls) {
      expect((await read(path(...range(cap)))).status, path("", "")).toBe(200);
      expect((await read(path(...range(cap + 1)))).status, path("", "")).toBe(400);
      expect((await read(path(TODAY, addDays(TODAY, -1)))).status).toBe(400);
      expect((await read(path("2026-02-30", "2026-03-01"))).status).toBe(400);
    }
  });

  it("answers 429 with Retry-After when more than two calls are under way", async () => {
    const simulator = await start({ latencyMs: 60 });
    const read = await connect(simulator, STEADY);
    const answers = await Promise.all(Array.from({ length: 5 }, () => read(`/hrv-service/hrv/${TODAY}`)));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.headers.get("retry-after")).toBe("14");
    expect((await read("/biometric-service/heartRateZones/v2")).status).toBe(200);
  });
});

describe("activities", () => {
  it("come newest first, cut by start and limit, with nothing past the end", async () => {
    const { read } = await startSteady();
    const all = await readObjects(
      await read("/activitylist-service/activities/search/activities?limit=1000"),
    );
    const starts = all.map((item) => textOf(item.startTimeGMT) ?? "");
    expect(starts).toEqual([...starts].sort().reverse());
    expect(await readObjects(await read("/activitylist-service/activities/search/activities"))).toEqual(
      all.slice(0, 20),
    );
    const page = await readObjects(
      await read("/activitylist-service/activities/search/activities?start=5&limit=7"),
    );
    expect(page).toEqual(all.slice(5, 12));
    expect(
      await readObjects(await read("/activitylist-service/activities/search/activities?start=5000&limit=7")),
    ).toEqual([]);
    expect((await read("/activitylist-service/activities/search/activities?limit=1001")).status).toBe(400);
    expect(all.every((item) => (textOf(item.startTimeLocal) ?? "") <= `${TODAY} 23:59:59`)).toBe(true);
  });

  it("are filtered by local date and by type, with the running family under running", async () => {
    const { read } = await startSteady();
    const list = async (query: string) =>
      readObjects(await read(`/activitylist-service/activities/search/activities?limit=1000&${query}`));
    const all = await list("");
    const window = await list("startDate=2026-09-01&endDate=2026-09-30");
    expect(window).toEqual(all.filter((item) => (textOf(item.startTimeLocal) ?? "").startsWith("2026-09")));
    const runs = await list("activityType=running");
    const keys = new Set(
      runs.map((item) => (isObject(item.activityType) ? item.activityType.typeKey : null)),
    );
    expect([...keys].sort()).toEqual(["running", "trail_running", "treadmill_running"]);
    expect(runs.length).toBeLessThan(all.length);
    expect(
      (await read("/activitylist-service/activities/search/activities?activityType=flying")).status,
    ).toBe(400);
  });

  it("say the same in list and detail, and rate only in the detail", async () => {
    const { read } = await startSteady();
    const entries = await readObjects(
      await read("/activitylist-service/activities/search/activities?limit=60"),
    );
    let ratedCount = 0;
    for (const entry of entries) {
      const detail = await readObject(await read(`/activity-service/activity/${entry.activityId}`));
      const summary = isObject(detail.summaryDTO) ? detail.summaryDTO : {};
      for (const key of [
        "distance",
        "duration",
        "movingDuration",
        "elapsedDuration",
        "calories",
        "bmrCalories",
        "averageHR",
        "maxHR",
        "waterEstimated",
        "waterConsumed",
        "anaerobicTrainingEffect",
      ]) {
        expect(summary[key], key).toEqual(entry[key]);
      }
      expect(summary.trainingEffect).toBe(entry.aerobicTrainingEffect);
      expect(entry).not.toHaveProperty("directWorkoutRpe");
      const zones = [1, 2, 3, 4, 5].map((zone) => numberOf(entry[`hrTimeInZone_${zone}`]) ?? Number.NaN);
      expect(zones.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(numberOf(entry.duration) ?? 0);
      if ("directWorkoutRpe" in summary) ratedCount++;
    }
    expect(ratedCount).toBeGreaterThan(25);
    expect(ratedCount).toBeLessThan(60);
  });

  it("is a recorded 404 for an unknown one, and a ZIP for the original file", async () => {
    const { read } = await startSteady();
    const unknown = await read("/activity-service/activity/1");
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({ message: "HTTP 404 Not Found", error: "NotFoundException" });
    const [entry] = await readObjects(
      await read("/activitylist-service/activities/search/activities?limit=1"),
    );
    const file = Buffer.from(
      await (await read(`/download-service/files/activity/${entry?.activityId}`)).arrayBuffer(),
    );
    expect(file.subarray(0, 4).toString("latin1")).toBe("PK\x03\x04");
    expect(file.includes(".FIT")).toBe(true);
  });
});

describe("nights and days", () => {
  it("are the same records in day and range form, with days without a night left out", async () => {
    const { read } = await startSteady();
    const dates = eachDate("2026-08-01", "2026-08-31");
    const [from, to] = [dates[0], dates.at(-1)];
    const summaries = await readObjects(
      await read(`/sleep-service/sleep/dailySleepSummariesByDate?startDate=${from}&endDate=${to}`),
    );
    const hrv = await readObject(await read(`/hrv-service/hrv/daily/${from}/${to}`));
    const nights = [];
    const hrvNights = [];
    for (const date of dates) {
      const night = await readObject(await read(`/sleep-service/sleep/dailySleep?date=${date}`));
      const dto = isObject(night.dailySleepDTO) ? night.dailySleepDTO : {};
      if (dto.id !== null) nights.push(dto);
      else expect(dto.sleepTimeSeconds).toBeNull();
      const answer = await read(`/hrv-service/hrv/${date}`);
      if (answer.status === 204) expect(await answer.text()).toBe("");
      else hrvNights.push((await readObject(answer)).hrvSummary);
    }
    expect(nights.length).toBeLessThan(dates.length);
    expect(summaries).toEqual(nights);
    expect(hrv.hrvSummaries).toEqual(hrvNights);
  });

  it("give HRV readings that average to the night", async () => {
    const { read } = await startSteady();
    const body = await readObject(await read(`/hrv-service/hrv/${TODAY}`));
    const values = objectsOf(body.hrvReadings).map((item) => numberOf(item.hrvValue) ?? Number.NaN);
    const summary = isObject(body.hrvSummary) ? body.hrvSummary : {};
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(average - (numberOf(summary.lastNightAvg) ?? Number.NaN))).toBeLessThan(0.6);
  });

  it("have null and not zero for a day without the watch, and nothing before the account", async () => {
    const simulator = await start({ now: () => NOW });
    const read = await connect(simulator, "GCDC_SIMULATED_new_user");
    const body = await readObject(
      await read("/usersummary-service/v2/dailysummaries?startDate=2026-10-20&endDate=2026-11-21"),
    );
    expect(objectsOf(body.data)).toHaveLength(15);
    expect((await read("/hrv-service/hrv/daily/2026-09-01/2026-09-30")).status).toBe(204);
    const steady = await connect(simulator, STEADY);
    const trip = await readObject(
      await steady("/usersummary-service/v2/dailysummaries?startDate=2026-08-10&endDate=2026-08-25"),
    );
    const away = objectsOf(trip.data).filter((day) => day.includesWellnessData === false);
    expect(away).toHaveLength(4);
    expect(away.every((day) => day.restingHeartRate === null && day.activeKilocalories === null)).toBe(true);
  });

  it("end today, and the next day appears when the clock moves", async () => {
    const { simulator, read } = await startSteady();
    const tomorrow = addDays(TODAY, 1);
    expect((await read(`/hrv-service/hrv/${TODAY}`)).status).toBe(200);
    expect((await read(`/hrv-service/hrv/${tomorrow}`)).status).toBe(204);
    const before = await readObject(await read(`/hrv-service/hrv/${TODAY}`));
    await control(simulator, "POST /clock", { advanceSeconds: 86_400 });
    expect((await read(`/hrv-service/hrv/${tomorrow}`)).status).toBe(200);
    expect(await readObject(await read(`/hrv-service/hrv/${TODAY}`))).toEqual(before);
  });

  it("keep wall clock and instant apart by the zone's offset, summer and winter", async () => {
    const { read } = await startSteady();
    for (const [date, hours] of [
      ["2026-07-15", 2],
      ["2026-11-20", 1],
    ] as const) {
      const night = await readObject(await read(`/sleep-service/sleep/dailySleep?date=${date}`));
      const dto = isObject(night.dailySleepDTO) ? night.dailySleepDTO : {};
      expect((numberOf(dto.sleepEndTimestampLocal) ?? 0) - (numberOf(dto.sleepEndTimestampGMT) ?? 0)).toBe(
        hours * 3_600_000,
      );
      expect(new Date(numberOf(dto.sleepEndTimestampLocal) ?? 0).toISOString().slice(0, 10)).toBe(date);
    }
  });

  it("carry Health Snapshots as pairs that are no night's values", async () => {
    const { read } = await startSteady();
    const items = await readObjects(
      await read("/wellnessactivity-service/activity/summary/range/2026-10-01/2026-11-21"),
    );
    expect(items.length).toBeGreaterThan(3);
    const types = objectsOf(items[0]?.summaryTypeDataList).map((pair) => pair.summaryType);
    expect(types).toEqual(expect.arrayContaining(["RMSSD_HRV", "SDRR_HRV", "HEART_RATE"]));
  });
});
