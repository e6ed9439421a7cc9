import { afterAll, expect, test } from "vitest";
import { CheckInValues, findCheckIn, listCheckInsOf, saveCheckIn } from "@/lib/check-ins/check-in";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, rowsOf } from "@/lib/db/testing/test-athlete";

afterAll(closeDb);

const NOW = new Date("2026-05-31T10:00:00Z");
const say = (values: object = {}) => CheckInValues.parse(values);

test("what was said of a day is replaced as a whole, and taken back with nothing", async () => {
  const { athleteId } = await insertTestAthlete();
  await saveCheckIn(athleteId, "2026-05-31", say({ feel_score: 4, sick: true, note: "hot" }), NOW);
  await saveCheckIn(athleteId, "2026-05-31", say({ soreness_score: 2 }), NOW);
  expect(await findCheckIn(athleteId, "2026-05-31")).toEqual({
    local_date: "2026-05-31",
    feel_score: null,
    soreness_score: 2,
    sleep_quality_score: null,
    sick: false,
    travelling: false,
    alcohol: false,
    note: null,
  });
  await saveCheckIn(athleteId, "2026-05-31", say(), NOW);
  expect(await findCheckIn(athleteId, "2026-05-31")).toBeNull();
});

test("sick is a strong signal of the day at once", async () => {
  const { athleteId } = await insertTestAthlete();
  await saveCheckIn(athleteId, "2026-05-30", say({ sick: true }), NOW);
  const [day] = await rowsOf("DailyMetric", athleteId, "localDate");
  expect(day).toMatchObject({ localDate: "2026-05-30", readinessFlag: "strong" });
});

test.each(["2026-06-01", "2025-05-30", "yesterday", "2026-02-30"])("%s cannot be told of", async (date) => {
  const { athleteId } = await insertTestAthlete();
  await expect(saveCheckIn(athleteId, date, say({ feel_score: 3 }), NOW)).rejects.toMatchObject({
    code: "invalid_input",
    field: "local_date",
  });
});

test("where the athlete lives it is tomorrow already", async () => {
  const { athleteId } = await insertTestAthlete({ timeZone: "Pacific/Kiritimati" });
  await saveCheckIn(athleteId, "2026-06-01", say({ feel_score: 3 }), NOW);
  expect(await findCheckIn(athleteId, "2026-06-01")).toMatchObject({ feel_score: 3 });
});

test("pages hold together, notes only for whom they are meant, others' days are not there", async () => {
  const [mine, other] = [await insertTestAthlete(), await insertTestAthlete()];
  for (const date of ["2026-05-28", "2026-05-29", "2026-05-30"]) {
    await saveCheckIn(mine.athleteId, date, say({ feel_score: 3, note: "long day" }), NOW);
  }
  await saveCheckIn(other.athleteId, "2026-05-29", say({ feel_score: 1 }), NOW);
  const first = await listCheckInsOf(mine.athleteId, { limit: 2 }, { mayShowNotes: false });
  expect(first.data.map((day) => [day.local_date, day.feel_score, day.note])).toEqual([
    ["2026-05-30", 3, null],
    ["2026-05-29", 3, null],
  ]);
  expect(first.not_shared).toEqual(["notes"]);
  const second = await listCheckInsOf(
    mine.athleteId,
    { limit: 2, cursor: first.next_cursor ?? undefined },
    { mayShowNotes: true },
  );
  expect(second).toMatchObject({
    data: [{ local_date: "2026-05-28", note: "long day" }],
    next_cursor: null,
  });
});
