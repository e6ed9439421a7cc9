/** A Garmin to order, and an athlete who is connected to it, for tests with a database. */
import { randomUUID } from "node:crypto";
import { connectGarminByKey } from "@/lib/connections/connect";
import { addDays, eachDate, type LocalDate } from "@/lib/days";
// biome-ignore lint/style/noRestrictedImports: only tests use this file, and they look at rows as they are.
import { pool } from "@/lib/db/client";
import { ProviderError, type ProviderFailure } from "@/lib/providers/errors";
import type { AccessToken, Provider, RecoveryMetric, RecoveryPage } from "@/lib/providers/provider";
import type { Recording } from "@/lib/records/recording";
import { SYSTEM_SYNC_DEPS, type SyncDeps } from "@/lib/sync/deps";
import type { SyncWork } from "@/lib/sync/dispatch";
import { requestSync } from "@/lib/sync/request";

export const NOW = new Date("2026-03-10T09:00:00Z");
export const TODAY = "2026-03-10";

export function failure(
  kind:
    | "unavailable"
    | "rate_limited"
    | "credential_refused"
    | "access_token_rejected"
    | "unexpected_payload"
    | "not_found",
): ProviderFailure {
  switch (kind) {
    case "unavailable":
      return { kind, detail: "503" };
    case "rate_limited":
      return { kind, retryAt: new Date(NOW.getTime() + 14_000) };
    case "unexpected_payload":
      return { kind, issues: "retyped", raw: { value: "forty" }, payloadKind: "hrv", externalId: "range" };
    default:
      return { kind };
  }
}

export const fail = (kind: Parameters<typeof failure>[0]) => new ProviderError("garmin", failure(kind));

const NO_VALUES: Omit<Recording, "externalId" | "startedAt" | "localDate"> = {
  channel: "garmin",
  sport: "run",
  sportDetail: "running",
  name: "Morning run",
  utcOffsetSeconds: 0,
  elapsedSeconds: 3000,
  timerSeconds: 2950,
  movingSeconds: 2900,
  distanceMeters: 10_000,
  elevationGainMeters: null,
  elevationLossMeters: null,
  averageHeartRateBpm: 145,
  maxHeartRateBpm: 170,
  heartRateZoneSeconds: [],
  heartRateZoneLowerBpm: [],
  averagePowerWatts: null,
  maxPowerWatts: null,
  normalizedPowerWatts: null,
  averageCadenceStepsPerMinute: null,
  rpe: null,
  feelPercent: null,
  aerobicTrainingEffect: null,
  anaerobicTrainingEffect: null,
  activeEnergyKilocalories: null,
  restingEnergyKilocalories: null,
  totalEnergyKilocalories: null,
  sweatLossMilliliters: null,
  fluidIntakeMilliliters: null,
  fluidBalanceMilliliters: null,
  deviceId: null,
  manufacturer: null,
  isManual: false,
  isMultisportParent: false,
  parentExternalId: null,
  detailReadAt: null,
};

export function run(localDate: LocalDate, overrides: Partial<Recording> = {}): Recording {
  const startedAt = new Date(`${localDate}T06:00:00Z`);
  return { ...NO_VALUES, externalId: `run-${localDate}`, startedAt, localDate, ...overrides };
}

export type FakeGarmin = {
  /** Calls in the order they came, such as `hrv 2026-03-04..2026-03-10`. */
  calls: string[];
  runs: Recording[];
  nights: LocalDate[];
  accountId: string;
  validKeys: Set<string>;
  validTokens: Set<string>;
  exchangeCount: number;
  /** The next call whose text begins with it fails so. */
  failNext: { call: string; with: () => Error }[];
  /** Called before each answer. */
  beforeAnswer: () => Promise<void>;
  mostAtOnce: number;
  provider: Provider;
  exchangePersonalKey: (args: { apiKey: string }) => Promise<AccessToken>;
};

