import { describe, expect, test, vi } from "vitest";
import { expireAccessToken, freshAccessToken } from "@/lib/connections/credentials";
import { pool } from "@/lib/db/client";
import { connectedAthlete, depsWith, fail, fakeGarmin, NOW } from "@/lib/sync/testing/fake-garmin";

async function accessRow(connectionId: string) {
  const { rows } = await pool().query('SELECT * FROM "ConnectionAccess" WHERE "connectionId" = $1', [
    connectionId,
  ]);
  return rows[0];
}

const hoursLater = (hours: number) => () => new Date(NOW.getTime() + hours * 3_600_000);

describe("freshAccessToken", () => {
  test("a token with more than an hour left is used as it is", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    expect(await freshAccessToken(connectionId, "personal_key", depsWith(garmin, hoursLater(22)))).toBe(
      "token-1",
    );
    expect(garmin.exchangeCount).toBe(1);
  });

  test("callers of one process that race for an ending token share one exchange", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    const deps = depsWith(garmin, hoursLater(23.5));
    const tokens = await Promise.all(
      [1, 2, 3, 4, 5].map(() => freshAccessToken(connectionId, "personal_key", deps)),
    );
    expect(new Set(tokens)).toEqual(new Set(["token-2"]));
    expect(garmin.exchangeCount).toBe(2);
  });

  test("processes that race make one exchange: the others wait for its token", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    garmin.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 50));
    garmin.exchangePersonalKey = vi.fn(garmin.exchangePersonalKey).mockImplementation(async () => {
      await garmin.beforeAnswer();
      return { accessToken: "token-new", accessTokenExpiresAt: hoursLater(48)() };
    });
    const deps = {
      ...depsWith(garmin, hoursLater(23.5)),
      sleep: () => new Promise((r) => setTimeout(r, 10)),
    };
    // A fresh copy of the module stands for another process: it shares no promise.
    const others = await Promise.all(
      [1, 2, 3].map(async () => {
        vi.resetModules();
        return import("@/lib/connections/credentials");
      }),
    );
    const tokens = await Promise.all(
      [freshAccessToken, ...others.map((other) => other.freshAccessToken)].map((ask) =>
        ask(connectionId, "personal_key", deps),
      ),
    );
    expect(new Set(tokens)).toEqual(new Set(["token-new"]));
    expect(garmin.exchangePersonalKey).toHaveBeenCalledTimes(1);
  });

  test("a lease that its holder never gave back is taken over when it has ended", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    await pool().query(
      `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = $2, "refreshLeaseId" = gen_random_uuid(), "refreshLeasedUntil" = $3
       WHERE "connectionId" = $1`,
      [connectionId, NOW, new Date(NOW.getTime() + 45_000)],
    );
    let clockMs = NOW.getTime();
    const deps = {
      ...depsWith(garmin, () => new Date(clockMs)),
      sleep: async (ms: number) => {
        clockMs += ms;
      },
    };
    expect(await freshAccessToken(connectionId, "personal_key", deps)).toBe("token-2");
    expect(clockMs - NOW.getTime()).toBeGreaterThanOrEqual(45_000);
  });

  test("a refused token is renewed once, and only if it is still the stored one", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    const deps = depsWith(garmin);
    await expireAccessToken(connectionId, "personal_key", "some-older-token", deps);
    expect(await freshAccessToken(connectionId, "personal_key", deps)).toBe("token-1");
    await expireAccessToken(connectionId, "personal_key", "token-1", deps);
    expect(await freshAccessToken(connectionId, "personal_key", deps)).toBe("token-2");
  });

  test("a refused key needs a new one and is never tried again", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    garmin.validKeys.clear();
    const deps = depsWith(garmin, hoursLater(24));
    const ask = () => freshAccessToken(connectionId, "personal_key", deps);
    await expect(ask()).rejects.toMatchObject({ failure: { kind: "credential_refused" } });
    expect(await accessRow(connectionId)).toMatchObject({ state: "needs_reconnect", cause: "key_refused" });
    const count = garmin.exchangeCount;
    await expect(ask()).rejects.toMatchObject({ failure: { kind: "credential_refused" } });
    expect(garmin.exchangeCount).toBe(count);
  });

  test("an exchange that finds Garmin away leaves the key as it is", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    garmin.failNext.push({ call: "exchange", with: () => fail("unavailable") });
    const deps = depsWith(garmin, hoursLater(24));
    await expect(freshAccessToken(connectionId, "personal_key", deps)).rejects.toMatchObject({
      failure: { kind: "unavailable" },
    });
    expect(await freshAccessToken(connectionId, "personal_key", deps)).toBe("token-3");
  });

  test("no secret lies in the row in the clear", async () => {
    const garmin = fakeGarmin();
    const { connectionId } = await connectedAthlete(garmin);
    const text = JSON.stringify(await accessRow(connectionId));
    expect(text).not.toContain("GCDC_one");
    expect(text).not.toContain("token-1");
  });
});
