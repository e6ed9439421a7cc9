/** Tells athletes what needs them: as a notice on their pages, and by mail when they want it. */
import { clockOf } from "@/lib/coaching/digest";
import {
  type ConnectionToTell,
  listConnectionsToTell,
  listUnmailedNotices,
  markNoticesMailed,
  type UnmailedNotice,
} from "@/lib/db/mail-settings";
import { insertNotice, type NewNotice } from "@/lib/db/notices";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type Letter, letterHtml, letterText } from "@/lib/mail/letter";
import { isMailOn, sendMail } from "@/lib/mail/mailer";
import { unsubscribePageUrl, unsubscribePostUrl } from "@/lib/mail/unsubscribe";

const DAY_MS = 86_400_000;
const KEY_ENDS_WITHIN_MS = 14 * DAY_MS;
/** What is older is no news. */
const MAILED_FOR_MS = 3 * DAY_MS;

/** Looks at all connections and tells once what needs the athlete. Returns how many were looked at. */
export async function noticeConnections(now: Date = new Date()): Promise<number> {
  const connections = await listConnectionsToTell(new Date(now.getTime() + KEY_ENDS_WITHIN_MS));
  for (const connection of connections) {
    const notice = noticeOf(connection, now);
    if (notice) await insertNotice(connection.userId, notice);
  }
  return connections.length;
}

/** The subject holds since when, so that the next time is told again. */
export function noticeOf(connection: ConnectionToTell, now: Date): NewNotice | null {
  const { connectionId, state, stateSince, secretExpiresAt } = connection;
  const name = connection.provider === "strava" ? "Strava" : "Garmin";
  if (state === "needs_reconnect") {
    return {
      kind: "reconnect_needed",
      subject: `${connectionId} ${stateSince.toISOString()}`,
      message: `${name} needs you: connect it again on the Connections page. Nothing is lost; what is missing is fetched then.`,
    };
  }
  if (secretExpiresAt === null || secretExpiresAt <= now) return null;
  const days = Math.max(1, Math.round((secretExpiresAt.getTime() - now.getTime()) / DAY_MS));
  return {
    kind: "key_expires",
    subject: `${connectionId} ${secretExpiresAt.toISOString()}`,
    message: `Your key for ${name} ends in ${days === 1 ? "1 day" : `${days} days`}. Make a new one and paste it on the Connections page.`,
  };
}

/** Mails what may be mailed now, one mail a person. Returns how many were sent. */
export async function mailNotices(now: Date = new Date()): Promise<number> {
  if (!isMailOn()) return 0;
  const notices = await listUnmailedNotices(new Date(now.getTime() - MAILED_FOR_MS));
  const byPerson = new Map<string, UnmailedNotice[]>();
  for (const notice of notices.filter((one) => isTime(one, now))) {
    byPerson.set(notice.userId, [...(byPerson.get(notice.userId) ?? []), notice]);
  }
  let count = 0;
  for (const [userId, own] of byPerson) if (await mailOne(userId, own, now)) count += 1;
  return count;
}

/** At once outside of the quiet hours, or once a day in the hour of the person's choice. */
export function isTime(
  notice: Pick<UnmailedNotice, "timeZone" | "noticeMode" | "digestHour" | "quietFromHour" | "quietToHour">,
  now: Date,
): boolean {
  const { hour } = clockOf(notice.timeZone, now);
  if (notice.noticeMode === "daily") return hour === notice.digestHour;
  const { quietFromHour: from, quietToHour: to } = notice;
  const isQuiet = from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  return !isQuiet;
}

/** One that can't be sent stays unmailed, and the others are sent all the same. */
async function mailOne(userId: string, notices: readonly UnmailedNotice[], now: Date): Promise<boolean> {
  const [first] = notices;
  if (!first) return false;
  const letter: Letter = {
    title:
      notices.length === 1 ? "Nightrun: one thing needs you" : `Nightrun: ${notices.length} things need you`,
    parts: [
      ...notices.map(({ message }) => ({ kind: "paragraph", text: message }) as const),
      { kind: "link", text: "Open Nightrun", url: new URL("/connections", env().NEXTAUTH_URL).href },
      { kind: "link", text: "Send me these no more", url: unsubscribePageUrl(userId, "notices") },
    ],
  };
  try {
    await sendMail({
      to: first.email,
      subject: letter.title,
      text: letterText(letter),
      html: letterHtml(letter),
      messageKey: `notice.${first.noticeId}`,
      unsubscribeUrl: unsubscribePostUrl(userId, "notices"),
    });
  } catch (error) {
    log.warn({ err: error }, "A notice could not be mailed; it is tried again");
    return false;
  }
  await markNoticesMailed(
    userId,
    notices.map(({ noticeId }) => noticeId),
    now,
  );
  return true;
}
