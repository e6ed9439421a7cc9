import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { COACH_SCOPES, listVisibleAthletes, logRosterLook, requireAthleteAccess } from "@/lib/auth/access";
import { forgetOldLooks, readAccessLog } from "@/lib/coaching/access-log";
import {
  changeSharing,
  endSharing,
  leaveAthlete,
  linkCoach,
  listSharings,
  listSharingsWithCoach,
  pauseSharing,
  resumeSharing,
  setGroups,
} from "@/lib/coaching/links";
import { insertPerson } from "@/lib/db/testing/test-people";

const NOT_FOUND = { code: "not_found" };
const NOW = new Date("2026-03-10T09:00:00Z");

async function linked() {
  const [coach, athlete] = await Promise.all([insertPerson(["coach"]), insertPerson(["athlete"])]);
  await linkCoach(athlete.athleteId, coach.userId, { scopes: COACH_SCOPES });
  const look = (kind: "recovery" | "runs" = "recovery") =>
    requireAthleteAccess({ userId: coach.userId }, athlete.athleteId, kind, NOW);
  return { coach, athlete, athleteId: athlete.athleteId, look };
}

test("narrowing, pausing, going on and ending hold at the next request", async () => {
  const { coach, athleteId, look } = await linked();
  await look("runs");
  await changeSharing({ athleteId, timeZone: "UTC" }, coach.userId, { scopes: ["recovery"] }, NOW);
  await expect(look("runs")).rejects.toMatchObject(NOT_FOUND);
  await look();
  await pauseSharing(athleteId, coach.userId, NOW);
  await expect(look()).rejects.toMatchObject(NOT_FOUND);
  expect(await listSharingsWithCoach(coach.userId, NOW)).toMatchObject([{ state: "paused" }]);
  await resumeSharing(athleteId, coach.userId);
  expect([...(await look()).kinds]).not.toContain("runs");
  await endSharing(athleteId, coach.userId, NOW);
  await expect(look()).rejects.toMatchObject(NOT_FOUND);
  expect(await listSharings(athleteId, NOW)).toMatchObject([{ state: "ended" }]);
});

test("what has ended is not brought back by changing or pausing it", async () => {
  const { coach, athleteId, look } = await linked();
  await endSharing(athleteId, coach.userId, NOW);
  const terms = { scopes: ["runs"] };
  for (const attempt of [
    () => changeSharing({ athleteId, timeZone: "UTC" }, coach.userId, terms, NOW),
    () => pauseSharing(athleteId, coach.userId),
    () => resumeSharing(athleteId, coach.userId),
    () => endSharing(athleteId, coach.userId),
    () => setGroups(coach.userId, athleteId, "Track"),
  ]) {
    await expect(attempt()).rejects.toMatchObject(NOT_FOUND);
  }
  await expect(look()).rejects.toMatchObject(NOT_FOUND);
});

test("nobody changes what others share", async () => {
  const { coach, athlete, athleteId, look } = await linked();
  const other = await insertPerson(["athlete", "coach"]);
  for (const attempt of [
    () => endSharing(other.athleteId, coach.userId),
    () => endSharing(athleteId, other.userId),
    () => endSharing(athleteId, "nonsense"),
    () => leaveAthlete(other.userId, athleteId),
    () => leaveAthlete(athlete.userId, athleteId),
    () => setGroups(other.userId, athleteId, "Mine"),
    () => changeSharing({ athleteId: other.athleteId, timeZone: "UTC" }, coach.userId, { scopes: ["runs"] }),
  ]) {
    await expect(attempt()).rejects.toMatchObject(NOT_FOUND);
  }
  await look();
});

test("the coach orders in groups and may leave", async () => {
  const { coach, athleteId, look } = await linked();
  await setGroups(coach.userId, athleteId, " Track ,, Juniors,Track ");
  expect(await listSharingsWithCoach(coach.userId)).toMatchObject([{ groups: ["Juniors", "Track"] }]);
  await expect(setGroups(coach.userId, athleteId, "x".repeat(41))).rejects.toMatchObject({ field: "groups" });
  await leaveAthlete(coach.userId, athleteId, NOW);
  await expect(look()).rejects.toMatchObject(NOT_FOUND);
});

test("the athlete reads who looked at what, folded by day, newest first", async () => {
  const { coach, athlete, athleteId, look } = await linked();
  await look();
  await look();
  await look("runs");
  const visible = await listVisibleAthletes(coach.userId, NOW);
  await logRosterLook(coach.userId, visible, ["recovery", "sleep"], NOW);
  const nextDay = new Date("2026-03-11T08:00:00Z");
  await requireAthleteAccess(coach, athleteId, "sleep", nextDay);
  await requireAthleteAccess(athlete, athleteId, "sleep", nextDay);
  const log = await readAccessLog(athleteId, 30, nextDay);
  expect(log).toMatchObject([
    { userId: coach.userId, onDate: "2026-03-11", kinds: [{ words: "sleep", count: 1 }] },
    {
      userId: coach.userId,
      onDate: "2026-03-10",
      kinds: [
        { words: "recovery", count: 3 },
        { words: "runs", count: 1 },
        { words: "sleep", count: 1 },
      ],
    },
  ]);
  expect(await readAccessLog(athleteId, 1, nextDay)).toHaveLength(1);
  expect(await readAccessLog((await insertPerson(["athlete"])).athleteId, 30, nextDay)).toEqual([]);
});

test("a look at several logs what each shares, and a coach's own data not at all", async () => {
  const coach = await insertPerson(["coach", "athlete"]);
  const [first, second] = await Promise.all([insertPerson(["athlete"]), insertPerson(["athlete"])]);
  await linkCoach(first.athleteId, coach.userId, { scopes: ["sleep"] });
  await linkCoach(second.athleteId, coach.userId, { scopes: ["recovery", "runs"] });
  await logRosterLook(coach.userId, await listVisibleAthletes(coach.userId, NOW), ["recovery", "sleep"], NOW);
  const kindsOf = async (athleteId: string) =>
    (await readAccessLog(athleteId, 1, NOW)).flatMap(({ kinds }) => kinds.map(({ words }) => words));
  expect(await kindsOf(first.athleteId)).toEqual(["sleep"]);
  expect(await kindsOf(second.athleteId)).toEqual(["recovery"]);
  expect(await kindsOf(coach.athleteId)).toEqual([]);
});

test("the log is kept for a year and not longer", async () => {
  const { coach, athleteId } = await linked();
  const viewer = { userId: coach.userId };
  await requireAthleteAccess(viewer, athleteId, "runs", new Date("2024-03-09T12:00:00Z"));
  await requireAthleteAccess(viewer, athleteId, "sleep", new Date("2025-03-10T12:00:00Z"));
  // A year later, and not the year of the other tests.
  await forgetOldLooks(new Date("2025-03-11T03:20:00Z"));
  const log = await readAccessLog(athleteId, 3000, NOW);
  expect(log.flatMap(({ kinds }) => kinds.map(({ words }) => words))).toEqual(["sleep"]);
});

test("an id that nobody has is no sharing", async () => {
  const { athleteId } = await linked();
  await expect(endSharing(athleteId, randomUUID())).rejects.toMatchObject(NOT_FOUND);
});
