import { describe, expect, it } from "vitest";
import { isObject, numberOf, objectsOf } from "./json";
import {
  closeSimulatorsAfterEach,
  connect,
  control,
  newKey,
  readObject,
  readObjects,
  start,
} from "./testing/client";

closeSimulatorsAfterEach();

const STEADY = "GCDC_SIMULATED_steady";
const NOW = new Date("2026-11-21T12:00:00Z");
const HRV_TODAY = "/hrv-service/hrv/2026-11-21";
const LIST = "/activitylist-service/activities/search/activities?limit=1000";

describe("faults to order", () => {
  it("meet the requests that they match, as often as ordered", async () => {
    const simulator = await start();
    const read = await connect(simulator, STEADY);
    await control(simulator, "POST /faults", [
      { match: { path: "^/hrv-service/" }, times: 2, fault: { status: 429, retryAfterSeconds: 33 } },
    ]);
    expect((await read("/biometric-service/heartRateZones/v2")).status).toBe(200);
    const first = await read(HRV_TODAY);
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "33"]);
    expect((await read(HRV_TODAY)).status).toBe(429);
    expect((await read(HRV_TODAY)).status).not.toBe(429);
  });

  it("can be HTML, another body, a retyped field, a cut body, a broken connection and silence", async () => {
    const simulator = await start({ now: () => NOW });
    const read = await connect(simulator, STEADY);
    const order = (fault: object) =>
      control(simulator, "POST /faults", { fault: JSON.parse(JSON.stringify(fault)) });
    await order({ html: true });
    expect((await read(HRV_TODAY)).headers.get("content-type")).toContain("text/html");
    await order({ body: { surprise: true } });
    expect(await (await read(HRV_TODAY)).json()).toEqual({ surprise: true });
    await order({ retype: { path: "hrvSummary", key: "lastNightAvg" } });
    const summary = (await readObject(await read(HRV_TODAY))).hrvSummary;
    expect(isObject(summary) && typeof summary.lastNightAvg).toBe("string");
    await order({ cut: "body" });
    await expect((await read(HRV_TODAY)).json()).rejects.toThrow();
    await order({ cut: "connection" });
    await expect(read(HRV_TODAY).then((answer) => answer.text())).rejects.toThrow();
    await order({ reset: true });
    await expect(read(HRV_TODAY)).rejects.toThrow();
    await order({ hang: true });
    const silence = await Promise.race([
      read(HRV_TODAY).catch(() => "ended"),
      new Promise((resolve) => setTimeout(resolve, 150, "silent")),
    ]);
    expect(silence).toBe("silent");
    expect((await read(HRV_TODAY)).status).toBe(200);
  });

  it("are cleared, and a wrong order is refused with words", async () => {
    const simulator = await start({ now: () => NOW });
    const read = await connect(simulator, STEADY);
    await control(simulator, "POST /faults", { times: -1, fault: { status: 503 } });
    expect((await read(HRV_TODAY)).status).toBe(503);
    await control(simulator, "DELETE /faults");
    expect((await read(HRV_TODAY)).status).toBe(200);
    await expect(control(simulator, "POST /faults", { fault: { explode: true } })).rejects.toThrow("explode");
    await expect(control(simulator, "POST /faults", { match: { path: "(" }, fault: {} })).rejects.toThrow(
      "regular expression",
    );
  });
});

