/** Links that work once. Only their hashes are here. */
import { pool, prisma, type Queryable } from "@/lib/db/client";

export type LinkKind = "password_reset" | "sign_up";

export type NewLink = {
  kind: LinkKind;
  tokenHash: string;
  userId: string | null;
  email: string | null;
  expiresAt: Date;
};

export async function insertLink(link: NewLink): Promise<void> {
  await prisma().oneTimeLink.create({ data: link });
}

/** The unused link that has not expired, or `null`. */
export async function findUsableLink(
  kind: LinkKind,
  tokenHash: string,
  now: Date,
): Promise<{ userId: string | null; email: string | null } | null> {
  return prisma().oneTimeLink.findFirst({
    where: { kind, tokenHash, usedAt: null, expiresAt: { gt: now } },
    select: { userId: true, email: true },
  });
}

/** Marks the link used and returns it; `null` when it is unknown, used or expired. Atomic. */
export async function spendLink(
  kind: LinkKind,
  tokenHash: string,
  now: Date,
  db: Queryable = pool(),
): Promise<{ userId: string | null; email: string | null } | null> {
  const { rows } = await db.query(
    `UPDATE "OneTimeLink" SET "usedAt" = $3
      WHERE "kind" = $1 AND "tokenHash" = $2 AND "usedAt" IS NULL AND "expiresAt" > $3
      RETURNING "userId", "email"`,
    [kind, tokenHash, now],
  );
  return rows[0] ?? null;
}

/** A new link replaces those before it. */
export async function expireResetLinks(userId: string, now: Date): Promise<void> {
  await prisma().oneTimeLink.updateMany({
    where: { kind: "password_reset", userId, usedAt: null },
    data: { usedAt: now },
  });
}
