/** Sessions from import to sync and out again, against the simulated Garmin. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  type GarminSimulator,
  simulatorEnvironment,
  startGarminSimulator,
} from "@/e2e/simulators/garmin/server";
import { control, newSession } from "@/e2e/simulators/garmin/testing/client";
import { connectGarminByKey } from "@/lib/connections/connect";
import {
  connectGarminBySession,
  connectGarminByTicket,
  SESSION_DEPS,
} from "@/lib/connections/connect-session";
import { freshAccessToken } from "@/lib/connections/credentials";
import { handOverSession } from "@/lib/connections/hand-over";
import { announceEndingKeys, keepAlive, listIdleSessions } from "@/lib/connections/keep-alive";
import { describeConnection } from "@/lib/connections/state";
import { pool } from "@/lib/db/client";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import type { SyncWork } from "@/lib/sync/dispatch";
import { requestSync } from "@/lib/sync/request";
import { runHere } from "@/lib/sync/run-here";
import { insertAthlete } from "@/lib/sync/testing/fake-garmin";

let simulator: GarminSimulator;

beforeAll(async () => {
  simulator = await startGarminSimulator({ latencyMs: 0, firstAccountNumber: randomInt(100, 1_000_000) });
  Object.assign(process.env, simulatorEnvironment(simulator));
});
afterAll(() => simulator.close());

/** An account of its own for each test. */
async function newKey(): Promise<string> {
  const made = await control(simulator, "POST /athletes", { profile: "steady", days: 10 });
  return z.object({ key: z.string() }).parse(made).key;
}

async function connectedBySession(form = "garmin_tokens") {
  const key = await newKey();
  const athleteId = await insertAthlete();
  const { connectionId } = await connectGarminBySession(
    athleteId,
    await newSession(simulator, key, form),
    {},
    DEPS,
  );
  return { key, athleteId, connectionId };
}

const DEPS = { ...SESSION_DEPS, exchangePersonalKey, requestSync: async () => ({}) };

async function rowsOf(athleteId: string) {
  const { rows } = await pool().query(
    `SELECT (SELECT count(*)::int FROM "Recording" WHERE "athleteId" = $1) AS "recordings",
       (SELECT count(*)::int FROM "RecoveryDay" WHERE "athleteId" = $1 AND "hrvRmssdMs" IS NOT NULL) AS "hrvDays",
       (SELECT count(*)::int FROM "RecoveryDay" WHERE "athleteId" = $1 AND "sleepSeconds" IS NOT NULL) AS "sleepDays",
       (SELECT count(*)::int FROM "RecoveryDay" WHERE "athleteId" = $1 AND "restingHeartRateBpm" IS NOT NULL) AS "hrDays"`,
    [athleteId],
  );
  return rows[0];
}

async function syncAll(athleteId: string): Promise<void> {
  const work: SyncWork[] = [];
  await requestSync(
    athleteId,
    "garmin",
    { trigger: "manual" },
    {
      now: () => new Date(),
      dispatch: async (asked) => {
        work.push(...asked);
      },
    },
  );
  await runHere(work);
}

