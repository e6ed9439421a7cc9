import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { signIn } from "@/lib/accounts/sign-in";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";

// The hash has its own test; here it would only take its time.
vi.mock("@/lib/auth/password-hash", () => ({
  verifyPassword: async (password: string, stored: string | null) => password === stored,
}));

const PASSWORD = "correct horse battery";
const START = new Date();
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

async function person() {
  return insertPerson(["athlete"], { passwordHash: PASSWORD });
}

/** How a try ends: the user's id, or the error's code with the seconds to wait. */
async function attempt(email: string, password: string, clientAddress: string, now: Date) {
  return signIn({ email, password }, { clientAddress, now }).then(
    ({ userId }) => userId,
    (error) => (error.retryAt ? Math.round((error.retryAt.getTime() - now.getTime()) / 1000) : error.code),
  );
}

test("the right password lets in, whatever the case of the e-mail", async () => {
  const { email, userId } = await person();
  expect(await attempt(`  ${email.toUpperCase()} `, PASSWORD, randomUUID(), START)).toBe(userId);
});

test("a wrong password and an unknown e-mail sound the same", async () => {
  const { email } = await person();
  expect(await attempt(email, "wrong", randomUUID(), START)).toBe("unauthenticated");
  expect(await attempt(`${randomUUID()}@test.example`, PASSWORD, randomUUID(), START)).toBe(
    "unauthenticated",
  );
});

test("after five failures the account waits a minute, then twice as long each time, at most an hour", async () => {
  const { email, userId } = await person();
  const fail = (seconds: number) => attempt(email, "wrong", randomUUID(), after(seconds));
  for (let count = 0; count < 5; count += 1) expect(await fail(count)).toBe("unauthenticated");
  expect(await attempt(email, PASSWORD, randomUUID(), after(4))).toBe(60);
  expect(await fail(64)).toBe("unauthenticated");
  expect(await fail(64)).toBe(120);

  let seconds = 64 + 120;
  for (const wait of [240, 480, 960, 1920, 3600, 3600]) {
    expect(await fail(seconds)).toBe("unauthenticated");
    expect(await fail(seconds)).toBe(wait);
    seconds += wait;
  }
  expect(await attempt(email, PASSWORD, randomUUID(), after(seconds))).toBe(userId);
  expect(await fail(seconds)).toBe("unauthenticated");
  expect(await attempt(email, PASSWORD, randomUUID(), after(seconds))).toBe(userId);
});

test("many tries at once cannot pass together", async () => {
  const { email } = await person();
  const ends = await Promise.all(
    Array.from({ length: 12 }, () => attempt(email, "wrong", randomUUID(), START)),
  );
  expect(ends.filter((end) => end === "unauthenticated")).toHaveLength(5);
  expect(ends.filter((end) => end === 60)).toHaveLength(7);
});

test("an address that guesses at many accounts waits; the accounts do not", async () => {
  const address = randomUUID();
  for (let count = 0; count < 20; count += 1) {
    expect(await attempt(`${randomUUID()}@test.example`, "wrong", address, START)).toBe("unauthenticated");
  }
  const { email, userId } = await person();
  expect(await attempt(email, PASSWORD, address, START)).toBe(60);
  expect(await attempt(email, PASSWORD, randomUUID(), START)).toBe(userId);
});

test("success of one account does not free an address for guessing at others", async () => {
  const address = randomUUID();
  const { email, userId } = await person();
  for (let count = 0; count < 19; count += 1) {
    await attempt(`${randomUUID()}@test.example`, "wrong", address, START);
  }
  expect(await attempt(email, PASSWORD, address, START)).toBe(userId);
  expect(await attempt(`${randomUUID()}@test.example`, "wrong", address, START)).toBe("unauthenticated");
  expect(await attempt(`${randomUUID()}@test.example`, "wrong", address, START)).toBe(60);
});

test("neither e-mail nor address is kept", async () => {
  const { email } = await person();
  const address = randomUUID();
  await attempt(email, "wrong", address, START);
  const { rows } = await pool().query(`SELECT "key" FROM "LoginLimit"`);
  expect(JSON.stringify(rows)).not.toContain(email);
  expect(JSON.stringify(rows)).not.toContain(address);
});
