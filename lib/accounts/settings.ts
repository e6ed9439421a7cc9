/** What a person sets about themselves. */
import { z } from "zod";
import { NameField, parseFields, TimeZoneField } from "@/lib/accounts/fields";
import { Theme, Units } from "@/lib/auth/roles";
import { findAthleteSex, updateAthleteSex, updateSettings } from "@/lib/db/users";

const SettingsChange = z.object({
  name: NameField.optional(),
  timeZone: TimeZoneField.optional(),
  units: Units.optional(),
  theme: Theme.optional(),
});

/** Changes what is given and leaves the rest. @throws AppError invalid_input with `field` */
export async function saveSettings(userId: string, input: unknown): Promise<void> {
  const given = Object.entries(parseFields(SettingsChange, input)).filter(([, value]) => value !== undefined);
  if (given.length > 0) await updateSettings(userId, Object.fromEntries(given));
}

export const Sex = z.enum(["female", "male"]).nullable();
/** `null` for not said: formulas then take the mean of both. */
export type Sex = z.infer<typeof Sex>;

/** Does nothing for an account that is no athlete. @throws AppError invalid_input with `field` */
export async function saveAthleteSex(userId: string, sex: unknown): Promise<void> {
  await updateAthleteSex(userId, parseFields(z.object({ sex: Sex }), { sex }).sex);
}

export async function readAthleteSex(userId: string): Promise<Sex> {
  return Sex.parse(await findAthleteSex(userId));
}