describe("an imported session", () => {
  test.each(["garmin_tokens", "garth_dump", "garth_folder", "npm", "pirate"])(
    "from %s connects",
    async (form) => {
      const { athleteId } = await connectedBySession(form);
      expect(await describeConnection(athleteId, "garmin")).toMatchObject({
        state: "connected",
        ways: [{ way: "session", state: "ready", isInUse: true }],
      });
    },
  );

  test("gives the same values as the key to the same account", async () => {
    const { key, athleteId } = await connectedBySession();
    await syncAll(athleteId);
    const values = async () => {
      const { rows } = await pool().query(
        `SELECT "localDate"::text, "hrvRmssdMs", "sleepSeconds", "restingHeartRateBpm", "overnightAverageHeartRateBpm"
         FROM "RecoveryDay" WHERE "athleteId" = $1 ORDER BY 1`,
        [athleteId],
      );
      return rows;
    };
    const bySession = await values();
    const counts = await rowsOf(athleteId);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(2);
    await connectGarminByKey(athleteId, { apiKey: key }, DEPS);
    await syncAll(athleteId);
    expect(await values()).toEqual(bySession);
    expect(await rowsOf(athleteId)).toEqual(counts);
  });

  test("is renewed once for a hundred callers of several processes, and others are served meanwhile", async () => {
    const { key, connectionId } = await connectedBySession();
    await control(simulator, `POST /sessions/${key}/expire-tokens`);
    await pool().query(
      `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() WHERE "connectionId" = $1`,
      [connectionId],
    );
    await control(simulator, "DELETE /requests");
    await control(simulator, "POST /faults", {
      match: { host: "diauth" },
      times: 1,
      fault: { delayMs: 1000 },
    });
    const processes = [freshAccessToken, ...(await otherProcesses(3))];
    const startedAt = Date.now();
    let servedAfterMs = 0;
    const other = pool()
      .query("SELECT 1")
      .then(() => {
        servedAfterMs = Date.now() - startedAt;
      });
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        processes[index % processes.length]?.(connectionId, "session"),
      ),
    );
    await other;
    expect(new Set(tokens).size).toBe(1);
    expect(servedAfterMs).toBeLessThan(900);
    const asked = z.array(z.object({ host: z.string() })).parse(await control(simulator, "GET /requests"));
    expect(asked.filter(({ host }) => host === "diauth")).toHaveLength(1);
  });

  test("that Garmin ended needs a new one at once, tells so once, and is never tried again", async () => {
    const { key, athleteId, connectionId } = await connectedBySession();
    await control(simulator, `POST /sessions/${key}/revoke`);
    await expect(syncAll(athleteId)).resolves.toBeUndefined();
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({
      state: "needs_reconnect",
      cause: expect.stringContaining("no longer accepts the session"),
    });
    await control(simulator, "DELETE /requests");
    await expect(freshAccessToken(connectionId, "session")).rejects.toMatchObject({
      failure: { kind: "credential_refused" },
    });
    expect(await control(simulator, "GET /requests")).toEqual([]);
    const { rows } = await pool().query(
      `SELECT n."kind" FROM "Notice" n JOIN "Athlete" a ON a."userId" = n."userId" WHERE a."id" = $1`,
      [athleteId],
    );
    expect(rows).toEqual([{ kind: "garmin_reconnect" }]);
  });

  test("whose account gets tokens that do not work says so", async () => {
    const { key, athleteId } = await connectedBySession();
    await control(simulator, `POST /sessions/${key}/deactivate`);
    await syncAll(athleteId);
    await syncAll(athleteId).catch(() => undefined);
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({
      state: "needs_reconnect",
      cause: expect.stringContaining("gives out tokens"),
    });
  });

  test("that was refused is told in the words of its kind", async () => {
    const athleteId = await insertAthlete();
    const key = await newKey();
    const session = await newSession(simulator, key);
    const old = await newSession(simulator, key, "garth_dump");
    await control(simulator, `POST /sessions/${key}/revoke`);
    for (const [pieces, words] of [
      [session, "does not take this session"],
      [old, "older (OAuth1) session"],
    ] as const) {
      await expect(connectGarminBySession(athleteId, pieces, {}, DEPS)).rejects.toMatchObject({
        code: "credential_refused",
        message: expect.stringContaining(words),
      });
    }
  });
});

/** Copies of the module stand for other processes: they share no promise. */
async function otherProcesses(count: number): Promise<(typeof freshAccessToken)[]> {
  const copies: (typeof freshAccessToken)[] = [];
  for (let index = 0; index < count; index += 1) {
    vi.resetModules();
    copies.push((await import("@/lib/connections/credentials")).freshAccessToken);
  }
  return copies;
}

describe("handing over", () => {
  test("ends the use here; an empty instance goes on with what was exported", async () => {
    const { athleteId, connectionId } = await connectedBySession();
    const exported = await handOverSession(athleteId);
    expect(exported.format).toBe("garmin_tokens");
    await expect(freshAccessToken(connectionId, "session")).rejects.toMatchObject({
      code: "reconnect_required",
    });
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({ state: "handed_over" });
    await expect(syncAll(athleteId)).rejects.toMatchObject({ code: "reconnect_required" });
    // Asked again, the same comes again: the first answer may have been lost.
    expect(await handOverSession(athleteId)).toEqual(exported);

    await pool().query('DELETE FROM "Athlete" WHERE "id" = $1', [athleteId]);
    const elsewhere = await insertAthlete();
    await connectGarminBySession(elsewhere, [exported.text], {}, DEPS);
    await syncAll(elsewhere);
    expect((await rowsOf(elsewhere)).recordings).toBeGreaterThan(0);
  });

  test("an older session leaves as a garth dump and is taken back by import", async () => {
    const { athleteId } = await connectedBySession("garth_folder");
    const exported = await handOverSession(athleteId);
    expect(exported.format).toBe("garth");
    await connectGarminBySession(athleteId, [exported.text], {}, DEPS);
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({ state: "connected" });
  });

  test("waits for a renewal that is under way, so that the newest is handed over", async () => {
    const { athleteId, connectionId } = await connectedBySession();
    await pool().query(
      `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() WHERE "connectionId" = $1`,
      [connectionId],
    );
    await control(simulator, "POST /faults", {
      match: { host: "diauth" },
      times: 1,
      fault: { delayMs: 600 },
    });
    const renewing = freshAccessToken(connectionId, "session");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const exported = await handOverSession(athleteId);
    expect(JSON.parse(exported.text).di_token).toBe(await renewing);
  });
});