/** Ten days of runs every other day and a night each day, and a list of two a page. */
export function fakeGarmin(
  overrides: Partial<Pick<FakeGarmin, "runs" | "nights" | "accountId">> = {},
): FakeGarmin {
  const dates = eachDate(addDays(TODAY, -100), TODAY);
  let inFlight = 0;
  const garmin: FakeGarmin = {
    calls: [],
    runs: dates.filter((_date, index) => index % 2 === 0).map((date) => run(date)),
    nights: dates,
    accountId: `account-${randomUUID()}`,
    validKeys: new Set(["GCDC_one"]),
    validTokens: new Set(),
    exchangeCount: 0,
    failNext: [],
    beforeAnswer: async () => {},
    mostAtOnce: 0,
    provider: {
      id: "garmin",
      maxRecoveryWindowDays: 28,
      listRecordings: (args) =>
        answer(args.accessToken, `list ${args.window.from}..${args.window.to} ${args.cursor ?? "0"}`, () => {
          const start = Number(args.cursor ?? 0);
          const within = garmin.runs
            .filter(({ localDate }) => localDate >= args.window.from && localDate <= args.window.to)
            .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
          const recordings = within.slice(start, start + 2);
          const raw = recordings.map((body) => ({ kind: "activity", externalId: body.externalId, body }));
          return { recordings, raw, nextCursor: start + 2 < within.length ? String(start + 2) : null };
        }),
      readRecordingDetail: ({ accessToken, recording }) =>
        answer(accessToken, `detail ${recording.externalId}`, () => ({
          recording: { ...recording, rpe: 5, detailReadAt: NOW },
          raw: [{ kind: "activity-detail", externalId: recording.externalId, body: { rpe: 5 } }],
        })),
      readRecovery: ({ accessToken, metric, window }) =>
        answer(accessToken, `${metric} ${window.from}..${window.to}`, () => {
          const dates = garmin.nights.filter((date) => date >= window.from && date <= window.to);
          return pageOf(metric, dates);
        }),
      readAccount: ({ accessToken }) =>
        answer(accessToken, "account", () => ({ externalUserId: garmin.accountId, displayName: null })),
    },
    exchangePersonalKey: async ({ apiKey }) => {
      garmin.exchangeCount += 1;
      const at = garmin.failNext.findIndex(({ call }) => "exchange".startsWith(call));
      await garmin.beforeAnswer();
      if (at >= 0) throw garmin.failNext.splice(at, 1)[0]?.with();
      if (!garmin.validKeys.has(apiKey)) throw fail("credential_refused");
      const accessToken = `token-${garmin.exchangeCount}`;
      garmin.validTokens.clear();
      garmin.validTokens.add(accessToken);
      return { accessToken, accessTokenExpiresAt: new Date(NOW.getTime() + 24 * 3_600_000) };
    },
    ...overrides,
  };

  async function answer<Result>(accessToken: string, call: string, result: () => Result): Promise<Result> {
    garmin.calls.push(call);
    inFlight += 1;
    garmin.mostAtOnce = Math.max(garmin.mostAtOnce, inFlight);
    try {
      await garmin.beforeAnswer();
      const at = garmin.failNext.findIndex((planned) => call.startsWith(planned.call));
      if (at >= 0) throw garmin.failNext.splice(at, 1)[0]?.with();
      if (!garmin.validTokens.has(accessToken)) throw fail("access_token_rejected");
      return result();
    } finally {
      inFlight -= 1;
    }
  }
  return garmin;
}

function pageOf(metric: RecoveryMetric, dates: readonly LocalDate[]): RecoveryPage {
  const empty: RecoveryPage = { days: [], sessions: [], snapshots: [], raw: [], isServed: true };
  switch (metric) {
    case "sleep":
      return { ...empty, days: dates.map((localDate) => ({ localDate, sleepSeconds: 27_000 })) };
    case "hrv":
      return { ...empty, days: dates.map((localDate) => ({ localDate, hrvRmssdMs: 48 })) };
    case "daily_summary":
      return { ...empty, days: dates.map((localDate) => ({ localDate, restingHeartRateBpm: 47 })) };
    case "health_snapshots":
      return { ...empty, isServed: false };
  }
}

/** What connecting and syncing need from outside, answered by the fake. */
export function depsWith(
  garmin: FakeGarmin,
  now: () => Date = () => NOW,
): SyncDeps & Pick<FakeGarmin, "exchangePersonalKey"> {
  return {
    ...SYSTEM_SYNC_DEPS,
    now,
    provider: () => garmin.provider,
    exchangePersonalKey: garmin.exchangePersonalKey,
    renew: (_way, apiKey) => garmin.exchangePersonalKey({ apiKey }),
  };
}

export async function insertAthlete(timeZone = "UTC"): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO "User" ("email", "name", "passwordHash", "roles", "timeZone")
     VALUES ($1, 'Test', 'x', '{athlete}', $2) RETURNING "id"`,
    [`${randomUUID()}@example.test`, timeZone],
  );
  const athlete = await pool().query<{ id: string }>(
    'INSERT INTO "Athlete" ("userId") VALUES ($1) RETURNING "id"',
    [rows[0]?.id],
  );
  const id = athlete.rows[0]?.id;
  if (id === undefined) throw new Error("no athlete");
  return id;
}

export type Connected = {
  athleteId: string;
  connectionId: string;
  /** What was handed over since the last look. */
  takeWork: () => SyncWork[];
  /** Asks for a sync and hands nothing over but to `takeWork`. */
  request: typeof requestSync;
};

/** An athlete who connected by key; the first sync is asked for and not done yet. */
export async function connectedAthlete(garmin: FakeGarmin, daysBack = 30): Promise<Connected> {
  const athleteId = await insertAthlete();
  // One Garmin account belongs to one athlete.
  garmin.accountId = `account-${randomUUID()}`;
  let handedOver: SyncWork[] = [];
  const requestDeps = {
    now: () => NOW,
    dispatch: async (work: readonly SyncWork[]) => {
      handedOver.push(...work);
    },
  };
  const request: typeof requestSync = (id, provider, asked, deps = requestDeps) =>
    requestSync(id, provider, asked, deps);
  const { connectionId } = await connectGarminByKey(
    athleteId,
    { apiKey: "GCDC_one", daysBack },
    { ...depsWith(garmin), random: () => 0, requestSync: request },
  );
  garmin.calls.length = 0;
  return {
    athleteId,
    connectionId,
    request,
    takeWork: () => {
      const taken = handedOver;
      handedOver = [];
      return taken;
    },
  };
}
