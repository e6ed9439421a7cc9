/** How often one sync a day asks Garmin, with one new run and one new night to fetch. */
import pg from "pg";
import { connectGarminByKey, MIN_DAYS_BACK } from "@/lib/connections/connect";
import { requestSync } from "@/lib/sync/request";
import { waitForWorkHere } from "@/lib/sync/run-here";
import { type Bench, type BenchContext, row } from "./bench";
import { makePerson } from "./people";

const GOAL_CALLS = 5;
/** Asked once a day, whatever the number of syncs: a row of its own. */
const SNAPSHOT_PATH = /wellnessactivity/;

type Asked = { method: string; path: string; status: number | null };

export const syncCallBench: Bench = {
  name: "sync-calls",
  measures: "calls to Garmin for one sync a day with one new run",
  run: async (context) => {
    const { athleteId } = await makePerson("athlete");
    const { key, externalUserId } = await control(context, "POST /athletes", { profile: "steady" });
    await connectGarminByKey(athleteId, { apiKey: key, daysBack: MIN_DAYS_BACK });
    await waitForWorkHere();

    await letADayPass(context, athleteId);
    await control(context, "POST /change", { key, op: "add_run" });
    await control(context, "DELETE /requests");
    await requestSync(athleteId, "garmin", { trigger: "scheduled" });
    await waitForWorkHere();
    const asked: Asked[] = await control(context, `GET /requests?externalUserId=${externalUserId}`);
    for (const { method, path, status } of asked) context.say(`  ${method} ${path} ${status}`);

    const tokens = asked.filter(({ method }) => method === "POST");
    const snapshots = asked.filter(({ method, path }) => method === "GET" && SNAPSHOT_PATH.test(path));
    const data = asked.length - tokens.length - snapshots.length;
    const stored = await countRuns(context, athleteId);
    return [
      row("sync-calls: one sync a day with one new run", data, "calls", GOAL_CALLS),
      row("sync-calls: token exchange", tokens.length, "calls"),
      row("sync-calls: Health Snapshots, once a day", snapshots.length, "calls"),
      { ...row("sync-calls: new runs stored by it", stored, "runs"), ok: stored === 1 },
    ];
  },
};

/** A day later the access token is over and snapshots are due again. */
async function letADayPass({ databaseUrl }: BenchContext, athleteId: string): Promise<void> {
  const ofAthlete = `"connectionId" IN (SELECT "id" FROM "Connection" WHERE "athleteId" = $1)`;
  await withClient(databaseUrl, async (client) => {
    await client.query(`UPDATE "ConnectionAccess" SET "accessTokenExpiresAt" = now() WHERE ${ofAthlete}`, [
      athleteId,
    ]);
    await client.query(
      `UPDATE "SyncCoverage" SET "askedAt" = "askedAt" - interval '1 day' WHERE ${ofAthlete}`,
      [athleteId],
    );
  });
}

function countRuns({ databaseUrl }: BenchContext, athleteId: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT coalesce(sum("createdCount"), 0)::int AS "count" FROM "SyncRun"
        WHERE "athleteId" = $1 AND "trigger" = 'scheduled' AND "kind" = 'activities'`,
      [athleteId],
    );
    return rows[0]?.count ?? 0;
  });
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function control({ garmin }: BenchContext, call: string, body?: object) {
  const [method = "", path = ""] = call.split(" ");
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const answer = await fetch(`${garmin.controlUrl}${path}`, init);
  if (!answer.ok) throw new Error(`The simulator answered ${call} with ${answer.status}`);
  return answer.json();
}
