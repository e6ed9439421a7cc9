import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { closeDb } from "@/lib/db/client";
import { findWorkout, hasAnyWorkout, readLatestRuns, readLinkedRecordings } from "@/lib/db/read-workouts";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import { AppError } from "@/lib/errors";
import { readRunPage } from "@/lib/insights/run";
import { parseRunsQuery, readRunsPage } from "@/lib/insights/runs";
import { rateWorkout } from "@/lib/workouts/rate";

const MONDAY = 1;

let mine: string;
let other: string;
beforeEach(async () => {
  mine = (await insertTestAthlete()).athleteId;
  other = (await insertTestAthlete()).athleteId;
});
afterAll(closeDb);

type Values = { name?: string | null; sport?: string; startedAt?: string; rpe?: number };

async function insertWorkout(athleteId: string, localDate: string, values: Values = {}): Promise<string> {
  const { name = "Easy run", sport = "run", startedAt = `${localDate}T06:00:00Z`, rpe = null } = values;
  const [row] = await queryRows<{ id: string }>(
    `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "name", "startedAt", "localDate", "elapsedSeconds",
                            "distanceMeters", "channel", "rpe")
     VALUES ($1, $2, 'running', $3, $4, $5, 3600, 10000, 'garmin', $6) RETURNING "id"`,
    [athleteId, sport, name, startedAt, localDate, rpe],
  );
  return row?.id ?? "";
}

const page = (query: Parameters<typeof parseRunsQuery>[0] = {}, athleteId = mine) =>
  readRunsPage(athleteId, parseRunsQuery(query), MONDAY);
const namesOf = (weeks: Awaited<ReturnType<typeof page>>["weeks"]) =>
  weeks.flatMap((week) => week.workouts.map((workout) => workout.name));

describe("the list", () => {
  test("holds this athlete's workouts only, newest first, within whole weeks", async () => {
    await insertWorkout(mine, "2026-05-25", { name: "Monday" });
    await insertWorkout(mine, "2026-05-31", { name: "Sunday" });
    await insertWorkout(mine, "2026-06-01", { name: "next week" });
    await insertWorkout(other, "2026-05-31", { name: "somebody else" });
    const { weeks } = await page();
    expect(weeks.map((week) => week.startDate)).toEqual(["2026-06-01", "2026-05-25"]);
    expect(namesOf(weeks)).toEqual(["next week", "Sunday", "Monday"]);
  });

  test("an account without workouts is told apart from a filter without a match", async () => {
    expect(await page()).toMatchObject({ weeks: [], hasAny: false });
    await insertWorkout(mine, "2026-05-25", { sport: "ride" });
    expect(await page()).toMatchObject({ weeks: [], hasAny: true, nextBefore: null });
    expect(namesOf((await page({ sport: "ride" })).weeks)).toEqual(["Easy run"]);
    expect(namesOf((await page({ sport: "all" })).weeks)).toEqual(["Easy run"]);
  });

  test("pages follow one another without a gap or a double, and never cut a week", async () => {
    for (let day = 0; day < 150; day += 1) {
      const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
      await insertWorkout(mine, date, { name: date });
    }
    const names: (string | null)[] = [];
    let before: string | null | undefined;
    let pages = 0;
    do {
      const { weeks, nextBefore } = await page(before ? { before } : {});
      for (const week of weeks.slice(1, -1)) expect(week.count).toBe(7);
      names.push(...namesOf(weeks));
      before = nextBefore;
      pages += 1;
    } while (before && pages < 10);
    expect(pages).toBe(3);
    expect(names).toEqual([...new Set(names)].sort().reverse());
    expect(names).toHaveLength(150);
  });

  test("a search finds parts of names in any case and takes its letters literally", async () => {
    for (const name of ["Tempo 50%", "tempo_easy", "Long run", "back\\slash"]) {
      await insertWorkout(mine, "2026-05-25", { name });
    }
    await insertWorkout(mine, "2026-05-25", { name: null });
    const found = async (q: string) => namesOf((await page({ q })).weeks).sort();
    expect(await found("TEMPO")).toEqual(["Tempo 50%", "tempo_easy"]);
    expect(await found("50%")).toEqual(["Tempo 50%"]);
    expect(await found("%")).toEqual(["Tempo 50%"]);
    expect(await found("o_e")).toEqual(["tempo_easy"]);
    expect(await found("\\")).toEqual(["back\\slash"]);
    expect(await found("'; DROP TABLE x; --")).toEqual([]);
  });
});

