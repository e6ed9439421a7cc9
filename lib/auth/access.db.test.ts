import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  athleteIdOrOwn,
  COACH_SCOPES,
  DATA_KINDS,
  listVisibleAthletes,
  requireAthleteAccess,
  requireSyncRunAccess,
  requireWorkoutAccess,
} from "@/lib/auth/access";
import { pool } from "@/lib/db/client";
import { insertPerson, linkCoach } from "@/lib/db/testing/test-people";

const NOT_FOUND = { code: "not_found" };

test("an athlete sees everything of themselves and nothing is logged", async () => {
  const athlete = await insertPerson(["athlete"]);
  for (const kind of DATA_KINDS) {
    const access = await requireAthleteAccess(athlete, athlete.athleteId, kind);
    expect(access.isOwner).toBe(true);
  }
  expect(await looksAt(athlete.athleteId)).toEqual([]);
});

test("strangers, unlinked coaches and operators are told that there is nobody", async () => {
  const { athleteId } = await insertPerson(["athlete"]);
  const others = await Promise.all([
    insertPerson(["athlete"]),
    insertPerson(["coach"]),
    insertPerson(["operator"]),
  ]);
  for (const other of others) {
    for (const kind of DATA_KINDS) {
      await expect(requireAthleteAccess(other, athleteId, kind)).rejects.toMatchObject(NOT_FOUND);
    }
  }
  expect(await looksAt(athleteId)).toEqual([]);
});

test.each(COACH_SCOPES)("the scope %s opens what it names and not the rest", async (scope) => {
  const { athleteId } = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, athleteId, [scope]);
  const { kinds } = await requireAthleteAccess(coach, athleteId, scope);
  const expected = new Set<string>([scope, "connection_state", "sync_state"]);
  if (["runs", "heart_rate", "recovery", "sleep", "load"].includes(scope)) expected.add("sync");
  const computed: Record<string, string> = {
    recovery: "recovery_insights",
    sleep: "sleep_insights",
    heart_rate: "efficiency",
  };
  if (computed[scope] !== undefined) expected.add(computed[scope]);
  expect(new Set<string>(kinds)).toEqual(expected);
  await expect(requireAthleteAccess(coach, athleteId, "connection")).rejects.toMatchObject(NOT_FOUND);
  await expect(requireAthleteAccess(coach, athleteId, "imports")).rejects.toMatchObject(NOT_FOUND);
});

test("a link without any scope opens nothing", async () => {
  const { athleteId } = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, athleteId, []);
  await expect(requireAthleteAccess(coach, athleteId, DATA_KINDS)).rejects.toMatchObject(NOT_FOUND);
});

test("an expired, paused or ended link opens nothing and lists nobody", async () => {
  const now = new Date("2026-03-01T10:00:00Z");
  const past = new Date("2026-03-01T09:59:59Z");
  const { athleteId } = await insertPerson(["athlete"]);
  for (const dates of [{ expiresAt: now }, { pausedAt: past }, { endedAt: past }]) {
    const coach = await insertPerson(["coach"]);
    await linkCoach(coach.userId, athleteId, [...COACH_SCOPES], dates);
    await expect(requireAthleteAccess(coach, athleteId, "recovery", now)).rejects.toMatchObject(NOT_FOUND);
    expect(await listVisibleAthletes(coach.userId, now)).toEqual([]);
  }
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, athleteId, ["recovery"], { expiresAt: new Date("2026-03-01T10:00:01Z") });
  expect((await requireAthleteAccess(coach, athleteId, "recovery", now)).isOwner).toBe(false);
});

test("a token never sees more than its scopes, not even of oneself", async () => {
  const { userId, athleteId } = await insertPerson(["athlete"]);
  const viewer = { userId, scopes: ["recovery:read"] };
  const { kinds } = await requireAthleteAccess(viewer, athleteId, "recovery");
  expect([...kinds].sort()).toEqual(["connection_state", "recovery", "sleep", "sync_state"]);
  await expect(requireAthleteAccess(viewer, athleteId, "runs")).rejects.toMatchObject({
    code: "missing_scope",
  });
  await expect(requireAthleteAccess(viewer, randomUUID(), "recovery")).rejects.toMatchObject(NOT_FOUND);
});

