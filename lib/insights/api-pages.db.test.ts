import "@/lib/auth/testing/test-env";
import { describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";
import { listActivities, readActivity } from "@/lib/insights/api-activities";
import { listRecoveryDays } from "@/lib/insights/api-recovery";

type Row = Record<string, unknown>;

/** Inserts one row; columns that are not given keep their default or stay null. */
async function insert(table: string, row: Row): Promise<string> {
  const columns = Object.keys(row);
  const { rows } = await pool().query(
    `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(", ")})
     VALUES (${columns.map((_, index) => `$${index + 1}`).join(", ")}) RETURNING *`,
    Object.values(row),
  );
  return rows[0].id;
}

const workout = (athleteId: string, overrides: Row = {}) => ({
  athleteId,
  sport: "run",
  sportDetail: "running",
  startedAt: new Date("2026-02-01T06:00:00.123Z"),
  localDate: "2026-02-01",
  elapsedSeconds: 1800,
  channel: "garmin",
  ...overrides,
});

describe("activities", () => {
  const OPEN = { mayShowHeartRate: true };

  test("every page ends where the next begins, also among workouts of the same instant", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    const made = new Set<string>();
    for (let index = 0; index < 7; index += 1) made.add(await insert("Workout", workout(athleteId)));
    made.add(
      await insert("Workout", workout(athleteId, { startedAt: new Date("2026-02-01T06:00:00.124Z") })),
    );

    const seen: string[] = [];
    let cursor: string | undefined;
    let pageCount = 0;
    do {
      const page = await listActivities(athleteId, { limit: 3, cursor }, OPEN);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
      pageCount += 1;
    } while (cursor !== undefined);
    expect(pageCount).toBe(3);
    expect(seen).toHaveLength(8);
    expect(new Set(seen)).toEqual(made);
    const [first] = (await listActivities(athleteId, { limit: 1 }, OPEN)).data;
    expect(first?.started_at).toBe("2026-02-01T06:00:00.124Z");
  });

  test("a last page that is full says that it is the last", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    await insert("Workout", workout(athleteId));
    expect((await listActivities(athleteId, { limit: 1 }, OPEN)).next_cursor).toBeNull();
  });

  test("from and to are local dates and both included; others' workouts never show", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    const other = await insertPerson(["athlete"]);
    for (const day of ["2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"]) {
      // Far east: the instant lies on the day before.
      const startedAt = new Date(`${day}T00:30:00+13:00`);
      await insert("Workout", workout(athleteId, { localDate: day, startedAt }));
      await insert("Workout", workout(other.athleteId, { localDate: day, startedAt }));
    }
    const page = await listActivities(athleteId, { limit: 50, from: "2026-02-01", to: "2026-02-02" }, OPEN);
    expect(page.data.map(({ local_date }) => local_date)).toEqual(["2026-02-02", "2026-02-01"]);
  });

  test("null is not measured, zero is zero, and each value that is there has its channel", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    const recordingId = await insert("Recording", {
      ...workout(athleteId),
      externalId: "17",
      distanceMeters: 5012.4,
      manufacturer: "GARMIN",
    });
    const workoutId = await insert(
      "Workout",
      workout(athleteId, {
        primaryRecordingId: recordingId,
        distanceMeters: 5012.4,
        elevationGainMeters: 0,
        averageHeartRateBpm: 151,
        heartRateZoneSeconds: [60, 120, 0, 0, 0],
        rpe: 4,
        athleteRpe: 7,
        filledFrom: JSON.stringify({ averageHeartRateBpm: "strava" }),
      }),
    );
    await pool().query(`UPDATE "Recording" SET "workoutId" = $1 WHERE "id" = $2`, [workoutId, recordingId]);

    const read = await readActivity(athleteId, workoutId, OPEN);
    expect(read).toMatchObject({
      distance_meters: 5012.4,
      elevation_gain_meters: 0,
      moving_seconds: null,
      max_hr_bpm: null,
      hr_zone_seconds: [60, 120, 0, 0, 0],
      hr_zone_lower_bpm: [],
      rpe: 7,
      laps: [],
      splits: [],
      not_shared: [],
    });
    expect(read.channels).toEqual({
      elapsed_seconds: "garmin",
      distance_meters: "garmin",
      elevation_gain_meters: "garmin",
      average_hr_bpm: "strava",
      hr_zone_seconds: "garmin",
      rpe: "athlete",
    });
    expect(read.recordings).toMatchObject([
      { id: recordingId, external_id: "17", manufacturer: "GARMIN", is_primary: true, average_hr_bpm: null },
    ]);
  });

  test("heart rate that is not shared is left out everywhere, and that is said", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    const heart = { averageHeartRateBpm: 151, maxHeartRateBpm: 171, heartRateZoneSeconds: [1, 2, 3, 4, 5] };
    const recordingId = await insert("Recording", { ...workout(athleteId, heart), externalId: "17" });
    const workoutId = await insert(
      "Workout",
      workout(athleteId, { ...heart, primaryRecordingId: recordingId }),
    );
    await pool().query(`UPDATE "Recording" SET "workoutId" = $1 WHERE "id" = $2`, [workoutId, recordingId]);
    await insert("Lap", {
      recordingId,
      lapIndex: 0,
      startedAt: new Date("2026-02-01T06:00:00Z"),
      elapsedSeconds: 300,
      averageHeartRateBpm: 151,
      maxHeartRateBpm: 171,
    });
    const closed = { mayShowHeartRate: false };
    const read = await readActivity(athleteId, workoutId, closed);
    const list = await listActivities(athleteId, { limit: 50 }, closed);
    expect(JSON.stringify([read, list])).not.toMatch(/15[1]|17[1]|\[1,2,3,4,5\]/);
    expect(read.laps).toHaveLength(1);
    expect(read.not_shared).toEqual(["heart_rate"]);
    expect(list.not_shared).toEqual(["heart_rate"]);
    expect(read.channels).not.toHaveProperty("average_hr_bpm");
  });

  test("somebody else's workout is not there", async () => {
    const [owner, other] = [await insertPerson(["athlete"]), await insertPerson(["athlete"])];
    const workoutId = await insert("Workout", workout(owner.athleteId));
    await expect(readActivity(other.athleteId, workoutId, OPEN)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("recovery", () => {
  const OPEN = { mayShowRecovery: true, mayShowSleep: true };
  const night = (athleteId: string, localDate: string, overrides: Row = {}) => ({
    athleteId,
    localDate,
    hrvRmssdMs: 61.5,
    sleepSeconds: 27_000,
    channels: JSON.stringify({ hrvRmssdMs: "garmin", sleepSeconds: "garmin-export" }),
    ...overrides,
  });
  const snapshot = (athleteId: string, time: string, hrvSdrrMs: number | null) => ({
    athleteId,
    channel: "garmin",
    startedAt: new Date(`2026-02-01T${time}Z`),
    localDate: "2026-02-01",
    hrvSdrrMs,
  });

  test("a day carries its night, its channels, and the SDRR of its last snapshot that has one", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    await insert("RecoveryDay", night(athleteId, "2026-02-01"));
    await insert("HealthSnapshot", snapshot(athleteId, "07:00:00", 40));
    await insert("HealthSnapshot", snapshot(athleteId, "09:00:00", 55));
    await insert("HealthSnapshot", snapshot(athleteId, "10:00:00", null));
    const { data } = await listRecoveryDays(athleteId, { limit: 50 }, OPEN);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      local_date: "2026-02-01",
      hrv_rmssd_ms: 61.5,
      hrv_sdnn_ms: 55,
      sleep_seconds: 27_000,
      resting_hr_bpm: null,
      channels: { hrv_rmssd_ms: "garmin", sleep_seconds: "garmin-export", hrv_sdnn_ms: "garmin" },
    });
  });

  test("a day with a snapshot alone is a day", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    await insert("HealthSnapshot", snapshot(athleteId, "07:00:00", 40));
    const { data } = await listRecoveryDays(athleteId, { limit: 50 }, OPEN);
    expect(data).toMatchObject([{ local_date: "2026-02-01", hrv_sdnn_ms: 40, hrv_rmssd_ms: null }]);
  });

  test("pages follow each other without a gap or a double, newest first", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    const days = ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02", "2026-02-03"];
    for (const day of days) await insert("RecoveryDay", night(athleteId, day));
    const range = { limit: 2, from: "2026-01-31", to: "2026-02-02" };
    const first = await listRecoveryDays(athleteId, range, OPEN);
    const second = await listRecoveryDays(athleteId, { ...range, cursor: first.next_cursor ?? "" }, OPEN);
    expect([...first.data, ...second.data].map(({ local_date }) => local_date)).toEqual([
      "2026-02-02",
      "2026-02-01",
      "2026-01-31",
    ]);
    expect(second.next_cursor).toBeNull();
  });

  test("what is not shared is null and named, with its channel left out", async () => {
    const { athleteId } = await insertPerson(["athlete"]);
    await insert("RecoveryDay", night(athleteId, "2026-02-01"));
    const sleepOnly = await listRecoveryDays(
      athleteId,
      { limit: 1 },
      { mayShowRecovery: false, mayShowSleep: true },
    );
    expect(sleepOnly.not_shared).toEqual(["recovery"]);
    expect(sleepOnly.data[0]).toMatchObject({
      hrv_rmssd_ms: null,
      sleep_seconds: 27_000,
      channels: { sleep_seconds: "garmin-export" },
    });
    expect(sleepOnly.data[0]?.channels).not.toHaveProperty("hrv_rmssd_ms");
    const noSleep = await listRecoveryDays(
      athleteId,
      { limit: 1 },
      { mayShowRecovery: true, mayShowSleep: false },
    );
    expect(noSleep.data[0]).toMatchObject({ hrv_rmssd_ms: 61.5, sleep_seconds: null });
  });

  test("somebody else's nights never show", async () => {
    const [owner, other] = [await insertPerson(["athlete"]), await insertPerson(["athlete"])];
    await insert("RecoveryDay", night(owner.athleteId, "2026-02-01"));
    expect((await listRecoveryDays(other.athleteId, { limit: 50 }, OPEN)).data).toEqual([]);
  });
});
