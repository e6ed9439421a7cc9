/**
 * Recorded answers of Garmin through the whole path: the simulator serves them, the adapter asks
 * for them, a sync stores them. Every stored value is compared with the recorded JSON, read here
 * once more by hand. The recordings lie outside of the repository.
 */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GarminSimulator, startGarminSimulator } from "@/e2e/simulators/garmin/server";
import { connectGarminByKey } from "@/lib/connections/connect";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, rowsOf } from "@/lib/db/testing/test-athlete";
import { FIXTURES, hasFixtures, type Recorded, recorded } from "@/lib/providers/garmin/testing/recordings";
import { requestSync } from "@/lib/sync/request";
import { waitForWorkHere } from "@/lib/sync/run-here";

/** The stretches of days that the recordings are from. */
const RECORDED_STRETCHES = [
  ["2021-06-25", "2021-07-25"],
  ["2023-06-15", "2023-07-25"],
  ["2025-06-01", "2025-07-10"],
  ["2025-12-20", "2026-01-31"],
] as const;
const SYNC_MS = 60_000;

let simulator: GarminSimulator;
let athleteId = "";

beforeAll(async () => {
  if (!hasFixtures) return;
  simulator = await startGarminSimulator({ latencyMs: 0 });
  process.env.GARMIN_PERSONAL_API_BASE_URL = simulator.personalUrl;
  const answer = await fetch(`${simulator.controlUrl}/recordings`, {
    method: "POST",
    body: JSON.stringify({ folder: path.join(FIXTURES, "garmin-recorded") }),
  });
  const { key } = await answer.json();
  ({ athleteId } = await insertTestAthlete());
  await connectGarminByKey(athleteId, { apiKey: key });
  await waitForWorkHere();
  await syncAllStretches();
}, SYNC_MS);

afterAll(async () => {
  await closeDb();
  await simulator?.close();
});

async function syncAllStretches(): Promise<void> {
  for (const [from, to] of RECORDED_STRETCHES) {
    await requestSync(athleteId, "garmin", { from, to, trigger: "manual" });
    await waitForWorkHere();
  }
}

const iso = (clock: string) => new Date(`${clock.slice(0, 10)}T${clock.slice(11, 19)}Z`);
const orNull = (value: unknown) => value ?? null;
const byDate = (rows: Recorded[]) => rows.toSorted((a, b) => (a.localDate < b.localDate ? -1 : 1));