test("of several kinds one is enough, and the answer says which", async () => {
  const { athleteId } = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, athleteId, ["sleep"]);
  const { kinds } = await requireAthleteAccess(coach, athleteId, ["recovery", "sleep"]);
  expect(kinds.has("sleep")).toBe(true);
  expect(kinds.has("recovery")).toBe(false);
  expect(await looksAt(athleteId)).toMatchObject([{ kind: "sleep", count: 1 }]);
});

test("looks are folded by kind and UTC day, also when they come together", async () => {
  const { athleteId } = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, athleteId, ["recovery", "runs"]);
  const late = new Date("2026-03-01T23:30:00Z");
  await Promise.all([1, 2, 3, 4].map(() => requireAthleteAccess(coach, athleteId, "recovery", late)));
  await requireAthleteAccess(coach, athleteId, "runs", late);
  await requireAthleteAccess(coach, athleteId, "recovery", new Date("2026-03-02T00:30:00Z"));
  expect(await looksAt(athleteId)).toEqual([
    { userId: coach.userId, kind: "recovery", onDate: "2026-03-01", count: 4 },
    { userId: coach.userId, kind: "recovery", onDate: "2026-03-02", count: 1 },
    { userId: coach.userId, kind: "runs", onDate: "2026-03-01", count: 1 },
  ]);
});

test("ids that are no ids are unknown ones", async () => {
  const viewer = await insertPerson(["athlete"]);
  await expect(requireAthleteAccess(viewer, "1 OR 1=1", "runs")).rejects.toMatchObject(NOT_FOUND);
  await expect(requireWorkoutAccess(viewer, "nonsense", "runs")).rejects.toMatchObject(NOT_FOUND);
  await expect(requireSyncRunAccess(viewer, randomUUID())).rejects.toMatchObject(NOT_FOUND);
});

test("somebody else's workout sounds like a missing one", async () => {
  const owner = await insertPerson(["athlete"]);
  const stranger = await insertPerson(["athlete"]);
  const { rows } = await pool().query(
    `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds", "channel")
     VALUES ($1, 'run', 'running', now(), current_date, 60, 'garmin') RETURNING "id"`,
    [owner.athleteId],
  );
  const told = (id: string) =>
    requireWorkoutAccess(stranger, id, "runs").then(
      () => "let through",
      (error: Error) => error.message,
    );
  expect(await told(rows[0].id)).toBe(await told(randomUUID()));
  expect((await requireWorkoutAccess(owner, rows[0].id, "runs")).athleteId).toBe(owner.athleteId);
});

test("a coach who runs is listed first among their athletes", async () => {
  const coach = await insertPerson(["athlete", "coach"]);
  const linked = await insertPerson(["athlete"]);
  await insertPerson(["athlete"]);
  await linkCoach(coach.userId, linked.athleteId, ["recovery"]);
  expect(await listVisibleAthletes(coach.userId)).toMatchObject([
    { athleteId: coach.athleteId, isOwner: true, scopes: COACH_SCOPES },
    { athleteId: linked.athleteId, isOwner: false, scopes: ["recovery"] },
  ]);
});

test("without a name an athlete means themselves; a coach has to say whom", async () => {
  const athlete = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  expect(await athleteIdOrOwn(athlete, undefined)).toBe(athlete.athleteId);
  expect(await athleteIdOrOwn(coach, athlete.athleteId)).toBe(athlete.athleteId);
  await expect(athleteIdOrOwn(coach, undefined)).rejects.toMatchObject({
    code: "invalid_input",
    field: "athlete_id",
  });
});

async function looksAt(athleteId: string) {
  const { rows } = await pool().query(
    `SELECT "userId", "kind", "onDate", "count" FROM "AccessLog" WHERE "athleteId" = $1 ORDER BY "kind", "onDate"`,
    [athleteId],
  );
  return rows;
}
