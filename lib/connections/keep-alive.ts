/** What has to be done for ways in that nobody uses at the moment: renewal by age, and warnings before an end. */
import { CAUSES } from "@/lib/connections/causes";
import { type CredentialDeps, tokenGoodFor } from "@/lib/connections/credentials";
import { dayIn, KEY_WARNING_DAYS } from "@/lib/connections/state";
import { AccessWaySchema, WAYS_TO_KEEP_ALIVE } from "@/lib/connections/ways";
import { insertAccessNotice } from "@/lib/db/connection-notices";
import { listAccessesToKeepAlive, listEndingAccesses } from "@/lib/db/connections";
import { log } from "@/lib/log";

const DAY_MS = 86_400_000;
/** A session ends after 30 days without a renewal; four tries fit in. */
const RENEW_AFTER_MS = 7 * DAY_MS;
/** Longer than any token lives, so that every one is renewed. */
const ALWAYS_MS = 3650 * DAY_MS;
const MAX_PER_PASS = 50;
/** The second warning. */
const LAST_WARNING_DAYS = 3;

export type Idle = { connectionId: string; way: string };

/** Sessions that were not renewed for a week. */
export function listIdleSessions(now: Date = new Date()): Promise<Idle[]> {
  const before = new Date(now.getTime() - RENEW_AFTER_MS);
  return listAccessesToKeepAlive(WAYS_TO_KEEP_ALIVE, before, MAX_PER_PASS);
}

/** Renews one. A failure is left to the next pass; a refusal is noted where it happens. */
export async function keepAlive({ connectionId, way }: Idle, deps?: CredentialDeps): Promise<boolean> {
  try {
    await tokenGoodFor(connectionId, AccessWaySchema.parse(way), ALWAYS_MS, deps);
    return true;
  } catch (error) {
    log.warn({ connectionId, way, err: error }, "a session could not be renewed");
    return false;
  }
}

/** Tells athletes 14 and 3 days before their key ends. @returns how many keys end within that time */
export async function announceEndingKeys(now: Date = new Date()): Promise<number> {
  const to = new Date(now.getTime() + KEY_WARNING_DAYS * DAY_MS);
  const ending = await listEndingAccesses(["personal_key"], { from: now, to });
  for (const { connectionId, way, secretExpiresAt, timeZone } of ending) {
    const daysLeft = (secretExpiresAt.getTime() - now.getTime()) / DAY_MS;
    const warning = daysLeft <= LAST_WARNING_DAYS ? LAST_WARNING_DAYS : KEY_WARNING_DAYS;
    const message = `Your key from Garmin ends on ${dayIn(timeZone, secretExpiresAt)}. ${CAUSES.key_refused.nextStep}`;
    await insertAccessNotice(connectionId, way, { kind: `garmin_key_ends_${warning}`, message, now });
  }
  return ending.length;
}
