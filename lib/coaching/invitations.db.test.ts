import "@/lib/auth/testing/test-env";
import { afterEach, describe, expect, test } from "vitest";
import { findInvitation, signUp } from "@/lib/accounts/sign-up";
import { COACH_SCOPES, listVisibleAthletes, requireAthleteAccess } from "@/lib/auth/access";
import {
  acceptInvitation,
  askAthlete,
  declineInvitation,
  listSentInvitations,
  offerToCoach,
  type Person,
  readInvitation,
  withdrawInvitation,
} from "@/lib/coaching/invitations";
import { listSharings } from "@/lib/coaching/links";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";
import { env } from "@/lib/env";

const NOW = new Date("2026-03-10T09:00:00Z");
const ALL = { scopes: [...COACH_SCOPES] };

async function person(roles: Parameters<typeof insertPerson>[0]): Promise<Person> {
  const { userId, email, athleteId } = await insertPerson(roles);
  return { userId, email, timeZone: "Europe/Berlin", athleteId: athleteId === "" ? null : athleteId };
}

async function twoPeople() {
  const [coach, athlete] = await Promise.all([person(["coach"]), person(["athlete"])]);
  return { coach, athlete, athleteId: athlete.athleteId ?? "" };
}

describe("a coach asks", () => {
  test("the athlete sees what is asked, gives less, and the coach sees that and no more", async () => {
    const { coach, athlete, athleteId } = await twoPeople();
    const { code } = await askAthlete(coach, { ...ALL, groups: "Track" }, NOW);
    const found = await readInvitation(code.toLowerCase().replaceAll("-", " "), athlete, NOW);
    expect(found).toMatchObject({
      invitation: { fromName: "Test Person", fromRole: "coach", scopes: COACH_SCOPES },
    });
    expect(await listVisibleAthletes(coach.userId, NOW)).toEqual([]);

    await acceptInvitation(athlete, code, { scopes: ["sleep"], until: "2026-03-12" }, NOW);
    expect(await listVisibleAthletes(coach.userId, NOW)).toMatchObject([{ athleteId, scopes: ["sleep"] }]);
    const lastMinute = new Date("2026-03-12T22:59:00Z");
    expect((await requireAthleteAccess(coach, athleteId, "sleep", lastMinute)).isOwner).toBe(false);
    const over = new Date("2026-03-12T23:00:00Z");
    await expect(requireAthleteAccess(coach, athleteId, "sleep", over)).rejects.toThrow();
    await expect(requireAthleteAccess(coach, athleteId, "recovery", NOW)).rejects.toThrow();
    expect(await listSharings(athleteId, NOW)).toMatchObject([{ groups: ["Track"], state: "shared" }]);
    expect(await listSentInvitations(coach.userId, "coach", NOW)).toMatchObject([{ state: "accepted" }]);
  });

  test("the code is kept as a hash alone", async () => {
    const { coach } = await twoPeople();
    const { code, invitationId } = await askAthlete(coach, ALL, NOW);
    const { rows } = await pool().query(`SELECT i::text AS "text" FROM "CoachInvitation" i WHERE "id" = $1`, [
      invitationId,
    ]);
    expect(rows[0].text).not.toContain(code);
    expect(rows[0].text).not.toContain(code.replaceAll("-", ""));
  });

  test("two at once: one takes it", async () => {
    const { coach, athlete } = await twoPeople();
    const other = await person(["athlete"]);
    const { code } = await askAthlete(coach, ALL, NOW);
    const taken = await Promise.allSettled(
      [athlete, other, athlete, other].map((one) => acceptInvitation(one, code, ALL, NOW)),
    );
    expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listVisibleAthletes(coach.userId, NOW)).toHaveLength(1);
  });

  test("a coach who trains becomes an athlete as well, and keeps what they were", async () => {
    const [asking, coach] = await Promise.all([person(["coach"]), person(["coach"])]);
    const { code } = await askAthlete(asking, ALL, NOW);
    await acceptInvitation(coach, code, ALL, NOW);
    const { rows } = await pool().query(`SELECT "roles" FROM "User" WHERE "id" = $1`, [coach.userId]);
    expect(rows[0].roles).toEqual(["coach", "athlete"]);
    expect(await listVisibleAthletes(asking.userId, NOW)).toHaveLength(1);
  });
});

