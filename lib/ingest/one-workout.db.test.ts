import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb, inTransaction } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { removeRecordings } from "@/lib/ingest/remove-recordings";
import { decidePair, preferSource, takeVerdictBack, unlinkRecording } from "@/lib/ingest/review";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { testRecording } from "@/lib/ingest/testing/test-recording";
import type { Recording } from "@/lib/records/recording";
import { rateWorkout } from "@/lib/workouts/rate";

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

const store = (recordings: Recording[]) =>
  storeRecordings(athleteId, { recordings, raw: [], channel: "garmin", syncRunId: null });
const garmin = (overrides: Partial<Recording> = {}) => testRecording({ externalId: "1", ...overrides });
const strava = (overrides: Partial<Recording> = {}) =>
  testRecording({ channel: "strava", externalId: "s1", name: "Lunch run", ...overrides });
const workouts = () => rowsOf("Workout", athleteId, "startedAt");
const recordings = () => rowsOf("Recording", athleteId, "channel");
const reviews = () => rowsOf("MatchReview", athleteId, "createdAt");
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 6, minute));

describe("one workout", () => {
  test("of two sources: Garmin leads, the other fills, each value with its channel", async () => {
    await store([garmin({ averagePowerWatts: null, rpe: null }), strava({ averagePowerWatts: 250, rpe: 7 })]);
    const [workout, ...others] = await workouts();
    expect(others).toEqual([]);
    expect(workout).toMatchObject({
      channel: "garmin",
      name: "Morning run",
      averagePowerWatts: 250,
      rpe: 7,
      filledFrom: { averagePowerWatts: "strava", rpe: "strava" },
    });
    expect((await recordings()).map(({ workoutId }) => workoutId)).toEqual([workout?.id, workout?.id]);
  });

  test("Garmin's copy that comes later takes over; the id and what was typed stay", async () => {
    await store([strava()]);
    const [before] = await workouts();
    await rateWorkout(athleteId, before?.id, 6);
    await store([garmin()]);
    expect(await workouts()).toMatchObject([{ id: before?.id, channel: "garmin", athleteRpe: 6 }]);
  });

  test("the same page twice changes nothing", async () => {
    await store([garmin(), strava({ averagePowerWatts: 250 })]);
    const before = [await workouts(), await recordings(), await reviews()];
    await store([garmin(), strava({ averagePowerWatts: 250 })]);
    expect([await workouts(), await recordings(), await reviews()]).toEqual(before);
  });

  test("whatever the order of arrival", async () => {
    const copies = [
      garmin({ averagePowerWatts: null }),
      strava({ averagePowerWatts: 250 }),
      testRecording({ channel: "file", externalId: "f1", averagePowerWatts: 240 }),
      strava({ externalId: "s2", startedAt: at(20), distanceMeters: 9000 }),
    ];
    const outcomes: unknown[] = [];
    for (const order of [copies, copies.toReversed(), [copies[2], copies[0], copies[3], copies[1]]]) {
      ({ athleteId } = await insertTestAthlete());
      for (const copy of order) if (copy) await store([copy]);
      const counted = (await workouts()).map(({ channel, filledFrom }) => ({ channel, filledFrom }));
      const asked = (await reviews()).map(({ aExternalId, bExternalId, rule }) => [
        aExternalId,
        bExternalId,
        rule,
      ]);
      outcomes.push({ counted, asked: asked.sort() });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
    expect(outcomes[0]).toMatchObject({
      counted: [{ channel: "garmin", filledFrom: { averagePowerWatts: "file" } }],
    });
  });

  test("at the same instant from three sides", async () => {
    const sides = [
      garmin(),
      strava({ originId: "garmin_push_1" }),
      testRecording({ channel: "file", externalId: "f1" }),
    ];
    await Promise.all([...sides, ...sides].map((copy) => store([copy])));
    expect([(await workouts()).length, (await recordings()).length]).toEqual([1, 3]);
  });

  test("never of two athletes", async () => {
    await store([garmin()]);
    const first = athleteId;
    ({ athleteId } = await insertTestAthlete());
    await store([strava({ originId: "garmin_push_1" })]);
    expect([(await rowsOf("Workout", first, "id")).length, (await workouts()).length]).toEqual([1, 1]);
  });

  test("a preferred source gives its value", async () => {
    await store([garmin({ distanceMeters: 10_000 }), strava({ distanceMeters: 10_100 })]);
    await preferSource(athleteId, "distance", "strava");
    expect(await workouts()).toMatchObject([
      { distanceMeters: 10_100, filledFrom: { distanceMeters: "strava" } },
    ]);
    await preferSource(athleteId, "distance", null);
    expect(await workouts()).toMatchObject([{ distanceMeters: 10_000, filledFrom: {} }]);
  });
});

describe("a pair in review", () => {
  const longer = () => strava({ elapsedSeconds: 7200, distanceMeters: 20_000 });
  beforeEach(() => store([garmin(), longer()]));
  const [reviewId, counted] = [
    async () => String((await reviews())[0]?.id),
    async () => (await workouts()).map(({ channel }) => channel).sort(),
  ];

  test("counts once, the longer one, and tells why", async () => {
    expect(await counted()).toEqual(["strava"]);
    expect(await reviews()).toMatchObject([{ rule: "part_of", verdict: null }]);
  });

  test("different: both count, for ever, until it is taken back", async () => {
    expect(await decidePair(athleteId, await reviewId(), "different")).toEqual({
      changedDates: ["2026-03-01"],
    });
    expect(await counted()).toEqual(["garmin", "strava"]);
    await store([garmin({ name: "Renamed" }), longer()]);
    expect(await counted()).toEqual(["garmin", "strava"]);
    await takeVerdictBack(athleteId, await reviewId());
    expect(await counted()).toEqual(["strava"]);
    expect(await reviews()).toMatchObject([{ verdict: null }]);
  });

  test("same: one workout, Garmin leads", async () => {
    await decidePair(athleteId, await reviewId(), "same");
    expect(await counted()).toEqual(["garmin"]);
    expect((await recordings()).every(({ workoutId }) => workoutId !== null)).toBe(true);
  });

  test("what was typed comes back with the run that was held back", async () => {
    ({ athleteId } = await insertTestAthlete());
    await store([garmin()]);
    await rateWorkout(athleteId, String((await workouts())[0]?.id), 4);
    await store([longer()]);
    await decidePair(athleteId, await reviewId(), "different");
    expect(await workouts()).toContainEqual(expect.objectContaining({ channel: "garmin", athleteRpe: 4 }));
  });

  test("of somebody else is not found, another word is refused", async () => {
    const id = await reviewId();
    const other = await insertTestAthlete();
    await expect(decidePair(other.athleteId, id, "same")).rejects.toMatchObject({ code: "not_found" });
    await expect(takeVerdictBack(athleteId, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(decidePair(athleteId, id, "maybe")).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("goes with the recording that was removed", async () => {
    const [gone] = await queryRows<{ id: string }>(
      `SELECT "id" FROM "Recording" WHERE "athleteId" = $1 AND "channel" = 'strava'`,
      [athleteId],
    );
    await inTransaction((tx) => removeRecordings(athleteId, [String(gone?.id)], tx));
    expect(await counted()).toEqual(["garmin"]);
    expect(await reviews()).toEqual([]);
  });
});

test("an unlinked recording stands on its own, also after the next sync", async () => {
  await store([garmin(), strava({ originId: "garmin_push_1" })]);
  const own = (await recordings()).find(({ channel }) => channel === "strava");
  await unlinkRecording(athleteId, String(own?.id));
  await store([garmin({ name: "Renamed" }), strava({ originId: "garmin_push_1", name: "Again" })]);
  expect((await workouts()).map(({ channel }) => channel).sort()).toEqual(["garmin", "strava"]);
  await expect(unlinkRecording(athleteId, String(own?.id))).rejects.toMatchObject({ code: "not_found" });
});

test("removing the copy that leads leaves the workout to the other", async () => {
  await store([garmin(), strava()]);
  const [before] = await workouts();
  const lead = (await recordings()).find(({ channel }) => channel === "garmin");
  await inTransaction((tx) => removeRecordings(athleteId, [String(lead?.id)], tx));
  expect(await workouts()).toMatchObject([{ id: before?.id, channel: "strava", name: "Lunch run" }]);
});
