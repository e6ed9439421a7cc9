/** Links in mail that end this kind of mail, without signing in: signed, so that nobody ends another's. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { saveMailModes } from "@/lib/db/mail-settings";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export const MAIL_KINDS = ["digest", "notices"] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

const Key = z.object({ user: z.uuid(), kind: z.enum(MAIL_KINDS), sign: z.string() });

/** The page with the button. */
export function unsubscribePageUrl(userId: string, kind: MailKind): string {
  return addressOf("/unsubscribe", userId, kind);
}

/** What a mail program calls when its own button is pressed (RFC 8058). */
export function unsubscribePostUrl(userId: string, kind: MailKind): string {
  return addressOf("/mail/unsubscribe", userId, kind);
}

function addressOf(path: string, userId: string, kind: MailKind): string {
  const query = new URLSearchParams({ user: userId, kind, sign: signatureOf(userId, kind) });
  return new URL(`${path}?${query}`, env().NEXTAUTH_URL).href;
}

function signatureOf(userId: string, kind: MailKind): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`unsubscribe:${kind}:${userId}`)
    .digest("base64url");
}

/** @throws AppError not_found for a link that nobody was sent */
export function readUnsubscribeKey(sent: Record<string, unknown>): { userId: string; kind: MailKind } {
  const key = Key.safeParse(sent).data;
  if (!key || !isSame(key.sign, signatureOf(key.user, key.kind))) {
    throw new AppError("not_found", "This link is not whole. Copy it again from the mail.");
  }
  return { userId: key.user, kind: key.kind };
}

/** Ends this kind of mail; a second time changes nothing. @throws AppError not_found */
export async function unsubscribe(sent: Record<string, unknown>): Promise<{ kind: MailKind }> {
  const { userId, kind } = readUnsubscribeKey(sent);
  await saveMailModes(userId, kind === "digest" ? { digestMode: "off" } : { noticeMode: "off" });
  return { kind };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
