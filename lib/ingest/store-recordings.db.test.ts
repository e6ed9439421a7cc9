import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb, inTransaction } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { keepRaw, readRaw } from "@/lib/ingest/keep-raw";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import type { RawBody } from "@/lib/providers/provider";
import type { Recording } from "@/lib/records/recording";

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

/** As a list gives it: no RPE, no feel, no zone bounds. */
const run = (overrides: Partial<Recording> = {}): Recording => ({
  channel: "garmin",
  externalId: "1001",
  sport: "run",
  sportDetail: "trail_running",
  name: "Morning run",
  startedAt: new Date("2026-03-01T06:30:00.123Z"),
  utcOffsetSeconds: 3600,
  localDate: "2026-03-01",
  elapsedSeconds: 3700.5,
  timerSeconds: 3600.25,
  movingSeconds: 3500.125,
  distanceMeters: 10_012.34,
  elevationGainMeters: 0,
  elevationLossMeters: 12.5,
  averageHeartRateBpm: 145,
  maxHeartRateBpm: 171,
  heartRateZoneSeconds: [10.5, 20, 3000, 500, 0],
  heartRateZoneLowerBpm: [],
  averagePowerWatts: 250,
  maxPowerWatts: 400,
  normalizedPowerWatts: 262.5,
  averageCadenceStepsPerMinute: 172.3,
  rpe: null,
  feelPercent: null,
  aerobicTrainingEffect: 3.4,
  anaerobicTrainingEffect: 0,
  activeEnergyKilocalories: 600,
  restingEnergyKilocalories: 80,
  totalEnergyKilocalories: 680,
  sweatLossMilliliters: 700,
  fluidIntakeMilliliters: 250,
  fluidBalanceMilliliters: -450,
  deviceId: "33",
  manufacturer: "GARMIN",
  isManual: false,
  isMultisportParent: false,
  parentExternalId: null,
  detailReadAt: null,
  ...overrides,
});

const withDetail = (overrides: Partial<Recording> = {}) =>
  run({
    rpe: 6,
    feelPercent: 75,
    heartRateZoneLowerBpm: [95, 114, 133, 152, 171],
    detailReadAt: new Date("2026-03-01T09:00:00Z"),
    ...overrides,
  });

const store = (recordings: Recording[], raw: RawBody[] = [], id = athleteId) =>
  storeRecordings(id, { recordings, raw, channel: "garmin", syncRunId: null });

const recordingsOf = (id = athleteId) => rowsOf("Recording", id, "externalId");
const workoutsOf = (id = athleteId) => rowsOf("Workout", id, "startedAt");

