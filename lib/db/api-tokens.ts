/** API tokens, by the hash of what was shown once. */
import { pool, prisma } from "@/lib/db/client";

export type ApiTokenRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
};

const SHOWN = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  lastUsedAt: true,
} as const;

export async function insertApiToken(
  userId: string,
  token: { name: string; prefix: string; scopes: string[]; tokenHash: string },
): Promise<ApiTokenRow> {
  return prisma().apiToken.create({ data: { userId, ...token }, select: SHOWN });
}

/** Those that work, newest first. */
export async function listActiveApiTokens(userId: string): Promise<ApiTokenRow[]> {
  return prisma().apiToken.findMany({
    where: { userId, revokedAt: null },
    select: SHOWN,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
}

/** @returns false when the user has no such token that works */
export async function revokeApiTokenRow(userId: string, tokenId: string, now: Date): Promise<boolean> {
  const { count } = await prisma().apiToken.updateMany({
    where: { userId, id: tokenId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count > 0;
}

const NOTE_USE_EVERY_SECONDS = 60;

/** Whose token this is, noting its use at most once a minute; `null` when unknown or revoked. */
export async function findTokenOwner(
  tokenHash: string,
  now: Date,
): Promise<{ userId: string; scopes: string[] } | null> {
  const { rows } = await pool().query(
    `WITH found AS (
       SELECT "id", "userId", "scopes", "lastUsedAt" FROM "ApiToken" WHERE "tokenHash" = $1 AND "revokedAt" IS NULL
     ), noted AS (
       UPDATE "ApiToken" t SET "lastUsedAt" = $2 FROM found
        WHERE t."id" = found."id"
          AND (found."lastUsedAt" IS NULL OR found."lastUsedAt" < $2::timestamptz - make_interval(secs => $3))
     )
     SELECT "userId", "scopes" FROM found`,
    [tokenHash, now, NOTE_USE_EVERY_SECONDS],
  );
  return rows[0] ?? null;
}
