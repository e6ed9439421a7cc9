import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createSignUpLink } from "@/lib/accounts/password";
import { isFirstAccountPending, signUp } from "@/lib/accounts/sign-up";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";
import { env } from "@/lib/env";

const NEAR = { isLoopback: true };

function form(overrides: Record<string, unknown> = {}) {
  return {
    role: "athlete",
    name: "Ada",
    email: `${randomUUID()}@test.example`,
    password: "correct horse battery",
    timeZone: "Europe/Berlin",
    ...overrides,
  };
}

async function rowOf(userId: string) {
  const { rows } = await pool().query(
    `SELECT u.*, a."id" AS "athleteId" FROM "User" u LEFT JOIN "Athlete" a ON a."userId" = u."id" WHERE u."id" = $1`,
    [userId],
  );
  return rows[0];
}

/** So that a sign-up in this file is never the first of the database. */
const someone = insertPerson(["operator"]);

afterEach(() => {
  env().SIGNUP = "open";
});

test("an athlete gets an account and an Athlete row; the e-mail is kept in lower case", async () => {
  await someone;
  const email = `Ada.${randomUUID()}@Test.example`;
  const made = await signUp(form({ email: ` ${email} ` }), NEAR);
  const row = await rowOf(made.userId);
  expect(row).toMatchObject({
    email: email.toLowerCase(),
    name: "Ada",
    roles: ["athlete"],
    timeZone: "Europe/Berlin",
  });
  expect(row.athleteId).toBe(made.athleteId);
  expect(row.passwordHash).toMatch(/^scrypt\$/);
  expect(await isFirstAccountPending()).toBe(false);
});

test("a coach gets an account and no Athlete row", async () => {
  await someone;
  const made = await signUp(form({ role: "coach" }), NEAR);
  expect(await rowOf(made.userId)).toMatchObject({ roles: ["coach"], athleteId: null });
});

test.each([
  ["role", { role: "operator" }],
  ["name", { name: "   " }],
  ["name", { name: "a".repeat(101) }],
  ["email", { email: "ada" }],
  ["email", { email: undefined }],
  ["password", { password: "short" }],
  ["password", { password: "aaaaaaaaaaaaaaa" }],
  ["password", { password: "ab".repeat(101) }],
  ["timeZone", { timeZone: "Mars/Olympus" }],
])("a wrong %s is named: %j", async (field, fault) => {
  await expect(signUp(form(fault), NEAR)).rejects.toMatchObject({ code: "invalid_input", field });
});

test("an e-mail that is taken is said plainly, also to two at once", async () => {
  await someone;
  const email = `${randomUUID()}@test.example`;
  const ends = await Promise.allSettled([
    signUp(form({ email }), NEAR),
    signUp(form({ email: email.toUpperCase() }), NEAR),
  ]);
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(signUp(form({ email }), NEAR)).rejects.toMatchObject({
    code: "conflict",
    field: "email",
    message: expect.stringContaining("exists already"),
  });
});

test("with SIGNUP=invited an invitation opens the door once", async () => {
  env().SIGNUP = "invited";
  const { userId } = await someone;
  await expect(signUp(form(), NEAR)).rejects.toMatchObject({ field: "invitation" });
  await expect(signUp(form({ invitation: "made up" }), NEAR)).rejects.toMatchObject({ field: "invitation" });

  const { token } = await createSignUpLink(userId, null);
  const ends = await Promise.allSettled([
    signUp(form({ invitation: token }), NEAR),
    signUp(form({ invitation: token }), NEAR),
  ]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("an invitation for one e-mail address is of no use to another, and stays", async () => {
  env().SIGNUP = "invited";
  const email = `${randomUUID()}@test.example`;
  const { token } = await createSignUpLink((await someone).userId, email.toUpperCase());
  await expect(signUp(form({ invitation: token }), NEAR)).rejects.toMatchObject({ field: "email" });
  expect(await signUp(form({ invitation: token, email }), NEAR)).toMatchObject({
    userId: expect.any(String),
  });
});

test("an invitation of yesterday is expired, and only operators make them", async () => {
  env().SIGNUP = "invited";
  const dayAgo = new Date(Date.now() - 86_400_001);
  const { token } = await createSignUpLink((await someone).userId, null, dayAgo);
  await expect(signUp(form({ invitation: token }), NEAR)).rejects.toMatchObject({ field: "invitation" });
  const coach = await insertPerson(["coach"]);
  await expect(createSignUpLink(coach.userId, null)).rejects.toMatchObject({ code: "not_found" });
});

test("a taken e-mail does not use up the invitation", async () => {
  const { userId, email } = await someone;
  env().SIGNUP = "invited";
  const { token } = await createSignUpLink(userId, null);
  await expect(signUp(form({ invitation: token, email }), NEAR)).rejects.toMatchObject({ code: "conflict" });
  await signUp(form({ invitation: token }), NEAR);
});

vi.setConfig({ testTimeout: 30_000 });