describe("storing", () => {
  test("keeps every field, on the recording and on its workout", async () => {
    const recording = withDetail();
    expect(await store([recording])).toEqual({
      createdCount: 1,
      updatedCount: 0,
      unchangedCount: 0,
      firstChangedLocalDate: "2026-03-01",
    });
    const [stored] = await recordingsOf();
    expect(stored).toMatchObject({ athleteId, ...recording });
    const { externalId, deviceId, manufacturer, isManual, parentExternalId, detailReadAt, ...shared } =
      recording;
    expect(await workoutsOf()).toEqual([
      expect.objectContaining({
        ...shared,
        athleteId,
        primaryRecordingId: stored?.id,
        id: stored?.workoutId,
      }),
    ]);
  });

  test("twice changes nothing, not even the time of the last change", async () => {
    const page = [run(), withDetail({ externalId: "1002" })];
    await store(page);
    const before = [await recordingsOf(), await workoutsOf()];
    expect(await store(page)).toEqual({
      createdCount: 0,
      updatedCount: 0,
      unchangedCount: 2,
      firstChangedLocalDate: null,
    });
    expect([await recordingsOf(), await workoutsOf()]).toEqual(before);
  });

  test("a null and an empty list never replace what was measured; a zero does", async () => {
    await store([run()]);
    const thinner = run({
      averageHeartRateBpm: null,
      heartRateZoneSeconds: [],
      name: null,
      elevationLossMeters: 0,
    });
    expect(await store([thinner])).toMatchObject({ updatedCount: 1 });
    const expected = {
      averageHeartRateBpm: 145,
      heartRateZoneSeconds: [10.5, 20, 3000, 500, 0],
      name: "Morning run",
      elevationLossMeters: 0,
    };
    expect((await recordingsOf())[0]).toMatchObject(expected);
    expect((await workoutsOf())[0]).toMatchObject(expected);
  });

  test("an entry of the list leaves what the detail brought", async () => {
    const detail = withDetail();
    await store([run()]);
    expect(await store([detail])).toMatchObject({ updatedCount: 1 });
    expect(await store([run()])).toMatchObject({ updatedCount: 0, unchangedCount: 1 });
    const { rpe, feelPercent, heartRateZoneLowerBpm, detailReadAt } = detail;
    expect((await recordingsOf())[0]).toMatchObject({
      rpe,
      feelPercent,
      heartRateZoneLowerBpm,
      detailReadAt,
    });
    expect((await workoutsOf())[0]).toMatchObject({ rpe, feelPercent, heartRateZoneLowerBpm });
  });

  test("a detail that says the same again is no update, but its time is noted", async () => {
    await store([withDetail()]);
    const detailReadAt = new Date("2026-03-02T09:00:00Z");
    expect(await store([withDetail({ detailReadAt })])).toMatchObject({ updatedCount: 0, unchangedCount: 1 });
    expect((await recordingsOf())[0]).toMatchObject({ detailReadAt });
  });

  test("of an id twice in one page the later entry counts", async () => {
    const answer = await store([run({ name: "First" }), run({ name: "Second" })]);
    expect(answer).toMatchObject({ createdCount: 1, updatedCount: 0, unchangedCount: 0 });
    expect((await recordingsOf()).map(({ name }) => name)).toEqual(["Second"]);
  });

  test("a moved start tells the day that was left and the day that was reached", async () => {
    await store([run({ localDate: "2026-03-01" })]);
    const later = run({ startedAt: new Date("2026-03-05T06:00:00Z"), localDate: "2026-03-05" });
    expect(await store([later])).toMatchObject({ firstChangedLocalDate: "2026-03-01" });
    expect(await store([run({ localDate: "2026-02-20" })])).toMatchObject({
      firstChangedLocalDate: "2026-02-20",
    });
  });

  test("a workout keeps its id and what the athlete typed", async () => {
    await store([run()]);
    const [before] = await workoutsOf();
    await queryRows('UPDATE "Workout" SET "athleteRpe" = 8 WHERE "id" = $1', [before?.id]);
    await store([withDetail({ distanceMeters: 9000 })]);
    const after = await workoutsOf();
    expect(after).toEqual([
      expect.objectContaining({ id: before?.id, athleteRpe: 8, rpe: 6, distanceMeters: 9000 }),
    ]);
  });

  test("text that PostgreSQL can't hold does not stop a page", async () => {
    await store([run({ name: "A\u0000B \ud83d C" })]);
    expect((await recordingsOf())[0]).toMatchObject({ name: "AB \ufffd C" });
  });

  test("an empty page is nothing", async () => {
    expect(await store([])).toEqual({
      createdCount: 0,
      updatedCount: 0,
      unchangedCount: 0,
      firstChangedLocalDate: null,
    });
  });

  test("nothing of a page stays when one entry can't be stored", async () => {
    const broken = run({ externalId: "1002", elapsedSeconds: Number.NaN });
    await expect(
      store([run(), broken], [{ kind: "activity", externalId: "1001", body: {} }]),
    ).rejects.toThrow();
    expect(await recordingsOf()).toEqual([]);
    expect(await rowsOf("RawPayload", athleteId, "id")).toEqual([]);
  });

  test("goes back with the caller's transaction", async () => {
    const attempt = inTransaction(async (tx) => {
      await storeRecordings(
        athleteId,
        { recordings: [run()], raw: [], channel: "garmin", syncRunId: null },
        tx,
      );
      throw new Error("later step failed");
    });
    await expect(attempt).rejects.toThrow("later step failed");
    expect(await workoutsOf()).toEqual([]);
  });
});

