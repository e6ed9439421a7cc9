/** What forms of an account may hold, each fault in words for the person who typed it. */
import { z } from "zod";
import { isTimeZone } from "@/lib/days";
import { AppError } from "@/lib/errors";

const PASSWORD_MIN_CHARACTERS = 10;
const PASSWORD_MAX_CHARACTERS = 200;

export const EmailField = z
  .string("Type your e-mail address.")
  .trim()
  .toLowerCase()
  .max(254, "This e-mail address is too long.")
  .pipe(z.email("This is not an e-mail address."));

export const NameField = z
  .string("Type your name.")
  .trim()
  .min(1, "Type your name.")
  .max(100, "Use at most 100 characters.");

export const NewPasswordField = z
  .string("Choose a password.")
  .min(PASSWORD_MIN_CHARACTERS, `Use at least ${PASSWORD_MIN_CHARACTERS} characters.`)
  .max(PASSWORD_MAX_CHARACTERS, `Use at most ${PASSWORD_MAX_CHARACTERS} characters.`)
  .refine((text) => new Set(text).size > 2, "Use more than two different characters.");

export const TimeZoneField = z
  .string("Choose a time zone.")
  .refine(isTimeZone, "This time zone is not known. Choose one such as Europe/Berlin.");

/** @throws AppError invalid_input that names the first wrong field */
export function parseFields<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path[0];
  throw new AppError("invalid_input", issue?.message ?? "Something is missing here.", {
    ...(field === undefined ? {} : { field: String(field) }),
  });
}
