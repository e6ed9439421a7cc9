/**
 * Ways in that Garmin has opened and that are not stored yet. A ticket is good for one use and
 * a session that rotates is another one afterwards: when a question comes between (another
 * account than before) or a fault, sending the same again must find what it has opened.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AccessWaySchema } from "@/lib/connections/ways";
import type { Queryable } from "@/lib/db/client";
import { deleteChallengeByInput, findChallengeByInput, insertChallenge } from "@/lib/db/login-challenges";
import { open, seal } from "@/lib/sealing";

const KEPT_MS = 10 * 60_000;

const Opened = z.object({
  way: AccessWaySchema,
  secret: z.string(),
  secretExpiresAt: z.coerce.date().nullable(),
  username: z.string().nullable(),
  accessToken: z.string(),
  accessTokenExpiresAt: z.coerce.date(),
});

/** What Garmin gave: the secret to keep, and a token that was made of it. */
export type OpenedAccess = z.output<typeof Opened>;

/** Where what a log-in left lies, for sealing. */
export function challengeSealedAt(challengeId: string) {
  return { table: "LoginChallenge", row: challengeId, column: "sealedState" };
}

export async function keepOpened(
  athleteId: string,
  inputHash: string,
  opened: OpenedAccess,
  now: Date,
): Promise<void> {
  const challengeId = randomUUID();
  const sealedState = seal(JSON.stringify(opened), challengeSealedAt(challengeId));
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  await insertChallenge(athleteId, {
    challengeId,
    kind: "opened",
    inputHash,
    sealedState,
    triesLeft: 1,
    now,
    expiresAt,
  });
}

export async function findOpened(
  athleteId: string,
  inputHash: string,
  now: Date,
): Promise<OpenedAccess | null> {
  const row = await findChallengeByInput(athleteId, inputHash, now);
  if (row === null) return null;
  return Opened.parse(JSON.parse(open(row.sealedState, challengeSealedAt(row.challengeId))));
}

export function forgetOpened(athleteId: string, inputHash: string, tx: Queryable): Promise<void> {
  return deleteChallengeByInput(athleteId, inputHash, tx);
}
