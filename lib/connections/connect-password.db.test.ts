/** Log-ins by username and password, with codes and limits, against the simulated Garmin. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  type GarminSimulator,
  simulatorEnvironment,
  startGarminSimulator,
} from "@/e2e/simulators/garmin/server";
import { control } from "@/e2e/simulators/garmin/testing/client";
import {
  connectGarminByPassword,
  findGarminChallenge,
  finishGarminLogin,
  PASSWORD_DEPS,
} from "@/lib/connections/connect-password";
import { freshAccessToken } from "@/lib/connections/credentials";
import { blockAfter } from "@/lib/connections/login-guard";
import { describeConnection } from "@/lib/connections/state";
import { pool } from "@/lib/db/client";
import { insertAthlete } from "@/lib/sync/testing/fake-garmin";

let simulator: GarminSimulator;

beforeAll(async () => {
  simulator = await startGarminSimulator({ latencyMs: 0, firstAccountNumber: randomInt(100, 1_000_000) });
  Object.assign(process.env, simulatorEnvironment(simulator));
});
afterAll(() => simulator.close());

const SignIn = z.object({ username: z.string(), password: z.string(), passwordCount: z.number() });

async function newAccount(change: { mfaCode?: string; mode?: string } = {}) {
  const made = await control(simulator, "POST /athletes", { profile: "steady", days: 2 });
  const { key } = z.object({ key: z.string() }).parse(made);
  const { username, password } = SignIn.parse(await control(simulator, `POST /sign-ins/${key}`, change));
  const passwordCount = async () =>
    SignIn.parse(await control(simulator, `POST /sign-ins/${key}`, {})).passwordCount;
  return { key, username, password, passwordCount };
}

const START = Date.now();

function depsAt(minutesLater = 0) {
  return {
    ...PASSWORD_DEPS,
    now: () => new Date(START + minutesLater * 60_000),
    requestSync: async () => ({}),
  };
}

async function accessOf(athleteId: string) {
  const { rows } = await pool().query(
    `SELECT a."connectionId", a."way", c."username" FROM "ConnectionAccess" a JOIN "Connection" c ON c."id" = a."connectionId"
     WHERE c."athleteId" = $1`,
    [athleteId],
  );
  return rows[0];
}

test("a username and a password connect with one question", async () => {
  const { username, password, passwordCount } = await newAccount();
  const athleteId = await insertAthlete();
  const outcome = await connectGarminByPassword(athleteId, { username, password }, depsAt());
  expect(outcome.status).toBe("connected");
  expect(await passwordCount()).toBe(1);
  expect(await accessOf(athleteId)).toMatchObject({ way: "password", username });
  expect(await describeConnection(athleteId, "garmin")).toMatchObject({ state: "connected", username });
});

describe("a code", () => {
  test("is asked for by another process; a wrong one keeps the window", async () => {
    const { username, password, passwordCount } = await newAccount({ mfaCode: "246810" });
    const athleteId = await insertAthlete();
    const begun = await connectGarminByPassword(athleteId, { username, password }, depsAt());
    expect(begun).toMatchObject({ status: "mfa_required", sentTo: "at*****@example.com" });
    const challenge = await findGarminChallenge(athleteId);
    const challengeId = challenge?.challengeId ?? "";

    // A fresh copy of the modules stands for a process that was started anew.
    vi.resetModules();
    const restarted = await import("@/lib/connections/connect-password");
    const wrong = restarted.finishGarminLogin(athleteId, { challengeId, code: "111111" }, depsAt(5));
    await expect(wrong).rejects.toMatchObject({ code: "garmin_credentials_refused", field: "code" });
    await restarted.finishGarminLogin(athleteId, { challengeId, code: "246 810" }, depsAt(9));
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({ state: "connected" });
    expect(await findGarminChallenge(athleteId)).toBeNull();
    expect(await passwordCount()).toBe(1);
  });

  test("comes too late after ten minutes, and is of no use to somebody else", async () => {
    const { username, password } = await newAccount({ mfaCode: "246810" });
    const athleteId = await insertAthlete();
    await connectGarminByPassword(athleteId, { username, password }, depsAt());
    const input = { challengeId: (await findGarminChallenge(athleteId))?.challengeId ?? "", code: "246810" };
    await expect(finishGarminLogin(await insertAthlete(), input, depsAt(1))).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(finishGarminLogin(athleteId, input, depsAt(10.1))).rejects.toMatchObject({
      code: "not_found",
    });
    await finishGarminLogin(athleteId, input, depsAt(9.9));
  });

  test("is not guessed: after six wrong ones the log-in is over", async () => {
    const { username, password } = await newAccount({ mfaCode: "246810" });
    const athleteId = await insertAthlete();
    await connectGarminByPassword(athleteId, { username, password }, depsAt());
    const challengeId = (await findGarminChallenge(athleteId))?.challengeId ?? "";
    for (let tries = 0; tries < 6; tries += 1) {
      await expect(
        finishGarminLogin(athleteId, { challengeId, code: `00000${tries}` }, depsAt()),
      ).rejects.toMatchObject({ code: "garmin_credentials_refused" });
    }
    await expect(
      finishGarminLogin(athleteId, { challengeId, code: "246810" }, depsAt()),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the guard", () => {
  test("after two wrong passwords holds back for an hour, and asks Garmin nothing", async () => {
    const { username, password, passwordCount } = await newAccount();
    const athleteId = await insertAthlete();
    const attempt = (typed: string, minutes: number) =>
      connectGarminByPassword(
        athleteId,
        { username: username.toUpperCase(), password: typed },
        depsAt(minutes),
      );
    for (const minute of [0, 1]) {
      await expect(attempt("wrong", minute)).rejects.toMatchObject({
        code: "garmin_credentials_refused",
        httpStatus: 422,
        field: "password",
      });
    }
    await expect(attempt(password, 2)).rejects.toMatchObject({
      code: "login_guard",
      httpStatus: 423,
      retryAt: new Date(START + 61 * 60_000),
    });
    expect(await passwordCount()).toBe(2);
    await expect(attempt("wrong again", 62)).rejects.toMatchObject({ code: "garmin_credentials_refused" });
    await expect(attempt(password, 62 + 119)).rejects.toMatchObject({ code: "login_guard" });
    expect((await attempt(password, 62 + 121)).status).toBe("connected");
  });

  test("doubles up to a day", () => {
    const now = new Date(START);
    const hours = (count: number) => ((blockAfter(count, now)?.getTime() ?? START) - START) / 3_600_000;
    expect([1, 2, 3, 4, 5, 6, 7, 30].map(hours)).toEqual([0, 1, 2, 4, 8, 16, 24, 24]);
  });

  test.each(["limited", "limited_in_200"])(
    "after a 429 (%s) leaves the account alone for a day",
    async (mode) => {
      const { key, username, password, passwordCount } = await newAccount({ mode });
      const athleteId = await insertAthlete();
      const attempt = (minutes: number) =>
        connectGarminByPassword(athleteId, { username, password }, depsAt(minutes));
      const retryAt = new Date(START + 24 * 3_600_000);
      await expect(attempt(0)).rejects.toMatchObject({ code: "rate_limited", retryAt });
      await control(simulator, `POST /sign-ins/${key}`, { mode: "usual" });
      await expect(attempt(23 * 60)).rejects.toMatchObject({ code: "rate_limited", retryAt });
      expect(await passwordCount()).toBe(1);
      expect((await attempt(24 * 60 + 1)).status).toBe("connected");
    },
  );

  test("lets one of many at once ask", async () => {
    const { username, password, passwordCount } = await newAccount();
    const athleteId = await insertAthlete();
    const attempts = await Promise.allSettled(
      [1, 2, 3, 4].map((index) =>
        connectGarminByPassword(athleteId, { username, password: `${password}${index}` }, depsAt()),
      ),
    );
    expect(attempts.every(({ status }) => status === "rejected")).toBe(true);
    expect(await passwordCount()).toBeLessThanOrEqual(2);
  });
});

test.each([
  ["blocked", "blocks log-ins from this server"],
  ["captcha", "picture puzzle"],
])("%s by Garmin is told as what it is", async (mode, words) => {
  const { username, password } = await newAccount({ mode });
  await expect(
    connectGarminByPassword(await insertAthlete(), { username, password }, depsAt()),
  ).rejects.toMatchObject({
    code: "blocked_by_garmin",
    httpStatus: 502,
    message: expect.stringContaining(words),
  });
});

describe("a session that Garmin ended", () => {
  async function endSession(athleteId: string, key: string): Promise<string> {
    await control(simulator, `POST /sessions/${key}/revoke`);
    const { connectionId } = await accessOf(athleteId);
    await pool().query(
      'UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() WHERE "connectionId" = $1',
      [connectionId],
    );
    return connectionId;
  }

  test("is opened anew for one who stays signed in", async () => {
    const { key, username, password, passwordCount } = await newAccount();
    const athleteId = await insertAthlete();
    await connectGarminByPassword(athleteId, { username, password, staySignedIn: true }, depsAt());
    const connectionId = await endSession(athleteId, key);
    expect(await freshAccessToken(connectionId, "password")).toMatch(/^ey/);
    expect(await passwordCount()).toBe(2);
  });

  test("needs a new sign-in where the password was not kept", async () => {
    const { key, username, password, passwordCount } = await newAccount();
    const athleteId = await insertAthlete();
    await connectGarminByPassword(athleteId, { username, password }, depsAt());
    const connectionId = await endSession(athleteId, key);
    await expect(freshAccessToken(connectionId, "password")).rejects.toMatchObject({
      failure: { kind: "credential_refused" },
    });
    expect(await passwordCount()).toBe(1);
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({
      state: "needs_reconnect",
      cause: expect.stringContaining("wants you to sign in again"),
    });
  });
});

test("no password or code lies in a row in the clear", async () => {
  const { username } = await newAccount({ mfaCode: "975310" });
  const athleteId = await insertAthlete();
  const password = "correct horse battery";
  await connectGarminByPassword(athleteId, { username, password, staySignedIn: true }, depsAt());
  const dump: unknown[] = [];
  for (const table of ["LoginChallenge", "ConnectionAccess", "Connection", "GarminLoginGuard", "Notice"]) {
    dump.push((await pool().query(`SELECT * FROM "${table}"`)).rows);
  }
  expect(JSON.stringify(dump)).not.toContain(password);
  expect(JSON.stringify(dump)).not.toContain("975310");
});