describe("an athlete offers", () => {
  test("the coach gets exactly that, until exactly then, whatever is sent along", async () => {
    const { coach, athlete, athleteId } = await twoPeople();
    const { code } = await offerToCoach(athlete, { scopes: ["runs"], until: "2026-03-20" }, NOW);
    await acceptInvitation(coach, code, { scopes: [...COACH_SCOPES], until: "" }, NOW);
    expect(await listVisibleAthletes(coach.userId, NOW)).toMatchObject([{ athleteId, scopes: ["runs"] }]);
    expect(await listVisibleAthletes(coach.userId, new Date("2026-03-20T23:00:00Z"))).toEqual([]);
  });

  test("an athlete may have several coaches, each with their own terms", async () => {
    const { coach, athlete, athleteId } = await twoPeople();
    const second = await person(["athlete"]);
    for (const [taker, scope] of [
      [coach, "runs"],
      [second, "sleep"],
    ] as const) {
      const { code } = await offerToCoach(athlete, { scopes: [scope] }, NOW);
      await acceptInvitation(taker, code, {}, NOW);
    }
    const sharings = await listSharings(athleteId, NOW);
    expect(sharings.map(({ coachUserId, scopes }) => [coachUserId, ...scopes]).sort()).toEqual(
      [
        [coach.userId, "runs"],
        [second.userId, "sleep"],
      ].sort(),
    );
    const { rows } = await pool().query(`SELECT "roles" FROM "User" WHERE "id" = $1`, [second.userId]);
    expect(rows[0].roles).toEqual(["athlete", "coach"]);
  });

  test("an account that is no athlete has nothing to offer", async () => {
    const coach = await person(["coach"]);
    await expect(offerToCoach(coach, ALL, NOW)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what can't be taken, and why", () => {
  const later = new Date("2026-03-24T09:00:00Z");

  test.each([
    ["forged", "unknown", async () => "AAAA-BBBB-CCCC-DDDD"],
    ["no code at all", "unknown", async () => "' OR 1=1"],
    ["one's own", "own", async (_: Person, athlete: Person) => (await offerToCoach(athlete, ALL, NOW)).code],
    [
      "for somebody else",
      "foreign",
      async (coach: Person) => (await askAthlete(coach, { ...ALL, email: "ada@else.example" }, NOW)).code,
    ],
    [
      "withdrawn",
      "withdrawn",
      async (coach: Person) => {
        const { code, invitationId } = await askAthlete(coach, ALL, NOW);
        await withdrawInvitation(coach.userId, invitationId, NOW);
        return code;
      },
    ],
    [
      "used",
      "used",
      async (coach: Person, athlete: Person) => {
        const { code } = await askAthlete(coach, ALL, NOW);
        await acceptInvitation(athlete, code, ALL, NOW);
        return code;
      },
    ],
    [
      "declined",
      "used",
      async (coach: Person, athlete: Person) => {
        const { code } = await askAthlete(coach, ALL, NOW);
        await declineInvitation(athlete, code, NOW);
        return code;
      },
    ],
  ] as const)("%s is %s", async (_case, fault, prepare) => {
    const { coach, athlete } = await twoPeople();
    const code = await prepare(coach, athlete);
    expect(await readInvitation(code, athlete, NOW)).toEqual({ fault });
    await expect(acceptInvitation(athlete, code, ALL, NOW)).rejects.toMatchObject({ code: "not_found" });
    await expect(declineInvitation(athlete, code, NOW)).rejects.toMatchObject({ code: "not_found" });
  });

  test("one of 14 days ago, and an offer whose days are over", async () => {
    const { coach, athlete } = await twoPeople();
    const asked = await askAthlete(coach, ALL, NOW);
    expect(await readInvitation(asked.code, athlete, later)).toEqual({ fault: "expired" });
    await expect(acceptInvitation(athlete, asked.code, ALL, later)).rejects.toThrow("expired");
    const offered = await offerToCoach(athlete, { scopes: ["runs"], until: "2026-03-11" }, NOW);
    const next = new Date("2026-03-12T09:00:00Z");
    expect(await readInvitation(offered.code, coach, next)).toEqual({ fault: "expired" });
  });

  test.each([
    ["scopes", { scopes: [] }],
    ["scopes", { scopes: ["everything"] }],
    ["scopes", {}],
    ["until", { ...ALL, until: "2026-03-09" }],
    ["until", { ...ALL, until: "soon" }],
  ])("agreeing with wrong %s uses nothing up", async (field, input) => {
    const { coach, athlete } = await twoPeople();
    const { code } = await askAthlete(coach, ALL, NOW);
    await expect(acceptInvitation(athlete, code, input, NOW)).rejects.toMatchObject({
      code: "invalid_input",
      field,
    });
    expect(await readInvitation(code, athlete, NOW)).toMatchObject({ fault: null });
  });

  test("another one's invitation can't be withdrawn", async () => {
    const { coach, athlete } = await twoPeople();
    const { code, invitationId } = await askAthlete(coach, ALL, NOW);
    for (const id of [invitationId, "nonsense"]) {
      await expect(withdrawInvitation(athlete.userId, id, NOW)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await readInvitation(code, athlete, NOW)).toMatchObject({ fault: null });
  });

  test("inviting one's own address is refused", async () => {
    const coach = await person(["coach"]);
    const input = { ...ALL, email: coach.email.toUpperCase() };
    await expect(askAthlete(coach, input, NOW)).rejects.toMatchObject({ field: "email" });
  });
});

describe("where signing up needs an invitation", () => {
  afterEach(() => {
    env().SIGNUP = "open";
  });

  test("a coach's lets one account in, which then still has to agree", async () => {
    const coach = await person(["coach"]);
    env().SIGNUP = "invited";
    const { code } = await askAthlete(coach, ALL);
    expect(await findInvitation(code)).toEqual({ email: null, role: "athlete" });
    const form = (email: string) => ({
      role: "athlete",
      name: "Ada",
      email,
      password: "correct horse battery",
      timeZone: "UTC",
      invitation: code,
    });
    const email = `ada.${coach.userId}@test.example`;
    const made = await signUp(form(email), { isLoopback: true });
    expect(await listVisibleAthletes(coach.userId)).toEqual([]);
    await expect(signUp(form(`b.${email}`), { isLoopback: true })).rejects.toMatchObject({
      field: "invitation",
    });
    const ada = { userId: made.userId, email, timeZone: "UTC", athleteId: made.athleteId };
    await acceptInvitation(ada, code, ALL);
    expect(await listVisibleAthletes(coach.userId)).toHaveLength(1);
  });
});
