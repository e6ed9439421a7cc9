/** Which mail a person wants. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import {
  DEFAULT_MAIL_SETTINGS,
  findLastDigest,
  findMailSettings,
  type MailSettings,
  saveMailSettings,
} from "@/lib/db/mail-settings";

const Hour = z.coerce
  .number("Choose an hour from 0 to 23.")
  .int("Choose an hour from 0 to 23.")
  .min(0, "Choose an hour from 0 to 23.")
  .max(23, "Choose an hour from 0 to 23.");

const Input = z.object({
  digestMode: z.enum(["mail", "off"]).default("off"),
  digestHour: Hour.default(DEFAULT_MAIL_SETTINGS.digestHour),
  noticeMode: z.enum(["at_once", "daily", "off"]),
  quietFromHour: Hour,
  quietToHour: Hour,
});

export type { MailSettings };

export async function readMailSettings(userId: string): Promise<MailSettings> {
  return (await findMailSettings(userId)) ?? DEFAULT_MAIL_SETTINGS;
}

/** @throws AppError invalid_input with `field` */
export async function changeMailSettings(userId: string, input: unknown): Promise<void> {
  await saveMailSettings(userId, parseFields(Input, input));
}

/** The day of a digest that was tried and could not be sent; `null` when the last one went out. */
export async function findUnsentDigestDate(userId: string): Promise<string | null> {
  const last = await findLastDigest(userId);
  return last === null || last.sentAt !== null ? null : last.localDate;
}
