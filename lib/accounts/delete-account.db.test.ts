import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { createApiToken } from "@/lib/accounts/api-tokens";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { createPasswordResetLink } from "@/lib/accounts/password";
import { COACH_SCOPES, requireAthleteAccess } from "@/lib/auth/access";
import { hashPassword } from "@/lib/auth/password-hash";
import { askAthlete, offerToCoach } from "@/lib/coaching/invitations";
import { linkCoach, listSharings } from "@/lib/coaching/links";
import { queryRows } from "@/lib/db/testing/test-athlete";
import { insertPerson, type TestPerson } from "@/lib/db/testing/test-people";
import { readOpenNotices } from "@/lib/notices/notices";

// Searching every table takes its time.
vi.setConfig({ testTimeout: 90_000 });

const PASSWORD = "correct horse battery";
const FROM = { clientAddress: "192.0.2.7" };
const ALL = { scopes: [...COACH_SCOPES] };

const person = async (roles: Parameters<typeof insertPerson>[0]) =>
  insertPerson(roles, { passwordHash: await hashPassword(PASSWORD) });
const asSender = ({ userId, email, athleteId }: TestPerson) => ({
  userId,
  email,
  timeZone: "UTC",
  athleteId: athleteId === "" ? null : athleteId,
});

/** A row in each kind of table that an athlete's life fills. */
async function fillAthlete({ athleteId, userId }: TestPerson, coach: TestPerson): Promise<void> {
  await queryRows(
    `WITH w AS (INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds", "channel")
                VALUES ($1, 'run', 'running', now(), current_date, 60, 'garmin') RETURNING "id"),
          r AS (INSERT INTO "Recording" ("athleteId", "workoutId", "channel", "externalId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds")
                SELECT $1, w."id", 'garmin', $2, 'run', 'running', now(), current_date, 60 FROM w RETURNING "id"),
          c AS (INSERT INTO "Connection" ("athleteId", "provider", "slotMinute") VALUES ($1, 'garmin', 1) RETURNING "id"),
          k AS (INSERT INTO "ConnectionAccess" ("connectionId", "way") SELECT "id", 'personal_key' FROM c RETURNING 1),
          m AS (INSERT INTO "ConnectionMetric" ("connectionId", "metric") SELECT "id", 'sleep' FROM c RETURNING 1),
          p AS (INSERT INTO "RawPayload" ("athleteId", "channel", "kind", "externalId", "sha256", "body") VALUES ($1, 'garmin', 'activity', $2, 'x', '') RETURNING 1),
          s AS (INSERT INTO "SyncRun" ("athleteId", "connectionId", "kind", "trigger", "fromDate", "toDate") SELECT $1, "id", 'recovery', 'manual', current_date, current_date FROM c RETURNING 1)
     INSERT INTO "RecoveryDay" ("athleteId", "localDate") VALUES ($1, current_date)`,
    [athleteId, randomUUID()],
  );
  await createApiToken(userId, { name: "Script", scopes: ["recovery:read"] });
  await linkCoach(athleteId, coach.userId, { scopes: COACH_SCOPES });
  await requireAthleteAccess({ userId: coach.userId }, athleteId, "recovery");
}

/** Every table with a row that holds one of these texts. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const tables = await queryRows<{ name: string }>(
    `SELECT table_name AS "name" FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await queryRows<{ holds: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM "${name}" t WHERE t::text ILIKE ANY($1)) AS "holds"`,
      [texts.map((text) => `%${text}%`)],
    );
    if (row?.holds) found.push(name);
  }
  return found.sort();
}

test("of an athlete nothing stays in any table, and the coach is told", async () => {
  const [athlete, coach, operator] = await Promise.all([
    person(["athlete"]),
    person(["coach"]),
    person(["operator"]),
  ]);
  await fillAthlete(athlete, coach);
  await offerToCoach(asSender(athlete), ALL);
  await askAthlete(asSender(coach), { ...ALL, email: athlete.email, name: "For them" });
  await createPasswordResetLink(operator.userId, athlete.email);
  const texts = [athlete.userId, athlete.athleteId, athlete.email];
  const before = await tablesWith(texts);
  for (const table of [
    "User",
    "Athlete",
    "CoachLink",
    "AccessLog",
    "CoachInvitation",
    "Workout",
    "Recording",
  ]) {
    expect(before).toContain(table);
  }
  await deleteAccount(athlete.userId, { deletePassword: PASSWORD }, FROM);
  expect(await tablesWith(texts)).toEqual([]);
  const notices = await readOpenNotices(coach.userId);
  expect(notices.map(({ message }) => message)).toEqual([expect.stringContaining("closed the account")]);
});

test("of a coach nothing stays, and what the athlete recorded does", async () => {
  const [athlete, coach] = await Promise.all([person(["athlete"]), person(["coach"])]);
  await fillAthlete(athlete, coach);
  await askAthlete(asSender(coach), ALL);
  await deleteAccount(coach.userId, { deletePassword: PASSWORD }, FROM);
  expect(await tablesWith([coach.userId, coach.email])).toEqual([]);
  expect(await tablesWith([athlete.athleteId])).toContain("Workout");
  expect(await listSharings(athlete.athleteId)).toEqual([]);
  expect(await readOpenNotices(athlete.userId)).toHaveLength(1);
});

test("somebody whose sharing had ended before is not told", async () => {
  const [athlete, coach] = await Promise.all([person(["athlete"]), person(["coach"])]);
  await fillAthlete(athlete, coach);
  await queryRows(`UPDATE "CoachLink" SET "endedAt" = now() WHERE "athleteId" = $1`, [athlete.athleteId]);
  await deleteAccount(athlete.userId, { deletePassword: PASSWORD }, FROM);
  expect(await readOpenNotices(coach.userId)).toEqual([]);
});

test("a wrong password deletes nothing", async () => {
  const athlete = await person(["athlete"]);
  for (const deletePassword of ["wrong", "", undefined]) {
    await expect(deleteAccount(athlete.userId, { deletePassword }, FROM)).rejects.toMatchObject({
      code: "invalid_input",
      field: "deletePassword",
    });
  }
  expect(await tablesWith([athlete.userId])).toContain("User");
});

test("every table with somebody's id hangs on an account, so that it goes with it", async () => {
  const links = await queryRows<{ child: string; parent: string }>(
    `SELECT c.conrelid::regclass::text AS "child", c.confrelid::regclass::text AS "parent"
       FROM pg_constraint c WHERE c.contype = 'f' AND c.confdeltype = 'c'`,
  );
  const strip = (name: string) => name.replaceAll('"', "");
  const reached = new Set(["User"]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const { child, parent } of links) if (reached.has(strip(parent))) reached.add(strip(child));
  }
  const tables = await queryRows<{ name: string }>(
    `SELECT DISTINCT table_name AS "name" FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name ~ '(athlete|user|connection|recording|workout|import)[A-Za-z]*Id$'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  expect(tables.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
});