describe.skipIf(!hasFixtures)("recorded answers through the whole path", () => {
  test("every sync ended well", async () => {
    const runs = await rowsOf("SyncRun", athleteId, "queuedAt");
    expect(runs.length).toBeGreaterThanOrEqual(2 * RECORDED_STRETCHES.length);
    expect(runs.filter(({ state }) => state !== "succeeded")).toEqual([]);
  });

  test("workouts", async () => {
    const items = new Map<string, Recorded>();
    for (const item of recorded(/activities_search/).flatMap(({ body }) => body)) {
      items.set(String(item.activityId), item);
    }
    expect(items.size).toBe(4);
    const stored = await rowsOf("Recording", athleteId, "startedAt");
    expect(stored.map(({ externalId }) => externalId).sort()).toEqual([...items.keys()].sort());
    const sports = { trail_running: "run", hiking: "walk", open_water_swimming: "swim" };
    const workouts = await rowsOf("Workout", athleteId, "startedAt");
    for (const row of stored) {
      const item = items.get(row.externalId);
      const values = {
        sport: Object.entries(sports).find(([key]) => key === item.activityType.typeKey)?.[1] ?? "other",
        sportDetail: item.activityType.typeKey,
        name: item.activityName,
        startedAt: new Date(item.beginTimestamp),
        utcOffsetSeconds: (iso(item.startTimeLocal).getTime() - iso(item.startTimeGMT).getTime()) / 1000,
        localDate: item.startTimeLocal.split(" ")[0],
        elapsedSeconds: item.elapsedDuration,
        timerSeconds: item.duration,
        movingSeconds: item.movingDuration,
        distanceMeters: item.distance,
        elevationGainMeters: orNull(item.elevationGain),
        elevationLossMeters: orNull(item.elevationLoss),
        averageHeartRateBpm: item.averageHR,
        maxHeartRateBpm: item.maxHR,
        heartRateZoneSeconds: [1, 2, 3, 4, 5].map((zone) => item[`hrTimeInZone_${zone}`]),
        averagePowerWatts: orNull(item.avgPower),
        maxPowerWatts: orNull(item.maxPower),
        normalizedPowerWatts: orNull(item.normPower),
        averageCadenceStepsPerMinute: orNull(item.averageRunningCadenceInStepsPerMinute),
        rpe: null,
        feelPercent: null,
        aerobicTrainingEffect: item.aerobicTrainingEffect,
        anaerobicTrainingEffect: item.anaerobicTrainingEffect,
        activeEnergyKilocalories: item.calories - item.bmrCalories,
        restingEnergyKilocalories: item.bmrCalories,
        totalEnergyKilocalories: item.calories,
        sweatLossMilliliters: item.waterEstimated,
        fluidIntakeMilliliters: null,
        fluidBalanceMilliliters: null,
        isMultisportParent: false,
      };
      expect(row, row.externalId).toMatchObject({
        ...values,
        channel: "garmin",
        deviceId: String(item.deviceId),
        manufacturer: "GARMIN",
        isManual: false,
        parentExternalId: null,
      });
      const workout = workouts.find(({ primaryRecordingId }) => primaryRecordingId === row.id);
      expect(workout, row.externalId).toMatchObject({ ...values, channel: "garmin" });
    }
    expect(workouts).toHaveLength(4);
  });

  test("nights and days, each value with its channel", async () => {
    const expected = new Map<string, Recorded>();
    const add = (localDate: string, values: object) =>
      expected.set(localDate, { ...(expected.get(localDate) ?? emptyDay(localDate)), ...values });
    for (const { dailySleepDTO: night } of recorded(/dailySleepData/).map(({ body }) => body)) {
      if (night.id !== null) add(night.calendarDate, nightValues(night));
    }
    for (const { body } of recorded(/hrv_daily_.*GET_200/)) {
      for (const night of body.hrvSummaries) {
        add(night.calendarDate, { hrvRmssdMs: night.lastNightAvg, garminHrvStatus: night.status });
      }
    }
    for (const { body } of recorded(/usersummary_daily/)) add(body.calendarDate, dayValues(body));

    const stored = await rowsOf("RecoveryDay", athleteId, "localDate");
    const values = stored.map(({ athleteId: _, updatedAt: __, channels: ___, ...rest }) => rest);
    expect(values).toEqual(byDate([...expected.values()]));
    for (const { channels, localDate, ...row } of stored) {
      const measured = Object.keys(channels).filter((name) => row[name] !== null);
      expect(Object.values(channels), localDate).toEqual(measured.map(() => "garmin"));
    }
  });

  test("sleep sessions", async () => {
    const nights = recorded(/dailySleepData/)
      .map(({ body }) => body.dailySleepDTO)
      .filter(({ id }) => id !== null);
    const stored = await rowsOf("SleepSession", athleteId, "localDate");
    expect(stored).toHaveLength(nights.length);
    for (const row of stored) {
      const night = nights.find(({ calendarDate }) => calendarDate === row.localDate);
      expect(row, row.localDate).toMatchObject({
        channel: "garmin",
        kind: "main",
        startedAt: new Date(night.sleepStartTimestampGMT),
        endedAt: new Date(night.sleepEndTimestampGMT),
        utcOffsetSeconds: (night.sleepEndTimestampLocal - night.sleepEndTimestampGMT) / 1000,
        sleepSeconds: night.sleepTimeSeconds,
        inBedSeconds: (night.sleepEndTimestampGMT - night.sleepStartTimestampGMT) / 1000,
      });
    }
  });

  test("the bodies are kept as they came, and a second time changes nothing", async () => {
    const tables = ["Recording", "Workout", "RecoveryDay", "RecoverySource", "SleepSession", "RawPayload"];
    const all = () => Promise.all(tables.map((table) => rowsOf(table, athleteId, "athleteId")));
    const before = await all();
    expect(before.at(-1)?.length).toBeGreaterThan(0);
    await syncAllStretches();
    expect(await all()).toEqual(before);
  }, 60_000);
});

function emptyDay(localDate: string): object {
  return {
    localDate,
    sleepSeconds: null,
    inBedSeconds: null,
    sleepStartedAt: null,
    sleepEndedAt: null,
    sleepUtcOffsetSeconds: null,
    hrvRmssdMs: null,
    overnightAverageHeartRateBpm: null,
    restingHeartRateBpm: null,
    activeEnergyKilocalories: null,
    restingEnergyKilocalories: null,
    totalEnergyKilocalories: null,
    garminHrvStatus: null,
  };
}

function nightValues(night: Recorded): object {
  return {
    sleepSeconds: night.sleepTimeSeconds,
    inBedSeconds: (night.sleepEndTimestampGMT - night.sleepStartTimestampGMT) / 1000,
    sleepStartedAt: new Date(night.sleepStartTimestampGMT),
    sleepEndedAt: new Date(night.sleepEndTimestampGMT),
    sleepUtcOffsetSeconds: (night.sleepEndTimestampLocal - night.sleepEndTimestampGMT) / 1000,
    overnightAverageHeartRateBpm: orNull(night.averageSpO2HRSleep),
  };
}

function dayValues(day: Recorded): object {
  return {
    restingHeartRateBpm: day.restingHeartRate,
    activeEnergyKilocalories: day.activeKilocalories,
    restingEnergyKilocalories: day.bmrKilocalories,
    totalEnergyKilocalories: day.totalKilocalories,
  };
}
