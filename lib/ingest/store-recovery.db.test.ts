import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb, inTransaction } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { type RecoveryDelivery, resolveRecoveryDays, storeRecovery } from "@/lib/ingest/store-recovery";
import type { HealthSnapshot, SleepSession } from "@/lib/records/night";

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

const store = (delivery: Partial<RecoveryDelivery>, id = athleteId) =>
  storeRecovery(id, {
    channel: "garmin",
    days: [],
    sessions: [],
    snapshots: [],
    raw: [],
    syncRunId: null,
    window: { from: "2026-03-01", to: "2026-03-07" },
    metric: "sleep",
    ...delivery,
  });

/** Hours of UTC on 2026-03-01; below zero is the evening before. */
const at = (hour: number) => new Date(Date.UTC(2026, 2, 1) + hour * 3_600_000);

const session = (fromHour: number, toHour: number, overrides: Partial<SleepSession> = {}): SleepSession => ({
  channel: "garmin",
  localDate: "2026-03-01",
  startedAt: at(fromHour),
  endedAt: at(toHour),
  utcOffsetSeconds: 3600,
  kind: "main",
  sleepSeconds: Math.round((toHour - fromHour) * 3300),
  inBedSeconds: Math.round((toHour - fromHour) * 3600),
  confirmation: null,
  ...overrides,
});

const daysOf = (id = athleteId) => rowsOf("RecoveryDay", id, "localDate");
const sourcesOf = (id = athleteId) => rowsOf("RecoverySource", id, "localDate");
const sessionsOf = async (id = athleteId) =>
  (await rowsOf("SleepSession", id, "startedAt")).map(({ localDate, startedAt, kind }) => [
    localDate,
    startedAt,
    kind,
  ]);

describe("days", () => {
  const night = {
    localDate: "2026-03-01",
    sleepSeconds: 26_000,
    inBedSeconds: 27_500,
    sleepStartedAt: at(-2),
    sleepEndedAt: at(6),
    sleepUtcOffsetSeconds: 3600,
    overnightAverageHeartRateBpm: 51,
  };

  test("of several metrics come together, each value with its channel", async () => {
    expect(await store({ days: [night] })).toEqual({ changedDays: ["2026-03-01"] });
    await store({
      metric: "hrv",
      days: [{ localDate: "2026-03-01", hrvRmssdMs: 48.5, garminHrvStatus: "BALANCED" }],
    });
    await store({
      metric: "daily_summary",
      days: [{ localDate: "2026-03-01", activeEnergyKilocalories: 0 }],
    });
    const expected = { ...night, hrvRmssdMs: 48.5, garminHrvStatus: "BALANCED", activeEnergyKilocalories: 0 };
    expect(await sourcesOf()).toEqual([expect.objectContaining({ ...expected, channel: "garmin" })]);
    expect(await daysOf()).toEqual([expect.objectContaining({ ...expected, restingHeartRateBpm: null })]);
    expect((await daysOf())[0]?.channels).toMatchObject({ hrvRmssdMs: "garmin", sleepSeconds: "garmin" });
  });

  test("stored twice change nothing", async () => {
    const delivery = { days: [night], sessions: [session(-2, 6), session(7, 8)], snapshots: [snapshot(9)] };
    expect(await store(delivery)).toEqual({ changedDays: ["2026-03-01"] });
    const all = async () => [
      await sourcesOf(),
      await daysOf(),
      await rowsOf("SleepSession", athleteId, "startedAt"),
    ];
    const before = await all();
    expect(await store(delivery)).toEqual({ changedDays: [] });
    expect(await all()).toEqual(before);
  });

  test("a null never replaces a value", async () => {
    await store({ days: [night] });
    const { changedDays } = await store({
      days: [{ ...night, sleepSeconds: null, overnightAverageHeartRateBpm: 52 }],
    });
    expect(changedDays).toEqual(["2026-03-01"]);
    expect((await daysOf())[0]).toMatchObject({ sleepSeconds: 26_000, overnightAverageHeartRateBpm: 52 });
  });

  test("tell only the dates that changed, oldest first", async () => {
    const days = ["03", "01", "02"].map((day) => ({ localDate: `2026-03-${day}`, restingHeartRateBpm: 47 }));
    expect(await store({ days })).toEqual({ changedDays: ["2026-03-01", "2026-03-02", "2026-03-03"] });
    const again = days.map((day) =>
      day.localDate === "2026-03-02" ? { ...day, restingHeartRateBpm: 48 } : day,
    );
    expect(await store({ days: again })).toEqual({ changedDays: ["2026-03-02"] });
  });

  test("without any value are no rows", async () => {
    expect(await store({ days: [{ localDate: "2026-03-01", hrvRmssdMs: null }] })).toEqual({
      changedDays: [],
    });
    expect(await daysOf()).toEqual([]);
  });

  test("twice in one delivery are one day, the later value counting", async () => {
    await store({
      days: [
        { localDate: "2026-03-01", restingHeartRateBpm: 47, hrvRmssdMs: 50 },
        { localDate: "2026-03-01", restingHeartRateBpm: 48, hrvRmssdMs: null },
      ],
    });
    expect(await daysOf()).toEqual([expect.objectContaining({ restingHeartRateBpm: 48, hrvRmssdMs: 50 })]);
  });

  test("a lesser channel fills what the first has not, and nothing else", async () => {
    const date = { localDate: "2026-03-01" };
    await store({ channel: "earlier-system", days: [{ ...date, hrvRmssdMs: 70, restingHeartRateBpm: 44 }] });
    await store({ days: [{ ...date, hrvRmssdMs: 50 }] });
    expect((await daysOf())[0]).toMatchObject({
      hrvRmssdMs: 50,
      restingHeartRateBpm: 44,
      channels: { hrvRmssdMs: "garmin", restingHeartRateBpm: "earlier-system" },
    });
  });

  test("are resolved again when a channel's rows are gone", async () => {
    await store({ days: [night] });
    await queryRows('DELETE FROM "RecoverySource" WHERE "athleteId" = $1', [athleteId]);
    expect(await inTransaction((tx) => resolveRecoveryDays(athleteId, ["2026-03-01"], tx))).toEqual([
      "2026-03-01",
    ]);
    expect(await daysOf()).toEqual([]);
  });
});

