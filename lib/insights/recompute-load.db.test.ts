import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import { saveAthleteSetting } from "@/lib/db/athlete-settings";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows, rowsOf } from "@/lib/db/testing/test-athlete";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { emptyCurve, encodeCurve } from "@/lib/records/curve";
import { rateWorkout } from "@/lib/workouts/rate";

let athleteId: string;
beforeEach(async () => {
  ({ athleteId } = await insertTestAthlete());
});
afterAll(closeDb);

const FIRST = "2026-01-01";
const on = (day: number) => addDays(FIRST, day);

async function addRun(day: number, values: Record<string, unknown> = {}): Promise<string> {
  const [row] = await queryRows<{ id: string }>(
    `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds",
       "movingSeconds", "distanceMeters", "averageHeartRateBpm", "heartRateZoneSeconds", "rpe", "channel")
     SELECT $1, 'run', 'running', $2::date, $2::date, 3600, i."movingSeconds", 12000, i."averageHeartRateBpm",
       '{300,2700,600,0,0}', i."rpe", 'garmin'
     FROM json_to_record($3::json) AS i("movingSeconds" float8, "averageHeartRateBpm" float8, "rpe" float8)
     RETURNING "id"`,
    [
      athleteId,
      on(day),
      JSON.stringify({ movingSeconds: 3600, averageHeartRateBpm: 155, rpe: null, ...values }),
    ],
  );
  if (!row) throw new Error("no run");
  return row.id;
}

/** Days of which something is known. */
async function addDaysWithData(count: number, sleepSeconds = 27_000): Promise<void> {
  await queryRows(
    `INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs", "restingHeartRateBpm",
       "overnightAverageHeartRateBpm", "sleepSeconds")
     SELECT $1, $2::date + day, 50 + day % 5, 46, 51, $4 FROM generate_series(0, $3 - 1) AS day`,
    [athleteId, FIRST, count, sleepSeconds],
  );
}

const setNumbers = (validFrom: string, numbers: { max?: number; resting?: number }) =>
  saveAthleteSetting(athleteId, {
    validFrom,
    maxHeartRateBpm: numbers.max ?? null,
    restingHeartRateBpm: numbers.resting ?? null,
    thresholdHeartRateBpm: null,
    sleepNeedSeconds: null,
  });

const daysOf = () => rowsOf("DailyMetric", athleteId, "localDate");
const workoutsOf = () => rowsOf("WorkoutMetric", athleteId, "localDate");
const compute = (from = FIRST, today = on(29)) => recomputeDailyMetrics(athleteId, from, { today });

