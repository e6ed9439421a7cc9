/** Log-ins that are not done yet, as data: they outlive the request and the process that began them. */
import { pool, type Queryable } from "@/lib/db/client";

export type ChallengeKind = "mfa" | "opened";

export type ChallengeRow = {
  challengeId: string;
  athleteId: string;
  kind: ChallengeKind;
  sealedState: string;
  triesLeft: number;
  expiresAt: Date;
};

const COLUMNS = `"id" AS "challengeId", "athleteId", "kind", "sealedState", "triesLeft", "expiresAt"`;

/** One with the same input takes the place of the one before; those that have ended go. */
export async function insertChallenge(
  athleteId: string,
  challenge: {
    challengeId: string;
    kind: ChallengeKind;
    inputHash: string | null;
    sealedState: string;
    triesLeft: number;
    now: Date;
    expiresAt: Date;
  },
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query('DELETE FROM "LoginChallenge" WHERE "expiresAt" <= $1', [challenge.now]);
  await tx.query(
    `INSERT INTO "LoginChallenge" ("athleteId", "id", "kind", "inputHash", "sealedState", "triesLeft", "createdAt", "expiresAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT ("athleteId", "inputHash") DO UPDATE SET "id" = $2, "kind" = $3, "sealedState" = $5,
       "triesLeft" = $6, "createdAt" = $7, "expiresAt" = $8`,
    [
      athleteId,
      challenge.challengeId,
      challenge.kind,
      challenge.inputHash,
      challenge.sealedState,
      challenge.triesLeft,
      challenge.now,
      challenge.expiresAt,
    ],
  );
}

export async function findChallenge(
  athleteId: string,
  challengeId: string,
  now: Date,
): Promise<ChallengeRow | null> {
  const { rows } = await pool().query<ChallengeRow>(
    `SELECT ${COLUMNS} FROM "LoginChallenge" WHERE "athleteId" = $1 AND "id"::text = $2 AND "expiresAt" > $3`,
    [athleteId, challengeId, now],
  );
  return rows[0] ?? null;
}

export async function findChallengeByInput(
  athleteId: string,
  inputHash: string,
  now: Date,
): Promise<ChallengeRow | null> {
  const { rows } = await pool().query<ChallengeRow>(
    `SELECT ${COLUMNS} FROM "LoginChallenge" WHERE "athleteId" = $1 AND "inputHash" = $2 AND "expiresAt" > $3`,
    [athleteId, inputHash, now],
  );
  return rows[0] ?? null;
}

/** The newest one of a kind, so that a page that was closed finds it again. */
export async function findOpenChallenge(
  athleteId: string,
  kind: ChallengeKind,
  now: Date,
): Promise<ChallengeRow | null> {
  const { rows } = await pool().query<ChallengeRow>(
    `SELECT ${COLUMNS} FROM "LoginChallenge" WHERE "athleteId" = $1 AND "kind" = $2 AND "expiresAt" > $3
     ORDER BY "createdAt" DESC LIMIT 1`,
    [athleteId, kind, now],
  );
  return rows[0] ?? null;
}

/** Counts one try before it is made, so that many at once cannot pass together. @returns false when none was left */
export async function takeChallengeTry(athleteId: string, challengeId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE "LoginChallenge" SET "triesLeft" = "triesLeft" - 1
     WHERE "athleteId" = $1 AND "id" = $2 AND "triesLeft" > 0`,
    [athleteId, challengeId],
  );
  return rowCount === 1;
}

export async function deleteChallenge(
  athleteId: string,
  challengeId: string,
  tx: Queryable = pool(),
): Promise<void> {
  await tx.query('DELETE FROM "LoginChallenge" WHERE "athleteId" = $1 AND "id" = $2', [
    athleteId,
    challengeId,
  ]);
}

export async function deleteChallengeByInput(
  athleteId: string,
  inputHash: string,
  tx: Queryable,
): Promise<void> {
  await tx.query('DELETE FROM "LoginChallenge" WHERE "athleteId" = $1 AND "inputHash" = $2', [
    athleteId,
    inputHash,
  ]);
}
