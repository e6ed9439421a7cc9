/**
 * What goes wrong between a person and Garmin, over HTTP from the simulator to the database: each
 * ends in its state with a next step, and what is stored stays as it is.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type GarminAccount, GarminWorld, storedLines } from "@/e2e/faults/world";
import { describeConnection } from "@/lib/connections/state";
import { closeDb } from "@/lib/db/client";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";

let world: GarminWorld;
let account: GarminAccount;
let athleteId: string;
let before: string[];

beforeAll(async () => {
  world = await GarminWorld.start();
});
afterAll(async () => {
  await closeDb();
  await world.close();
});

/** Somebody who is connected and has data. */
beforeEach(async () => {
  account = await world.newAccount();
  athleteId = await world.connectedAthlete(account);
  await world.sync(athleteId);
  before = await storedLines(athleteId);
  expect(before.length).toBeGreaterThan(20);
}, 60_000);

const key = (action: string) => world.control(`POST /keys/${encodeURIComponent(account.key)}/${action}`, {});
const state = () => describeConnection(athleteId, "garmin", world.now());
const causesOf = (runs: readonly { causeCode: string | null }[]) => runs.map(({ causeCode }) => causeCode);

describe("a key", { timeout: 60_000 }, () => {
  test("that is wrong is refused with words about the key, and the one before goes on", async () => {
    await expect(
      world.connect(athleteId, "GCDC_0000000000000000000000000000000000000000"),
    ).rejects.toMatchObject({
      code: "credential_refused",
      field: "api_key",
      message: expect.stringMatching(/key/i),
    });
    expect(await state()).toMatchObject({ state: "connected", cause: null });
    expect((await world.sync(athleteId)).map((run) => run.state)).toEqual(["succeeded", "succeeded"]);
    expect(await storedLines(athleteId)).toEqual(before);
  });

  test.each(["delete", "expire"])(
    "that ends (%s) asks for a new one; with it all goes on",
    async (action) => {
      await key(action);
      await key("revoke-tokens").catch(() => null);
      await queryRows(
        `UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() - interval '1 hour'
        WHERE "connectionId" = (SELECT "id" FROM "Connection" WHERE "athleteId" = $1)`,
        [athleteId],
      );
      expect(causesOf(await world.sync(athleteId))).toContain("key_refused");
      const told = await state();
      expect(told).toMatchObject({ state: "needs_reconnect", connected: true });
      expect(told.nextStep).toMatch(/new key/i);
      expect(await storedLines(athleteId)).toEqual(before);
      await expect(world.sync(athleteId)).rejects.toMatchObject({ code: "reconnect_required" });

      await key("restore");
      const renewed = await key("renew");
      await world.connect(athleteId, renewed.key);
      await world.sync(athleteId);
      expect((await state()).state).toBe("connected");
      expect(await storedLines(athleteId)).toEqual(before);
    },
  );

  test("of another account than before is refused, unless it is to take its place", async () => {
    const other = await world.newAccount("patchy");
    await expect(world.connect(athleteId, other.key)).rejects.toMatchObject({ code: "other_garmin_account" });
    expect(await state()).toMatchObject({ state: "connected" });
    expect(await storedLines(athleteId)).toEqual(before);
    await world.connect(athleteId, other.key, true);
    expect(await storedLines(athleteId)).toEqual(before);
  });
});

describe("an account", { timeout: 60_000 }, () => {
  test.each(["no_nights", "empty"])("with nothing to give (%s) is connected and well", async (profile) => {
    const person = await insertTestAthlete();
    const empty = await world.newAccount(profile);
    await world.connect(person.athleteId, empty.key);
    const runs = await world.sync(person.athleteId);
    expect(runs.map((run) => [run.state, run.causeCode])).toEqual([
      ["succeeded", null],
      ["succeeded", null],
    ]);
    const told = await describeConnection(person.athleteId, "garmin", world.now());
    expect(told).toMatchObject({ state: "connected", cause: null });
    const nights = await queryRows('SELECT 1 FROM "SleepSession" WHERE "athleteId" = $1', [person.athleteId]);
    expect(nights).toEqual([]);
  });

  test("has nothing before it began: that is no failure and changes nothing", async () => {
    const runs = await world.syncWindow(athleteId, { from: "2012-01-01", to: "2012-01-20" });
    expect(runs.map((run) => [run.state, run.causeCode])).toEqual([
      ["succeeded", null],
      ["succeeded", null],
    ]);
    expect(await state()).toMatchObject({ state: "connected", cause: null });
    expect(await storedLines(athleteId)).toEqual(before);
  });
});

describe("Garmin", { timeout: 60_000 }, () => {
  test.each([
    ["asks to wait", { status: 429, retryAfterSeconds: 60 }, "waiting"],
    ["fails", { status: 503 }, "unavailable"],
    ["answers with a page", { html: true }, "unavailable"],
    ["breaks off", { reset: true }, "unavailable"],
    ["retypes a field", { retype: { key: "lastNightAvg", value: "fifty" } }, "payload_changed"],
  ])("%s: the state says so with a next step, and passes", async (_name, fault, expected) => {
    const { externalUserId } = account;
    await world.control("POST /faults", {
      match: { path: "^/hrv-service/|^/sleep", externalUserId },
      times: -1,
      fault,
    });
    await world.sync(athleteId);
    const told = await state();
    expect(told.state).toBe(expected);
    expect(told.cause).toMatch(/^Garmin .*\.$/);
    expect(told.nextStep).toMatch(/\w.*\.$/);
    expect(await storedLines(athleteId)).toEqual(before);

    await world.control("DELETE /faults");
    world.letTimePass();
    await world.sync(athleteId);
    expect(await state()).toMatchObject({ state: "connected", cause: null });
    expect(await storedLines(athleteId)).toEqual(before);
  });
});