describe("changes between two syncs", () => {
  it("edit, delete and add an activity", async () => {
    const simulator = await start({ now: () => NOW });
    const key = await newKey(simulator, "POST /athletes", { profile: "steady", days: 40 });
    const read = await connect(simulator, key);
    const before = await readObjects(await read(LIST));
    const activityId = before[3]?.activityId ?? null;
    await control(simulator, "POST /change", {
      key,
      op: "edit_activity",
      activityId,
      name: "Renamed",
      distanceMeters: 4321,
    });
    const edited = (await readObjects(await read(LIST)))[3];
    expect([edited?.activityName, edited?.distance]).toEqual(["Renamed", 4321]);
    const detail = await readObject(await read(`/activity-service/activity/${activityId}`));
    expect(isObject(detail.summaryDTO) && detail.summaryDTO.distance).toBe(4321);
    await control(simulator, "POST /change", { key, op: "delete_activity", activityId });
    expect(await readObjects(await read(LIST))).toHaveLength(before.length - 1);
    expect((await read(`/activity-service/activity/${activityId}`)).status).toBe(404);
    await control(simulator, "POST /change", { key, op: "add_run", name: "Lunch run", distanceMeters: 5000 });
    const [newest] = await readObjects(await read(LIST));
    expect([newest?.activityName, newest?.distance, String(newest?.startTimeLocal).slice(0, 10)]).toEqual([
      "Lunch run",
      5000,
      "2026-11-21",
    ]);
  });

  it("hold a night back, let it come in late, and revise it", async () => {
    const simulator = await start({ now: () => NOW });
    const key = await newKey(simulator, "POST /athletes", { profile: "steady", days: 40 });
    const read = await connect(simulator, key);
    const range = "/sleep-service/sleep/dailySleepSummariesByDate?startDate=2026-11-21&endDate=2026-11-21";
    await control(simulator, "POST /change", { key, op: "hide_night" });
    expect(await readObjects(await read(range))).toEqual([]);
    expect((await read(HRV_TODAY)).status).toBe(204);
    await control(simulator, "POST /change", { key, op: "show_night" });
    expect(await readObjects(await read(range))).toHaveLength(1);
    await control(simulator, "POST /change", {
      key,
      op: "change_night",
      sleepSeconds: 20_000,
      hrvRmssdMs: 44,
      restingHeartRateBpm: 51,
    });
    expect((await readObjects(await read(range)))[0]?.sleepTimeSeconds).toBe(20_000);
    const days = await readObject(
      await read("/usersummary-service/v2/dailysummaries?startDate=2026-11-21&endDate=2026-11-21"),
    );
    expect(numberOf(objectsOf(days.data)[0]?.restingHeartRate)).toBe(51);
  });
});

describe("the control address", () => {
  it("logs requests without any secret", async () => {
    const simulator = await start();
    await control(simulator, "DELETE /requests");
    await (await connect(simulator, STEADY))(`${HRV_TODAY}?x=1`);
    const log = await (await fetch(`${simulator.controlUrl}/requests`)).text();
    const [exchanged, asked] = objectsOf(JSON.parse(log));
    expect(exchanged).toMatchObject({
      method: "POST",
      status: 200,
      authorizationScheme: "ApiKey",
      contentLength: 0,
    });
    expect(asked).toMatchObject({
      method: "GET",
      path: HRV_TODAY,
      query: { x: "1" },
      authorizationScheme: "Bearer",
    });
    expect(asked?.externalUserId).toBe(exchanged?.externalUserId);
    expect(log).not.toContain(STEADY);
    expect(log).not.toContain("eyJ");
  });

  it("lists the cast and refuses what it doesn't know", async () => {
    const simulator = await start();
    const keys = objectsOf(await control(simulator, "GET /athletes")).map((item) => item.key);
    expect(keys).toHaveLength(8);
    expect(keys).toContain(STEADY);
    await expect(control(simulator, "POST /athletes", { profile: "nobody" })).rejects.toThrow();
    await expect(control(simulator, "POST /keys/none/delete")).rejects.toThrow("No such key");
    await expect(control(simulator, "POST /recordings", { folder: "/nowhere/at/all" })).rejects.toThrow(
      "/nowhere/at/all",
    );
  });

  it("has accounts without nights and without anything", async () => {
    const simulator = await start();
    const runsOnly = await connect(
      simulator,
      await newKey(simulator, "POST /athletes", { profile: "no_nights" }),
    );
    expect((await readObjects(await runsOnly(LIST))).length).toBeGreaterThan(50);
    expect((await runsOnly("/hrv-service/hrv/daily/2026-11-01/2026-11-21")).status).toBe(204);
    const empty = await connect(simulator, await newKey(simulator, "POST /athletes", { profile: "empty" }));
    expect(await readObjects(await empty(LIST))).toEqual([]);
  });
});
