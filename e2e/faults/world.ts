/** A simulated Garmin, and athletes of the real database that sync with it, for fault runs. */
import { randomInt } from "node:crypto";
import { type GarminSimulator, startGarminSimulator } from "@/e2e/simulators/garmin/server";
import { connectGarminByKey } from "@/lib/connections/connect";
import { addDays, type LocalDate, localDateIn } from "@/lib/days";
import { insertTestAthlete, queryRows } from "@/lib/db/testing/test-athlete";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import { provider } from "@/lib/providers/registry";
import { SYSTEM_SYNC_DEPS, type SyncDeps } from "@/lib/sync/deps";
import { requestSync } from "@/lib/sync/request";
import { runHere } from "@/lib/sync/run-here";

/** What an answer may take here; the app waits much longer. */
const ANSWER_MS = 1_500;
/** Longer than any wait that a provider without Retry-After is given. */
const LONG_WAIT_MS = 20 * 60_000;
const DAYS = 6;

export type GarminAccount = { key: string; externalUserId: string };
export type EndedRun = { kind: string; state: string; causeCode: string | null; rawPayloadId: string | null };

export class GarminWorld {
  private clockAheadMs = 0;

  private constructor(
    readonly simulator: GarminSimulator,
    private readonly ownFetch: typeof fetch,
    /** Decides what the generated athletes did. */
    private readonly seed: number,
  ) {}

  /** Once in a process, before anything reads the environment. */
  static async start(seed = 1): Promise<GarminWorld> {
    const simulator = await startGarminSimulator({
      latencyMs: 0,
      // Files that are tested at the same time share a database, and an account belongs to one athlete.
      firstAccountNumber: randomInt(100, 1_000_000),
    });
    process.env.GARMIN_PERSONAL_API_BASE_URL = simulator.personalUrl;
    const ownFetch = globalThis.fetch;
    globalThis.fetch = impatientFetch(ownFetch, simulator.personalUrl);
    return new GarminWorld(simulator, ownFetch, seed);
  }

  async close(): Promise<void> {
    globalThis.fetch = this.ownFetch;
    await this.simulator.close();
  }

  /** One call of the simulator's control address, such as `POST /faults`. */
  async control(call: string, body?: object) {
    const [method = "", path = ""] = call.split(" ");
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await this.ownFetch(`${this.simulator.controlUrl}${path}`, init);
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${call} answered ${answer.status}: ${JSON.stringify(told)}`);
    return told;
  }

  async newAccount(profile = "steady"): Promise<GarminAccount> {
    return this.control("POST /athletes", { profile, seed: this.seed, days: 40, timeZone: "UTC" });
  }

  /** An athlete who is connected and has not synced yet. */
  async connectedAthlete({ key }: GarminAccount): Promise<string> {
    const { athleteId } = await insertTestAthlete();
    await this.connect(athleteId, key);
    return athleteId;
  }

  /** Sets the account free for another athlete. */
  async giveUpAccount(athleteId: string): Promise<void> {
    await queryRows('UPDATE "Connection" SET "externalUserId" = NULL WHERE "athleteId" = $1', [athleteId]);
  }

  async connect(athleteId: string, key: string, replace = false): Promise<void> {
    await connectGarminByKey(
      athleteId,
      { apiKey: key, daysBack: 30, replace },
      { now: this.now, random: () => 0, provider, exchangePersonalKey, requestSync: async () => {} },
    );
    // The history is the same work again and only takes time.
    await queryRows('UPDATE "Connection" SET "backfillTargetDate" = NULL WHERE "athleteId" = $1', [
      athleteId,
    ]);
  }

  /** Syncs the last days to the end, each step once; failures are noted in the runs that it returns. */
  async sync(athleteId: string, deps: Partial<SyncDeps> = {}): Promise<EndedRun[]> {
    const today = localDateIn("UTC", new Date());
    const window = { from: addDays(today, -DAYS), to: today };
    return this.syncWindow(athleteId, window, deps);
  }

  async syncWindow(
    athleteId: string,
    window: { from: LocalDate; to: LocalDate },
    deps: Partial<SyncDeps> = {},
  ): Promise<EndedRun[]> {
    const all: SyncDeps = { ...SYSTEM_SYNC_DEPS, now: this.now, ...deps };
    const { activityRunId, recoveryRunId } = await requestSync(
      athleteId,
      "garmin",
      { ...window, trigger: "manual" },
      { now: this.now, dispatch: (work) => runHere(work, (_id, step) => step(), all) },
    );
    return queryRows<EndedRun>(
      `SELECT "kind", "state", "causeCode", "rawPayloadId" FROM "SyncRun"
        WHERE "athleteId" = $1 AND "id" IN ($2, $3) ORDER BY "kind"`,
      [athleteId, activityRunId, recoveryRunId],
    );
  }

  /** Past every wait that a provider asked for, and past an access token that ended. */
  letTimePass(): void {
    this.clockAheadMs += LONG_WAIT_MS;
  }

  readonly now = (): Date => new Date(Date.now() + this.clockAheadMs);
}

function impatientFetch(ownFetch: typeof fetch, baseUrl: string): typeof fetch {
  return (input, init) => {
    if (!String(input).startsWith(baseUrl)) return ownFetch(input, init);
    const limits = [AbortSignal.timeout(ANSWER_MS), ...(init?.signal ? [init.signal] : [])];
    return ownFetch(input, { ...init, signal: AbortSignal.any(limits) });
  };
}

const KEPT_TABLES = ["Recording", "Workout", "RecoveryDay", "RecoverySource", "SleepSession", "DailyMetric"];
/** What differs between two rows that say the same; the start of a workout tells which it is. */
const INCIDENTAL = [
  "id",
  "athleteId",
  "workoutId",
  "primaryRecordingId",
  "createdAt",
  "updatedAt",
  "computedAt",
  "detailReadAt",
  "externalId",
  "parentExternalId",
];

/** Everything that counts of an athlete: one line a row, sorted, without ids and times of writing. */
export async function storedLines(athleteId: string): Promise<string[]> {
  const lines: string[] = [];
  for (const table of KEPT_TABLES) {
    const rows = await queryRows<{ line: string }>(
      `SELECT (to_jsonb(t) - $2::text[])::text AS "line" FROM "${table}" t WHERE "athleteId" = $1`,
      [athleteId, INCIDENTAL],
    );
    lines.push(...rows.map(({ line }) => `${table} ${line}`));
  }
  return lines.sort();
}

/** Lines that are in `expected` and not in `found`, or there fewer times. */
export function missingLines(expected: readonly string[], found: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of found) left.set(line, (left.get(line) ?? 0) + 1);
  return expected.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** The next sync has to exchange the key again. */
export async function forgetAccessToken(athleteId: string): Promise<void> {
  await queryRows(
    `UPDATE "ConnectionAccess" SET "sealedAccessToken" = NULL, "accessTokenExpiresAt" = NULL
      WHERE "connectionId" IN (SELECT "id" FROM "Connection" WHERE "athleteId" = $1)`,
    [athleteId],
  );
}