test("the latest run is that of each athlete, rides do not count", async () => {
  const run = await insertWorkout(mine, "2026-05-25");
  await insertWorkout(mine, "2026-05-26", { sport: "ride" });
  const theirs = await insertWorkout(other, "2026-05-20");
  const none = (await insertTestAthlete()).athleteId;
  const rows = await readLatestRuns([mine, other, none]);
  expect(new Map(rows.map((row) => [row.athleteId, row.workoutId]))).toEqual(
    new Map([
      [mine, run],
      [other, theirs],
    ]),
  );
  expect(await hasAnyWorkout(none)).toBe(false);
});

describe("one workout", () => {
  test("somebody else's, an unknown one and a wrong id all look the same", async () => {
    const theirs = await insertWorkout(other, "2026-05-25");
    for (const workoutId of [theirs, randomUUID(), "1", "../x"]) {
      await expect(readRunPage(mine, workoutId)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await findWorkout(mine, theirs)).toBeNull();
    expect(await readLinkedRecordings(mine, theirs)).toEqual([]);
  });

  test("what is missing is named", async () => {
    const { missing } = await readRunPage(mine, await insertWorkout(mine, "2026-05-25"));
    expect(missing).toEqual(["heart rate", "power", "cadence", "climb", "effort"]);
  });

  test("the copy that counts stands first among its recordings", async () => {
    const workoutId = await insertWorkout(mine, "2026-05-25");
    const insert = (channel: string) =>
      queryRows<{ id: string }>(
        `INSERT INTO "Recording" ("athleteId", "channel", "externalId", "workoutId", "sport", "sportDetail",
                                  "startedAt", "localDate", "elapsedSeconds")
         VALUES ($1, $2, '1', $3, 'run', 'running', '2026-05-25T06:00:00Z', '2026-05-25', 3600) RETURNING "id"`,
        [mine, channel, workoutId],
      );
    await insert("strava");
    const [garmin] = await insert("garmin");
    await queryRows(`UPDATE "Workout" SET "primaryRecordingId" = $2 WHERE "id" = $1`, [
      workoutId,
      garmin?.id,
    ]);
    const { recordings } = await readRunPage(mine, workoutId);
    expect(recordings.map(({ channel, isPrimary }) => [channel, isPrimary])).toEqual([
      ["garmin", true],
      ["strava", false],
    ]);
  });
});

describe("rating a workout", () => {
  test("the athlete's word stands beside the source's and can be taken back", async () => {
    const workoutId = await insertWorkout(mine, "2026-05-25", { rpe: 4 });
    await rateWorkout(mine, workoutId, 7.5);
    expect(await findWorkout(mine, workoutId)).toMatchObject({ athleteRpe: 7.5, rpe: 4 });
    await rateWorkout(mine, workoutId, 0);
    expect(await findWorkout(mine, workoutId)).toMatchObject({ athleteRpe: 0 });
    await rateWorkout(mine, workoutId, null);
    expect(await findWorkout(mine, workoutId)).toMatchObject({ athleteRpe: null, rpe: 4 });
  });

  test.each([-1, 10.5, 3.3, Number.NaN, "5"])("%j is no effort", async (rpe) => {
    const workoutId = await insertWorkout(mine, "2026-05-25");
    await expect(rateWorkout(mine, workoutId, rpe)).rejects.toMatchObject({
      code: "invalid_input",
      field: "rpe",
    });
    expect(await findWorkout(mine, workoutId)).toMatchObject({ athleteRpe: null });
  });

  test("somebody else's workout is not there and stays as it is", async () => {
    const theirs = await insertWorkout(other, "2026-05-25");
    await expect(rateWorkout(mine, theirs, 5)).rejects.toBeInstanceOf(AppError);
    expect(await findWorkout(other, theirs)).toMatchObject({ athleteRpe: null });
  });
});
