import "@/lib/auth/testing/test-env";
import { beforeEach, expect, test } from "vitest";
import { readAccessLog } from "@/lib/coaching/access-log";
import { endSharing, linkCoach } from "@/lib/coaching/links";
import { addNote, deleteNote, listNotesForAthlete, listOwnNotes } from "@/lib/coaching/notes";
import { insertPerson, type TestPerson } from "@/lib/db/testing/test-people";
import { withoutHeartRate } from "@/lib/insights/coach-runs";
import type { RunPage } from "@/lib/insights/run";

const NOT_FOUND = { code: "not_found" };
let coach: TestPerson;
let athlete: TestPerson;

beforeEach(async () => {
  [coach, athlete] = await Promise.all([insertPerson(["coach"]), insertPerson(["athlete"])]);
  await linkCoach(athlete.athleteId, coach.userId, { scopes: ["runs"] });
});

function note(change: object = {}) {
  return { noteDate: "2026-03-10", noteText: " Ran with a cold \n", isShared: false, ...change };
}

test("a private note is the coach's alone; a shared one the athlete reads", async () => {
  await addNote(coach.userId, athlete.athleteId, note());
  await addNote(coach.userId, athlete.athleteId, note({ noteText: "Take it easy", isShared: true }));
  expect(await listOwnNotes(coach.userId, athlete.athleteId)).toHaveLength(2);
  const read = await listNotesForAthlete(athlete.athleteId);
  expect(read.map(({ text, localDate }) => [text, localDate])).toEqual([["Take it easy", "2026-03-10"]]);
  const second = await insertPerson(["coach"]);
  await linkCoach(athlete.athleteId, second.userId, { scopes: ["runs"] });
  expect(await listOwnNotes(second.userId, athlete.athleteId)).toEqual([]);
  // One's own notes are no look at the athlete.
  expect(await readAccessLog(athlete.athleteId, 30)).toEqual([]);
});

test("who is not linked, or not any more, neither writes nor reads nor deletes", async () => {
  await addNote(coach.userId, athlete.athleteId, note());
  const [mine] = await listOwnNotes(coach.userId, athlete.athleteId);
  const id = mine?.id ?? "";
  const other = await insertPerson(["coach"]);
  await linkCoach(athlete.athleteId, other.userId, { scopes: ["runs"] });
  await expect(deleteNote(other.userId, athlete.athleteId, id)).rejects.toMatchObject(NOT_FOUND);
  await endSharing(athlete.athleteId, coach.userId);
  for (const attempt of [
    () => addNote(coach.userId, athlete.athleteId, note()),
    () => listOwnNotes(coach.userId, athlete.athleteId),
    () => deleteNote(coach.userId, athlete.athleteId, id),
    () => addNote(coach.userId, "nonsense", note()),
  ]) {
    await expect(attempt()).rejects.toMatchObject(NOT_FOUND);
  }
});

test("the author deletes a note", async () => {
  await addNote(coach.userId, athlete.athleteId, note({ isShared: true }));
  const [mine] = await listOwnNotes(coach.userId, athlete.athleteId);
  await deleteNote(coach.userId, athlete.athleteId, mine?.id ?? "");
  expect(await listNotesForAthlete(athlete.athleteId)).toEqual([]);
});

test.each([
  ["noteText", { noteText: "  " }],
  ["noteText", { noteText: "x".repeat(2001) }],
  ["noteDate", { noteDate: "yesterday" }],
])("a wrong %s is named", async (field, change) => {
  const attempt = addNote(coach.userId, athlete.athleteId, note(change));
  await expect(attempt).rejects.toMatchObject({ code: "invalid_input", field });
});

test("a run without heart rate holds none, and does not say that it was missing", () => {
  const workout = {
    averageHeartRateBpm: 150,
    maxHeartRateBpm: 170,
    heartRateZoneSeconds: [1],
    distanceMeters: 5,
  };
  const page = { workout, zones: [{}], missing: ["heart rate zones", "power"] } as unknown as RunPage;
  const shown = withoutHeartRate(page);
  expect(JSON.stringify(shown)).not.toMatch(/150|170/);
  expect(shown).toMatchObject({ zones: [], missing: ["power"], workout: { distanceMeters: 5 } });
});
