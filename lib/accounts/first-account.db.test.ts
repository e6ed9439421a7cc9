/** The first account of an instance: in a database of its own, which is empty and goes away again. */
import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { isFirstAccountPending, needsInvitation, signUp } from "@/lib/accounts/sign-up";
import { closeDb, pool } from "@/lib/db/client";
import { env } from "@/lib/env";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const FAR = { isLoopback: false };
const NEAR = { isLoopback: true };
const sharedUrl = process.env.DATABASE_URL ?? "";
const name = `first_account_${randomUUID().replaceAll("-", "")}`;

async function onShared(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: sharedUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

beforeAll(async () => {
  await onShared(`CREATE DATABASE "${name}"`);
  env().DATABASE_URL = Object.assign(new URL(sharedUrl), { pathname: `/${name}` }).href;
  const folders = readdirSync("prisma/migrations", { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const folder of folders.map((entry) => entry.name).sort()) {
    await pool().query(readFileSync(`prisma/migrations/${folder}/migration.sql`, "utf8"));
  }
});

afterAll(async () => {
  await closeDb();
  await onShared(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
});

beforeEach(async () => {
  await pool().query(`DELETE FROM "User"`);
  env().SIGNUP = "invited";
  env().FIRST_ACCOUNT_CODE = "printed-at-start";
});

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

async function roles(): Promise<string[][]> {
  const { rows } = await pool().query(`SELECT "roles" FROM "User" ORDER BY cardinality("roles") DESC`);
  return rows.map((row) => row.roles);
}

test("on the machine itself it needs no code and becomes operator too", async () => {
  expect(await isFirstAccountPending()).toBe(true);
  expect(await needsInvitation()).toBe(false);
  await signUp(form({ role: "coach" }), NEAR);
  expect(await roles()).toEqual([["coach", "operator"]]);
  expect(await isFirstAccountPending()).toBe(false);
  expect(await needsInvitation()).toBe(true);
});

test("from elsewhere it needs the code that was printed at start", async () => {
  const refused = { code: "invalid_input", field: "firstAccountCode" };
  await expect(signUp(form(), FAR)).rejects.toMatchObject(refused);
  await expect(signUp(form({ firstAccountCode: "guessed" }), FAR)).rejects.toMatchObject(refused);
  await signUp(form({ firstAccountCode: " printed-at-start " }), FAR);
  expect(await roles()).toEqual([["athlete", "operator"]]);
});

test("without a code in the environment nobody from elsewhere becomes operator", async () => {
  env().FIRST_ACCOUNT_CODE = undefined;
  await expect(signUp(form({ firstAccountCode: "" }), FAR)).rejects.toMatchObject({
    field: "firstAccountCode",
  });
  await expect(signUp(form({ firstAccountCode: "undefined" }), FAR)).rejects.toMatchObject({
    field: "firstAccountCode",
  });
});

test("of several at once exactly one becomes operator", async () => {
  env().SIGNUP = "open";
  await Promise.all([1, 2, 3, 4].map(() => signUp(form(), NEAR)));
  expect(await roles()).toEqual([["athlete", "operator"], ["athlete"], ["athlete"], ["athlete"]]);
});

test("of several at once on an instance by invitation exactly one gets in", async () => {
  const ends = await Promise.allSettled([1, 2, 3].map(() => signUp(form(), NEAR)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await roles()).toEqual([["athlete", "operator"]]);
});
