import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import {
  changePassword,
  createPasswordResetLink,
  isResetLinkUsable,
  resetPassword,
  signOutEverywhere,
} from "@/lib/accounts/password";
import { signIn } from "@/lib/accounts/sign-in";
import { findUserOfRequest } from "@/lib/auth/session";
import { browserHeaders } from "@/lib/auth/testing/test-headers";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";

vi.mock("@/lib/auth/password-hash", () => ({
  hashPassword: async (password: string) => password,
  verifyPassword: async (password: string, stored: string | null) => password === stored,
}));

const OLD = "correct horse battery";
const NEW = "staple of another kind";
const from = () => ({ clientAddress: randomUUID() });

const person = () => insertPerson(["athlete"], { passwordHash: OLD });
const canSignIn = (email: string, password: string) =>
  signIn({ email, password }, { ...from(), now: new Date() }).then(
    () => true,
    () => false,
  );
const sessionOf = async (headers: Record<string, string>) =>
  findUserOfRequest(new Request("http://localhost:3000/", { headers }));

test("a new password needs the old one, works, and ends every session", async () => {
  const { userId, email } = await person();
  const browser = await browserHeaders(userId);
  expect(await sessionOf(browser)).toMatchObject({ userId, email });
  await expect(
    changePassword(userId, { currentPassword: "wrong", newPassword: NEW }, from()),
  ).rejects.toMatchObject({ code: "invalid_input", field: "currentPassword" });
  await expect(
    changePassword(userId, { currentPassword: OLD, newPassword: "short" }, from()),
  ).rejects.toMatchObject({ code: "invalid_input", field: "newPassword" });
  expect(await sessionOf(browser)).not.toBeNull();

  await changePassword(userId, { currentPassword: OLD, newPassword: NEW }, from());
  expect(await sessionOf(browser)).toBeNull();
  expect(await canSignIn(email, OLD)).toBe(false);
  expect(await canSignIn(email, NEW)).toBe(true);
});

test("the current password cannot be guessed through the form either", async () => {
  const { userId } = await person();
  const guess = () => changePassword(userId, { currentPassword: "wrong", newPassword: NEW }, from());
  for (let count = 0; count < 5; count += 1)
    await expect(guess()).rejects.toMatchObject({ code: "invalid_input" });
  await expect(guess()).rejects.toMatchObject({ code: "rate_limited", retryAt: expect.any(Date) });
});

test("signing out everywhere ends the sessions of this account alone", async () => {
  const [one, other] = [await person(), await person()];
  const [browser, phone, others] = await Promise.all(
    [one, one, other].map(({ userId }) => browserHeaders(userId)),
  );
  await signOutEverywhere(one.userId);
  expect(await sessionOf(browser ?? {})).toBeNull();
  expect(await sessionOf(phone ?? {})).toBeNull();
  expect(await sessionOf(others ?? {})).toMatchObject({ userId: other.userId });
  expect(await sessionOf(await browserHeaders(one.userId))).not.toBeNull();
});

test("a session cookie that was tampered with, or of an account that is gone, is nobody", async () => {
  const { userId } = await person();
  const { cookie = "" } = await browserHeaders(userId);
  const flipped = cookie.slice(0, -2) + (cookie.endsWith("AA") ? "BB" : "AA");
  expect(await sessionOf({ cookie: flipped })).toBeNull();
  expect(await sessionOf({ cookie: "next-auth.session-token=nonsense" })).toBeNull();
  expect(await sessionOf({})).toBeNull();
  await pool().query(`DELETE FROM "User" WHERE "id" = $1`, [userId]);
  expect(await sessionOf({ cookie })).toBeNull();
});

test("a reset link of the operator works once, for a day, and ends the sessions", async () => {
  const operator = await insertPerson(["operator"]);
  const { userId, email } = await person();
  const browser = await browserHeaders(userId);
  const { token } = await createPasswordResetLink(operator.userId, email.toUpperCase());
  expect(await isResetLinkUsable(token)).toBe(true);
  await expect(resetPassword(token, "short")).rejects.toMatchObject({ field: "newPassword" });

  const ends = await Promise.allSettled([resetPassword(token, NEW), resetPassword(token, NEW)]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await canSignIn(email, NEW)).toBe(true);
  expect(await sessionOf(browser)).toBeNull();
  expect(await isResetLinkUsable(token)).toBe(false);
});

test("expired, replaced and made-up links are refused; an invitation is no reset", async () => {
  const operator = await insertPerson(["operator"]);
  const { email } = await person();
  const refused = { code: "not_found" };
  const old = await createPasswordResetLink(operator.userId, email, new Date(Date.now() - 86_400_001));
  await expect(resetPassword(old.token, NEW)).rejects.toMatchObject(refused);
  const first = await createPasswordResetLink(operator.userId, email);
  await createPasswordResetLink(operator.userId, email);
  await expect(resetPassword(first.token, NEW)).rejects.toMatchObject(refused);
  await expect(resetPassword("made up", NEW)).rejects.toMatchObject(refused);
  expect(await canSignIn(email, OLD)).toBe(true);
});

test("the secret of a link is not in the database", async () => {
  const operator = await insertPerson(["operator"]);
  const { userId, email } = await person();
  const { token } = await createPasswordResetLink(operator.userId, email);
  const { rows } = await pool().query(`SELECT * FROM "OneTimeLink" WHERE "userId" = $1`, [userId]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("only operators make reset links, and only for accounts that are there", async () => {
  const { email } = await person();
  for (const role of ["athlete", "coach"] as const) {
    const { userId } = await insertPerson([role]);
    await expect(createPasswordResetLink(userId, email)).rejects.toMatchObject({ code: "not_found" });
  }
  const operator = await insertPerson(["operator"]);
  await expect(createPasswordResetLink(operator.userId, "nobody@test.example")).rejects.toMatchObject({
    code: "not_found",
    field: "email",
  });
});