describe("load of workouts and days", () => {
  test("is computed from averages with the numbers that held on the day", async () => {
    await queryRows(`UPDATE "Athlete" SET "sex" = 'male' WHERE "id" = $1`, [athleteId]);
    await setNumbers(on(0), { max: 190, resting: 55 });
    await setNumbers(on(10), { max: 200 });
    await addRun(5);
    await addRun(15);
    await compute();
    const [early, late] = await workoutsOf();
    expect(early).toMatchObject({
      loadMethod: "averages",
      maxHeartRateBpm: 190,
      restingHeartRateBpm: 55,
      comparability: "comparable",
    });
    expect(early?.trainingLoad).toBeCloseTo(117.94, 3);
    expect(late).toMatchObject({ maxHeartRateBpm: 200, restingHeartRateBpm: 55 });
    expect(late?.trainingLoad).toBeLessThan(110);
  });

  test("a day of rest is 0 where something is known of it, null where not", async () => {
    await setNumbers(on(0), { max: 190 });
    await addDaysWithData(3);
    await addRun(2);
    await compute(FIRST, on(4));
    const days = await daysOf();
    expect(days.map((day) => day.trainingLoad === null)).toEqual([false, false, false, true, true]);
    expect(days[0]?.trainingLoad).toBe(0);
    expect(days[2]?.trainingLoad).toBeGreaterThan(50);
    expect(days[2]).toMatchObject({ easySeconds: 3000, moderateSeconds: 600, hardSeconds: 0 });
  });

  test("an athlete with runs and no nights has days too", async () => {
    await setNumbers(on(0), { max: 190, resting: 50 });
    await addRun(3);
    await compute(FIRST, on(5));
    const days = await daysOf();
    expect(days.map((day) => day.localDate)).toEqual([on(3), on(4), on(5)]);
    expect(days[0]).toMatchObject({ readinessFlag: "no_data", workoutCount: 1 });
  });

  test("without a maximum there is none, and the method says so", async () => {
    await addDaysWithData(20);
    await addRun(15);
    await compute(FIRST, on(19));
    expect(await workoutsOf()).toMatchObject([{ trainingLoad: null, loadMethod: "none" }]);
    expect((await daysOf())[15]).toMatchObject({ trainingLoad: null, unknownLoadCount: 1 });
  });

  test("a rating brings one, at once and forward from its day", async () => {
    await addDaysWithData(20);
    const workoutId = await addRun(15, { averageHeartRateBpm: null });
    await compute(FIRST, on(19));
    await rateWorkout(athleteId, workoutId, 7);
    const [metric] = await workoutsOf();
    expect(metric?.loadMethod).toBe("rating");
    expect(metric?.trainingLoad).toBeGreaterThan(100);
    expect((await daysOf())[16]?.form).toBeLessThan(0);
  });

  test("a multisport event counts by its legs", async () => {
    await setNumbers(on(0), { max: 190, resting: 50 });
    await addRun(3);
    const whole = await addRun(3);
    await compute(FIRST, on(5));
    await queryRows(`UPDATE "Workout" SET "isMultisportParent" = true WHERE "id" = $1`, [whole]);
    await compute(FIRST, on(5));
    expect((await daysOf())[0]?.workoutCount).toBe(1);
    expect(await workoutsOf()).toHaveLength(1);
  });

  test("computed again is not written again, also from a start in the midst", async () => {
    await setNumbers(on(0), { max: 190 });
    await addDaysWithData(90);
    for (let day = 0; day < 90; day += 2) await addRun(day, { averageHeartRateBpm: 130 + (day % 7) * 5 });
    await compute(FIRST, on(89));
    const before = [await daysOf(), await workoutsOf()];
    expect(await compute(on(40), on(89))).toBe(0);
    expect(await compute(FIRST, on(89))).toBe(0);
    expect([await daysOf(), await workoutsOf()]).toEqual(before);
    // On the first day no resting heart rate was known yet.
    expect(before[0]?.at(-1)).toMatchObject({ loadDayCount: 89, readinessFlag: "usual" });
    expect(before[0]?.at(-1)?.load7DayUsualLow).not.toBeNull();
  });
});

test("samples count before averages, read from the curve once and again when it is replaced", async () => {
  await setNumbers(on(0), { max: 190, resting: 50 });
  const workoutId = await addRun(3);
  const [recording] = await queryRows<{ id: string }>(
    `INSERT INTO "Recording" ("athleteId", "channel", "externalId", "workoutId", "sport", "sportDetail",
       "startedAt", "localDate", "elapsedSeconds", "heartRateZoneSeconds", "heartRateZoneLowerBpm")
     VALUES ($1, 'file', 'one', $2, 'run', 'running', $3::date, $3::date, 3600, '{}', '{}') RETURNING "id"`,
    [athleteId, workoutId, on(3)],
  );
  const putCurve = async (bpm: number, seconds: number) => {
    const curve = emptyCurve(seconds + 1);
    curve.timeMs.forEach((_, index) => {
      curve.timeMs[index] = index * 1000;
      curve.heartRateBpm[index] = bpm;
    });
    await queryRows(`DELETE FROM "Curve" WHERE "recordingId" = $1`, [recording?.id]);
    for (const { kind, sampleCount, body } of encodeCurve(curve)) {
      await queryRows(
        `INSERT INTO "Curve" ("recordingId", "kind", "sampleCount", "body") VALUES ($1, $2, $3, $4)`,
        [recording?.id, kind, sampleCount, Buffer.from(body)],
      );
    }
    await compute(FIRST, on(5));
    return (await workoutsOf())[0];
  };
  const easy = await putCurve(130, 3600);
  expect(easy?.loadMethod).toBe("samples");
  const hard = await putCurve(170, 3599);
  expect(hard?.trainingLoad).toBeGreaterThan(1.5 * easy?.trainingLoad);
});

describe("what the athlete says", () => {
  test("sick decides the flag of the day, and its nights stay out of the usual range", async () => {
    await addDaysWithData(90);
    await queryRows(
      `INSERT INTO "CheckIn" ("athleteId", "localDate", "isSick") SELECT $1, $2::date + day, true
       FROM generate_series(60, 63) AS day`,
      [athleteId, FIRST],
    );
    await compute(FIRST, on(89));
    const days = await daysOf();
    expect(days[60]).toMatchObject({ readinessFlag: "strong", hrvBaselineNightCount: 54 });
    expect(days[60]?.readinessReasons[0]).toMatchObject({ code: "illness_reported", level: 2 });
    expect(days[64]?.readinessFlag).toBe("usual");
    expect(days[89]?.hrvBaselineNightCount).toBe(56);
  });
});
