/** Which mail people get, and which was sent. */
import type { LocalDate } from "@/lib/days";
import { pool } from "@/lib/db/client";

export type DigestMode = "mail" | "off";
export type NoticeMode = "at_once" | "daily" | "off";

export type MailSettings = {
  digestMode: DigestMode;
  /** By the person's own clock, 0 to 23. */
  digestHour: number;
  noticeMode: NoticeMode;
  quietFromHour: number;
  quietToHour: number;
};

/** Of a person who never set any. */
export const DEFAULT_MAIL_SETTINGS: MailSettings = {
  digestMode: "off",
  digestHour: 7,
  noticeMode: "at_once",
  quietFromHour: 21,
  quietToHour: 7,
};

const COLUMNS = `"digestMode", "digestHour", "noticeMode", "quietFromHour", "quietToHour"`;

export async function findMailSettings(userId: string): Promise<MailSettings | null> {
  const { rows } = await pool().query<MailSettings>(
    `SELECT ${COLUMNS} FROM "MailSetting" WHERE "userId" = $1`,
    [userId],
  );
  return rows[0] ?? null;
}

export async function saveMailSettings(userId: string, settings: MailSettings): Promise<void> {
  const { digestMode, digestHour, noticeMode, quietFromHour, quietToHour } = settings;
  await pool().query(
    `INSERT INTO "MailSetting" ("userId", ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT ("userId") DO UPDATE SET "digestMode" = $2, "digestHour" = $3, "noticeMode" = $4,
       "quietFromHour" = $5, "quietToHour" = $6`,
    [userId, digestMode, digestHour, noticeMode, quietFromHour, quietToHour],
  );
}

/** Changes one mode and leaves the rest; nothing for an account that is gone. */
export async function saveMailModes(
  userId: string,
  { digestMode, noticeMode }: { digestMode?: DigestMode; noticeMode?: NoticeMode },
): Promise<void> {
  await pool().query(
    `INSERT INTO "MailSetting" ("userId", "digestMode", "noticeMode")
     SELECT "id", coalesce($2, 'off'), coalesce($3, 'at_once') FROM "User" WHERE "id" = $1
     ON CONFLICT ("userId") DO UPDATE SET
       "digestMode" = coalesce($2, "MailSetting"."digestMode"), "noticeMode" = coalesce($3, "MailSetting"."noticeMode")`,
    [userId, digestMode ?? null, noticeMode ?? null],
  );
}

export type DigestReader = {
  userId: string;
  email: string;
  name: string;
  timeZone: string;
  units: "metric" | "imperial";
  digestHour: number;
};

/** Coaches who want the digest by mail. */
export async function listDigestReaders(): Promise<DigestReader[]> {
  const { rows } = await pool().query<DigestReader>(
    `SELECT u."id" AS "userId", u."email", u."name", u."timeZone", u."units", s."digestHour"
       FROM "MailSetting" s JOIN "User" u ON u."id" = s."userId"
      WHERE s."digestMode" = 'mail' AND 'coach' = ANY(u."roles") ORDER BY u."id"`,
  );
  return rows;
}

/**
 * Takes the digest of a day to be sent; `false` when it was sent, or somebody tries just now.
 * One who died over it holds it for ten minutes.
 */
export async function claimDigest(userId: string, localDate: LocalDate, now: Date): Promise<boolean> {
  const { rowCount } = await pool().query(
    `INSERT INTO "DigestMail" AS d ("userId", "localDate", "attemptCount", "failedAt") VALUES ($1, $2, 1, $3)
     ON CONFLICT ("userId", "localDate") DO UPDATE SET "attemptCount" = d."attemptCount" + 1, "failedAt" = $3
       WHERE d."sentAt" IS NULL AND d."failedAt" < $3::timestamptz - interval '9 minutes'`,
    [userId, localDate, now],
  );
  return rowCount === 1;
}

export async function markDigestSent(userId: string, localDate: LocalDate, now: Date): Promise<void> {
  await pool().query(
    `UPDATE "DigestMail" SET "sentAt" = $3, "failedAt" = NULL WHERE "userId" = $1 AND "localDate" = $2`,
    [userId, localDate, now],
  );
}

export type DigestMailRow = { localDate: LocalDate; sentAt: Date | null; attemptCount: number };

export async function findLastDigest(userId: string): Promise<DigestMailRow | null> {
  const { rows } = await pool().query<DigestMailRow>(
    `SELECT "localDate", "sentAt", "attemptCount" FROM "DigestMail" WHERE "userId" = $1
      ORDER BY "localDate" DESC LIMIT 1`,
    [userId],
  );
  return rows[0] ?? null;
}

export type UnmailedNotice = {
  noticeId: string;
  userId: string;
  email: string;
  timeZone: string;
  message: string;
  createdAt: Date;
} & Pick<MailSettings, "noticeMode" | "quietFromHour" | "quietToHour" | "digestHour">;

/** Notices since `since` that were neither mailed nor put away, of people who want mail; by person. */
export async function listUnmailedNotices(since: Date): Promise<UnmailedNotice[]> {
  const { rows } = await pool().query<UnmailedNotice>(
    `SELECT n."id" AS "noticeId", n."userId", u."email", u."timeZone", n."message", n."createdAt",
            coalesce(s."noticeMode", 'at_once') AS "noticeMode", coalesce(s."quietFromHour", 21) AS "quietFromHour",
            coalesce(s."quietToHour", 7) AS "quietToHour", coalesce(s."digestHour", 7) AS "digestHour"
       FROM "Notice" n JOIN "User" u ON u."id" = n."userId" LEFT JOIN "MailSetting" s ON s."userId" = u."id"
      WHERE n."mailedAt" IS NULL AND n."seenAt" IS NULL AND n."createdAt" > $1
        AND coalesce(s."noticeMode", 'at_once') <> 'off'
      ORDER BY n."userId", n."createdAt"`,
    [since],
  );
  return rows;
}

export async function markNoticesMailed(
  userId: string,
  noticeIds: readonly string[],
  now: Date,
): Promise<void> {
  await pool().query(`UPDATE "Notice" SET "mailedAt" = $3 WHERE "userId" = $1 AND "id" = ANY($2::uuid[])`, [
    userId,
    noticeIds,
    now,
  ]);
}

export type ConnectionToTell = {
  userId: string;
  connectionId: string;
  provider: string;
  state: string;
  stateSince: Date;
  secretExpiresAt: Date | null;
};

/** The best way of each connection that needs its athlete now, or whose secret ends before `endsBefore`. */
export async function listConnectionsToTell(endsBefore: Date): Promise<ConnectionToTell[]> {
  const { rows } = await pool().query<ConnectionToTell>(
    `SELECT a."userId", c."id" AS "connectionId", c."provider", w."state", w."stateSince", w."secretExpiresAt"
       FROM "Connection" c JOIN "Athlete" a ON a."id" = c."athleteId"
       JOIN LATERAL (SELECT * FROM "ConnectionAccess" x WHERE x."connectionId" = c."id"
                      ORDER BY x."rank", x."way" LIMIT 1) w ON true
      WHERE c."disconnectedAt" IS NULL AND (w."state" = 'needs_reconnect' OR w."secretExpiresAt" < $1)`,
    [endsBefore],
  );
  return rows;
}
