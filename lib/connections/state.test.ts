import { describe, expect, test } from "vitest";
import { causeCodeOf, causeOf } from "@/lib/connections/causes";
import { statusOf } from "@/lib/connections/state";
import type { AccessRow, ConnectionRow, MetricRow } from "@/lib/db/connections";
import { ProviderError } from "@/lib/providers/errors";

const now = new Date("2026-03-10T09:00:00Z");
const earlier = new Date("2026-03-09T07:00:00Z");

const connection: ConnectionRow = {
  connectionId: "c",
  athleteId: "a",
  provider: "garmin",
  externalUserId: "account-1",
  username: null,
  syncEnabled: true,
  connectedAt: earlier,
  disconnectedAt: null,
  slotMinute: 600,
  nextSyncAt: new Date("2026-03-10T10:00:00Z"),
  leasedUntil: null,
  waitUntil: null,
  backfillTargetDate: null,
  backfillReachedDate: null,
  backfillPausedAt: null,
  timeZone: "Europe/Berlin",
};

const access: AccessRow = {
  connectionId: "c",
  way: "personal_key",
  sealedSecret: "v1.x.y",
  hasSecret: true,
  secretExpiresAt: null,
  sealedAccessToken: null,
  accessTokenExpiresAt: null,
  refreshLeasedUntil: null,
  state: "ready",
  cause: null,
  renewedAt: null,
  stateSince: earlier,
  createdAt: earlier,
};

const changedHrv: MetricRow = {
  metric: "hrv",
  cursorDate: null,
  lastSucceededAt: null,
  lastArrivedAt: null,
  lastArrivedLocalDate: null,
  failedSince: earlier,
  cause: "payload_changed",
};

type Known = Parameters<typeof statusOf>[0];
const status = (known: Partial<Known>) =>
  statusOf({ connection, accesses: [access], metrics: [], now, ...known });

describe("the state of a connection", () => {
  test.each<[string, Partial<Known>, string, string]>([
    ["all is well", {}, "connected", "usual"],
    [
      "it was disconnected",
      { connection: { ...connection, disconnectedAt: now }, accesses: [] },
      "disconnected",
      "nodata",
    ],
    ["the key is gone", { accesses: [] }, "needs_reconnect", "strong"],
    [
      "the key was refused",
      { accesses: [{ ...access, state: "needs_reconnect", cause: "key_refused" }] },
      "needs_reconnect",
      "strong",
    ],
    [
      "Garmin asked for quiet",
      { connection: { ...connection, waitUntil: new Date("2026-03-10T09:40:00Z") } },
      "waiting",
      "watch",
    ],
    ["the quiet is over", { connection: { ...connection, waitUntil: earlier } }, "connected", "usual"],
    [
      "Garmin is away",
      { accesses: [{ ...access, state: "unavailable", cause: "unavailable" }] },
      "unavailable",
      "watch",
    ],
    ["a body has changed", { metrics: [changedHrv] }, "payload_changed", "watch"],
    ["it was switched off", { connection: { ...connection, syncEnabled: false } }, "paused", "nodata"],
  ])("when %s", (_name, known, state, tone) => {
    const told = status(known);
    expect(told).toMatchObject({ state, tone });
    // Whatever is not well says why and what to do.
    if (state !== "connected")
      expect([told.cause, told.nextStep].every((text) => text?.endsWith("."))).toBe(true);
  });

  test("names the time to wait until as the athlete's clock shows it", () => {
    const waiting = status({
      connection: { ...connection, waitUntil: new Date("2026-03-10T08:40:00Z") },
      now: earlier,
    });
    expect(waiting.cause).toBe("Garmin asks us to wait until 09:40.");
  });

  test("promises no next sync where none will come", () => {
    expect(status({}).nextSyncAt).toEqual(connection.nextSyncAt);
    expect(status({ connection: { ...connection, syncEnabled: false } }).nextSyncAt).toBeNull();
    expect(status({ accesses: [{ ...access, state: "needs_reconnect" }] }).nextSyncAt).toBeNull();
  });
});

test("each failure of a provider has a cause with a sentence; an unknown code reads as our own", () => {
  const code = causeCodeOf(new ProviderError("garmin", { kind: "unavailable", detail: "503" }));
  expect(causeOf(code).sentence).toContain("could not be reached");
  expect(causeCodeOf(new Error("bug"))).toBe("internal");
  expect(causeOf("something else")).toBe(causeOf("internal"));
});
