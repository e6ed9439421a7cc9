/** The morning digest by mail: once a coach and day, when most nights are in or it is late. */
import { areMostNightsIn, clockOf, type Digest, logDigestLook, readDigest } from "@/lib/coaching/digest";
import {
  claimDigest,
  type DigestReader,
  findLastDigest,
  listDigestReaders,
  markDigestSent,
} from "@/lib/db/mail-settings";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type Letter, type LetterPart, letterHtml, letterText } from "@/lib/mail/letter";
import { isMailOn, sendMail } from "@/lib/mail/mailer";
import { unsubscribePageUrl, unsubscribePostUrl } from "@/lib/mail/unsubscribe";

/** So many hours after the coach's own, what is there is sent; later than the second it is no morning any more. */
const LATE_AFTER_HOURS = 3;
const GIVE_UP_AFTER_HOURS = 8;

/** Coaches whose hour has come; whether theirs was sent is looked at when it is. */
export async function listDueDigests(now: Date = new Date()): Promise<string[]> {
  if (!isMailOn()) return [];
  const readers = await listDigestReaders();
  return readers.filter((reader) => hoursSince(reader, now) !== null).map(({ userId }) => userId);
}

/** Hours since the coach's hour; `null` outside of their morning. */
function hoursSince({ timeZone, digestHour }: DigestReader, now: Date): number | null {
  const hours = clockOf(timeZone, now).hour - digestHour;
  return hours >= 0 && hours < GIVE_UP_AFTER_HOURS ? hours : null;
}

export type DigestOutcome =
  | "sent"
  | "not_due"
  | "waits_for_nights"
  | "no_athletes"
  | "sent_before"
  | "failed";

/** Sends it if it is time. A mail server that is down is no error: it is tried again ten minutes later. */
export async function sendDigestIfDue(userId: string, now: Date = new Date()): Promise<DigestOutcome> {
  const reader = (await listDigestReaders()).find((one) => one.userId === userId);
  const hours = reader ? hoursSince(reader, now) : null;
  if (!reader || hours === null || !isMailOn()) return "not_due";
  const { localDate } = clockOf(reader.timeZone, now);
  const last = await findLastDigest(userId);
  if (last?.localDate === localDate && last.sentAt !== null) return "sent_before";
  const read = await readDigest(userId, now);
  const { digest } = read;
  if (digest.athleteCount === 0) return "no_athletes";
  if (hours < LATE_AFTER_HOURS && !areMostNightsIn(digest)) return "waits_for_nights";
  if (!(await claimDigest(userId, localDate, now))) return "sent_before";
  try {
    await mailDigest(reader, digest, localDate);
  } catch (error) {
    log.warn({ err: error }, "A digest could not be mailed; it is tried again");
    return "failed";
  }
  await markDigestSent(userId, localDate, now);
  await logDigestLook(userId, read, now);
  return "sent";
}

async function mailDigest(reader: DigestReader, digest: Digest, localDate: string): Promise<void> {
  const { userId, email } = reader;
  const letter = digestLetter(digest, {
    rosterUrl: new URL("/athletes", env().NEXTAUTH_URL).href,
    unsubscribeUrl: unsubscribePageUrl(userId, "digest"),
  });
  await sendMail({
    to: email,
    subject: letter.title,
    text: letterText(letter),
    html: letterHtml(letter),
    messageKey: `digest.${localDate}.${userId}`,
    unsubscribeUrl: unsubscribePostUrl(userId, "digest"),
  });
}

/** Pure. */
export function digestLetter(digest: Digest, urls: { rosterUrl: string; unsubscribeUrl: string }): Letter {
  const { cases, moreCases, silent, moreSilent, nightsIn, nightsExpected, usualCount, seenCount } = digest;
  const group = (
    title: string,
    items: readonly { name: string; sentence: string }[],
    more = 0,
  ): LetterPart[] =>
    items.length === 0
      ? []
      : [
          { kind: "heading", text: title },
          ...items.map(({ name, sentence }): LetterPart => ({ kind: "item", name, text: sentence })),
          ...(more > 0 ? [{ kind: "paragraph", text: `And ${more} more on the roster.` } as const] : []),
        ];
  return {
    title: digestTitle(digest),
    parts: [
      { kind: "paragraph", text: `${nightsIn} of ${nightsExpected} nights are in.` },
      ...group(
        "Talk today",
        cases.filter(({ state }) => state === "strong"),
      ),
      ...group(
        "Keep an eye on",
        cases.filter(({ state }) => state === "watch"),
        moreCases,
      ),
      ...group(
        "Nothing arrived: the athlete has to do something",
        silent.filter(({ whose }) => whose === "person"),
        moreSilent,
      ),
      ...group(
        "Nothing arrived: trouble at the provider",
        silent.filter(({ whose }) => whose === "provider"),
      ),
      {
        kind: "paragraph",
        text: `${usualCount} as usual${seenCount > 0 ? `, ${seenCount} seen before` : ""}.`,
      },
      { kind: "link", text: "Open the roster", url: urls.rosterUrl },
      { kind: "link", text: "Send me this no more", url: urls.unsubscribeUrl },
    ],
  };
}

export function digestTitle({ cases, moreCases }: Digest): string {
  const count = cases.length + moreCases;
  if (count === 0) return "This morning: nobody stands out";
  return `This morning: ${count} ${count === 1 ? "athlete stands" : "athletes stand"} out`;
}