describe("sleep sessions", () => {
  test("the longest is the main night, another one second, and a nap stays a nap", async () => {
    await store({ sessions: [session(-2, 1), session(2, 7), session(13, 19, { kind: "nap" })] });
    expect(await sessionsOf()).toEqual([
      ["2026-03-01", at(-2), "second"],
      ["2026-03-01", at(2), "main"],
      ["2026-03-01", at(13), "nap"],
    ]);
  });

  test("one of two that is gone at the source is gone here, other dates stay", async () => {
    const before = session(-26, -18, { localDate: "2026-02-28" });
    await store({ sessions: [before, session(-2, 6), session(7, 8)] });
    expect(await store({ sessions: [session(7, 8)] })).toEqual({ changedDays: ["2026-03-01"] });
    expect(await sessionsOf()).toEqual([
      ["2026-02-28", at(-26), "main"],
      ["2026-03-01", at(7), "main"],
    ]);
  });

  test("of another channel stay", async () => {
    await store({ channel: "garmin-export", sessions: [session(-3, 6)] });
    await store({ sessions: [session(-2, 6)] });
    expect(await sessionsOf()).toHaveLength(2);
  });

  test("a date without sessions in the delivery keeps its own", async () => {
    await store({ sessions: [session(-2, 6)] });
    await store({ days: [{ localDate: "2026-03-01", sleepSeconds: null }] });
    expect(await sessionsOf()).toHaveLength(1);
  });
});

function snapshot(hour: number, overrides: Partial<HealthSnapshot> = {}): HealthSnapshot {
  return {
    channel: "garmin",
    externalId: null,
    startedAt: at(hour),
    utcOffsetSeconds: 3600,
    localDate: "2026-03-01",
    hrvRmssdMs: 38,
    hrvSdrrMs: 55,
    averageHeartRateBpm: 58,
    ...overrides,
  };
}

test("health snapshots are kept by their time and never become a night's value", async () => {
  const both = [snapshot(9), snapshot(9), snapshot(20, { hrvRmssdMs: 41 })];
  expect(await store({ metric: "health_snapshots", snapshots: both })).toEqual({
    changedDays: ["2026-03-01"],
  });
  await store({ metric: "health_snapshots", snapshots: [snapshot(9, { hrvRmssdMs: null, hrvSdrrMs: 56 })] });
  expect(await rowsOf("HealthSnapshot", athleteId, "startedAt")).toEqual([
    expect.objectContaining({ hrvRmssdMs: 38, hrvSdrrMs: 56 }),
    expect.objectContaining({ hrvRmssdMs: 41 }),
  ]);
  expect(await daysOf()).toEqual([]);
});

test("another athlete's rows stay as they are", async () => {
  const other = await insertTestAthlete();
  const delivery = {
    days: [{ localDate: "2026-03-01", hrvRmssdMs: 50 }],
    sessions: [session(-2, 6), session(7, 8)],
    snapshots: [snapshot(9)],
  };
  await store(delivery, other.athleteId);
  await store({
    ...delivery,
    days: [{ localDate: "2026-03-01", hrvRmssdMs: 60 }],
    sessions: [session(-1, 6)],
  });
  expect((await daysOf(other.athleteId))[0]).toMatchObject({ hrvRmssdMs: 50 });
  expect(await sessionsOf(other.athleteId)).toHaveLength(2);
});

test("writers at the same time leave one row of each", async () => {
  const days = Array.from({ length: 30 }, (_, index) => ({
    localDate: `2026-03-${String(index + 1).padStart(2, "0")}`,
    hrvRmssdMs: 50 + index,
  }));
  const sessions = [session(-2, 6), session(7, 8)];
  const answers = await Promise.all([
    store({ days, sessions }),
    store({ days: days.toReversed(), sessions }),
  ]);
  expect(answers.map(({ changedDays }) => changedDays.length).sort()).toEqual([0, 30]);
  expect(await daysOf()).toHaveLength(30);
  expect(await sessionsOf()).toHaveLength(2);
});
