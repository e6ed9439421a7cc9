/** Fills an empty instance for the demo. Reads a DemoPlan on stdin, prints the accounts as JSON. */
import { text } from "node:stream/consumers";
import pg from "pg";
import { createApiToken, signUp } from "@/lib/accounts";
import { COACH_SCOPES } from "@/lib/auth/access";
import { API_SCOPES } from "@/lib/auth/api-scopes";
import { linkCoach } from "@/lib/coaching/links";
import { connectGarminByKey, MAX_DAYS_BACK } from "@/lib/connections/connect";
import { addDays, localDateIn } from "@/lib/days";
import { saveAthleteSetting } from "@/lib/db/athlete-settings";
import { closeDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { requestBackfill } from "@/lib/sync/request";
import { waitForWorkHere } from "@/lib/sync/run-here";
import type { DemoPerson, DemoPlan, SeededAccount } from "./demo-people";

const HISTORY_DAYS = 180;
const TIME_ZONE = "Europe/Berlin";

const plan: DemoPlan = JSON.parse(await text(process.stdin));
await emptyDatabase();

const accounts: SeededAccount[] = [];
let coachUserId: string | null = null;
for (const person of plan.people) {
  const { userId, athleteId } = await makeAccount(person);
  coachUserId ??= userId;
  if (athleteId !== null) await linkCoach(athleteId, coachUserId, { scopes: COACH_SCOPES });
}
await Promise.all(accounts.map(bringInHistory));
await closeDb();
console.log(JSON.stringify(accounts));

async function makeAccount(person: DemoPerson): Promise<{ userId: string; athleteId: string | null }> {
  const { role, name, email, garminKey, maxHeartRateBpm } = person;
  const { password } = plan;
  const made = await signUp({ role, name, email, password, timeZone: TIME_ZONE }, { isLoopback: true });
  const { token } = await createApiToken(made.userId, { name: "Demo", scopes: [...API_SCOPES] });
  if (made.athleteId !== null && maxHeartRateBpm !== null) {
    await saveAthleteSetting(made.athleteId, {
      validFrom: addDays(localDateIn(TIME_ZONE, new Date()), -HISTORY_DAYS),
      maxHeartRateBpm,
      restingHeartRateBpm: null,
      thresholdHeartRateBpm: null,
      sleepNeedSeconds: null,
    });
  }
  accounts.push({ role, email, password, token, athlete_id: made.athleteId, garminKey });
  return made;
}

/** As an athlete would: connect by key with the longest history, then ask for more. */
async function bringInHistory({ athlete_id: athleteId, garminKey }: SeededAccount): Promise<void> {
  if (athleteId === null || garminKey === null) return;
  await connectGarminByKey(athleteId, { apiKey: garminKey, daysBack: MAX_DAYS_BACK });
  await waitForWorkHere();
  const oldest = addDays(localDateIn(TIME_ZONE, new Date()), -HISTORY_DAYS);
  await requestBackfill(athleteId, "garmin", oldest);
  await waitForWorkHere();
}

/** Every row hangs on an account. */
async function emptyDatabase(): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query('TRUNCATE "User", "LoginLimit" CASCADE');
  await client.end();
}