test("the same workout of another athlete, or of another channel, stays as it is", async () => {
  const other = await insertTestAthlete();
  await store([run()], [], other.athleteId);
  await store([run({ channel: "file", name: "From a file" })]);
  const before = [await recordingsOf(other.athleteId), await workoutsOf(other.athleteId)];
  expect(await store([run({ name: "Mine" })])).toMatchObject({ createdCount: 1 });
  expect([await recordingsOf(other.athleteId), await workoutsOf(other.athleteId)]).toEqual(before);
  expect((await recordingsOf()).map(({ name }) => name).sort()).toEqual(["From a file", "Mine"]);
});

test("writers at the same time store each workout once", async () => {
  const page = Array.from({ length: 400 }, (_, index) =>
    run({ externalId: String(2000 + index), startedAt: new Date(Date.UTC(2025, 0, 1 + index, 6)) }),
  );
  // Connections that stand already, so that nobody comes late.
  await Promise.all(Array.from({ length: 4 }, () => queryRows("SELECT pg_sleep(0.05)")));
  const answers = await Promise.all([store(page), store(page.toReversed()), store(page), store(page)]);
  expect(answers.map(({ createdCount }) => createdCount).sort()).toEqual([0, 0, 0, 400]);
  expect(await recordingsOf()).toHaveLength(400);
  expect(await workoutsOf()).toHaveLength(400);
});

describe("raw payloads", () => {
  const body = { activityId: 1001, name: "Läufe", nested: [1, null, { deep: true }] };
  const raw = [{ kind: "activity", externalId: "1001", body }];

  test("come back as they came and are kept once", async () => {
    const [id = ""] = await keepRaw(athleteId, "garmin", raw, null);
    expect(await keepRaw(athleteId, "garmin", [...raw, ...raw], null)).toEqual([id, id]);
    expect(await readRaw(athleteId, id)).toEqual({ body });
    const [stored] = await rowsOf("RawPayload", athleteId, "id");
    // sha256sum of the JSON text, taken with another tool.
    expect(stored?.sha256).toBe("e8d995b4d649eb7ba11216d4e4840663932fe6b9864de98df471c5b1120b50b1");
  });

  test("another content of the same thing is kept beside it", async () => {
    await keepRaw(athleteId, "garmin", raw, null);
    await keepRaw(
      athleteId,
      "garmin",
      [{ kind: "activity", externalId: "1001", body: { activityId: 1 } }],
      null,
    );
    expect(await rowsOf("RawPayload", athleteId, "id")).toHaveLength(2);
  });

  test("are linked to each sync that brought them", async () => {
    const runs = await queryRows<{ id: string }>(
      `INSERT INTO "SyncRun" ("athleteId", "kind", "trigger", "fromDate", "toDate")
       SELECT $1, 'activities', 'manual', '2026-03-01', '2026-03-02' FROM generate_series(1, 2) RETURNING "id"`,
      [athleteId],
    );
    for (const { id: syncRunId } of runs) {
      await storeRecordings(athleteId, { recordings: [], raw, channel: "garmin", syncRunId });
      await storeRecordings(athleteId, { recordings: [], raw, channel: "garmin", syncRunId });
    }
    const links = await queryRows('SELECT * FROM "RawPayloadSync" WHERE "syncRunId" = ANY($1::uuid[])', [
      runs.map(({ id }) => id),
    ]);
    expect(links).toHaveLength(2);
  });

  test("of another athlete are not found", async () => {
    const [id = ""] = await keepRaw(athleteId, "garmin", raw, null);
    const other = await insertTestAthlete();
    expect(await readRaw(other.athleteId, id)).toBeNull();
  });
});