describe("a ticket", () => {
  const newTicket = async (key: string) =>
    z.object({ ticket: z.string() }).parse(await control(simulator, `POST /tickets/${key}`, {})).ticket;

  test("connects, also when Garmin refuses the first clients", async () => {
    await control(simulator, "POST /settings", { refusedClientIds: 2 });
    const athleteId = await insertAthlete();
    await connectGarminByTicket(athleteId, await newTicket(await newKey()), {}, DEPS);
    await control(simulator, "POST /settings", { refusedClientIds: 0 });
    expect(await describeConnection(athleteId, "garmin")).toMatchObject({ state: "connected" });
  });

  test("to another account asks first, and is still good for the answer", async () => {
    const { athleteId } = await connectedBySession();
    const ticket = await newTicket(await newKey());
    await expect(connectGarminByTicket(athleteId, ticket, {}, DEPS)).rejects.toMatchObject({
      code: "other_garmin_account",
    });
    await connectGarminByTicket(athleteId, ticket, { replace: true }, DEPS);
    expect((await describeConnection(athleteId, "garmin")).ways).toHaveLength(1);
    const { rows } = await pool().query(
      'SELECT count(*)::int AS "count" FROM "LoginChallenge" WHERE "athleteId" = $1',
      [athleteId],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  test("that is no more good says what to do", async () => {
    await expect(
      connectGarminByTicket(await insertAthlete(), "ST-1-used-sso", {}, DEPS),
    ).rejects.toMatchObject({ code: "credential_refused", field: "service_ticket" });
  });
});

test("one Garmin account belongs to one athlete", async () => {
  const { key } = await connectedBySession();
  await expect(connectGarminByKey(await insertAthlete(), { apiKey: key }, DEPS)).rejects.toMatchObject({
    code: "garmin_account_in_use",
    httpStatus: 409,
  });
});

test("when the first way fails the second takes over, and the first is told of", async () => {
  const { key, athleteId, connectionId } = await connectedBySession();
  await connectGarminByKey(athleteId, { apiKey: key }, DEPS);
  expect((await describeConnection(athleteId, "garmin")).ways.map(({ way }) => way)).toEqual([
    "personal_key",
    "session",
  ]);
  await control(simulator, `POST /keys/${key}/delete`);
  await pool().query(
    `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() WHERE "way" = 'personal_key' AND "connectionId" = $1`,
    [connectionId],
  );
  await syncAll(athleteId);
  expect((await rowsOf(athleteId)).recordings).toBeGreaterThan(0);
  expect(await describeConnection(athleteId, "garmin")).toMatchObject({
    connected: true,
    state: "degraded",
    cause: expect.stringContaining("imported session is used meanwhile"),
    ways: [
      { way: "personal_key", state: "needs_reconnect", isInUse: false },
      { way: "session", state: "ready", isInUse: true },
    ],
  });
});

describe("ways that nobody uses", () => {
  test("a session is renewed after a week, and not before", async () => {
    const { connectionId } = await connectedBySession();
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    const isListed = async (now: Date) =>
      (await listIdleSessions(now)).some((idle) => idle.connectionId === connectionId);
    expect(await isListed(inDays(6.9))).toBe(false);
    expect(await isListed(inDays(7.1))).toBe(true);
    await pool().query(
      `UPDATE "ConnectionAccess" SET "renewedAt" = now() - interval '8 days' WHERE "connectionId" = $1`,
      [connectionId],
    );
    expect(await keepAlive({ connectionId, way: "session" })).toBe(true);
    expect(await isListed(new Date())).toBe(false);
  });

  test("a key that ends is told of 14 and 3 days ahead, once each", async () => {
    const athleteId = await insertAthlete();
    const { connectionId } = await connectGarminByKey(athleteId, { apiKey: await newKey() }, DEPS);
    const endsAt = new Date("2027-05-20T12:00:00Z");
    await pool().query('UPDATE "ConnectionAccess" SET "secretExpiresAt" = $2 WHERE "connectionId" = $1', [
      connectionId,
      endsAt,
    ]);
    const told = async (daysBefore: number) => {
      await announceEndingKeys(new Date(endsAt.getTime() - daysBefore * 86_400_000));
      const { rows } = await pool().query(
        `SELECT n."kind" FROM "Notice" n JOIN "Athlete" a ON a."userId" = n."userId" WHERE a."id" = $1 ORDER BY 1`,
        [athleteId],
      );
      return rows.map(({ kind }) => kind);
    };
    expect(await told(15)).toEqual([]);
    expect(await told(14)).toEqual(["garmin_key_ends_14"]);
    expect(await told(4)).toEqual(["garmin_key_ends_14"]);
    expect(await told(3)).toEqual(["garmin_key_ends_14", "garmin_key_ends_3"]);
    expect(await told(1)).toEqual(["garmin_key_ends_14", "garmin_key_ends_3"]);
    const now = new Date(endsAt.getTime() - 5 * 86_400_000);
    expect(await describeConnection(athleteId, "garmin", now)).toMatchObject({ state: "key_expiring" });
  });
});

test("no secret of a session lies in a row in the clear", async () => {
  const key = await newKey();
  const athleteId = await insertAthlete();
  const [file = "{}"] = await newSession(simulator, key);
  await connectGarminBySession(athleteId, [file], {}, DEPS);
  const { rows } = await pool().query('SELECT * FROM "ConnectionAccess"');
  const text = JSON.stringify(rows);
  const exported = JSON.parse((await handOverSession(athleteId)).text);
  for (const secret of [...Object.values(JSON.parse(file)), exported.di_token, exported.di_refresh_token]) {
    if (secret !== exported.di_client_id) expect(text).not.toContain(secret);
  }
});
