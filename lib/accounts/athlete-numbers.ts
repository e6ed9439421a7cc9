/** What formulas need to know of a person, as the athlete says it: each number valid from a date. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { LocalDate, localDateIn } from "@/lib/days";
import {
  type AthleteSetting,
  deleteAthleteSetting,
  findAthleteTimeZone,
  listAthleteSettings,
  saveAthleteSetting,
} from "@/lib/db/athlete-settings";
import { AppError } from "@/lib/errors";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

export type { AthleteSetting } from "@/lib/db/athlete-settings";

const EARLIEST_DATE = "1990-01-01";
const DATE_MESSAGE = "Choose the first day of these numbers: today or earlier.";
const SECONDS_PER_HOUR = 3600;

/** A whole number of beats a minute; nothing typed is not said. */
function beats(name: string, low: number, high: number) {
  const message = `${name} is a whole number of beats a minute from ${low} to ${high}.`;
  return z
    .string()
    .trim()
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((value) => value === null || (Number.isInteger(value) && value >= low && value <= high), message);
}

/** `8`, `7.5`, `7,5` or `7:30`. */
const SleepNeed = z
  .string()
  .trim()
  .transform((text) => (text === "" ? null : hoursOf(text) * SECONDS_PER_HOUR))
  .refine(
    (seconds) => seconds === null || (seconds >= 4 * SECONDS_PER_HOUR && seconds <= 12 * SECONDS_PER_HOUR),
    "Sleep need is 4 to 12 hours, such as 7:45.",
  )
  .transform((seconds) => (seconds === null ? null : Math.round(seconds)));

function hoursOf(text: string): number {
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(text);
  if (clock) return Number(clock[1]) + Number(clock[2]) / 60;
  return /^\d{1,2}([.,]\d{1,2})?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

const Numbers = z
  .object({
    validFrom: z.string(DATE_MESSAGE).refine((text) => LocalDate.safeParse(text).success, DATE_MESSAGE),
    maxHeartRateBpm: beats("Maximum heart rate", 120, 240),
    restingHeartRateBpm: beats("Resting heart rate", 25, 110),
    thresholdHeartRateBpm: beats("Threshold heart rate", 90, 230),
    sleepNeedSeconds: SleepNeed,
  })
  .superRefine((typed, context) => {
    const { maxHeartRateBpm: max, restingHeartRateBpm: resting, thresholdHeartRateBpm: threshold } = typed;
    const fault = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (max !== null && threshold !== null && threshold >= max)
      fault("thresholdHeartRateBpm", "Threshold heart rate lies below the maximum.");
    if (resting !== null && threshold !== null && resting >= threshold)
      fault("restingHeartRateBpm", "Resting heart rate lies below the threshold.");
  });

/** What was said, oldest first. */
export function listAthleteNumbers(athleteId: string): Promise<AthleteSetting[]> {
  return listAthleteSettings(athleteId);
}

/**
 * Keeps what was typed as valid from its date on and computes the days since then anew. A
 * number that is left empty stays what it was before that date.
 * @throws AppError invalid_input with `field`
 */
export async function saveAthleteNumbers(athleteId: string, input: unknown): Promise<void> {
  const typed = parseFields(Numbers, input);
  const { validFrom, ...numbers } = typed;
  const today = localDateIn((await findAthleteTimeZone(athleteId)) ?? "UTC", new Date());
  if (validFrom > today || validFrom < EARLIEST_DATE) throw fieldFault("validFrom", DATE_MESSAGE);
  if (Object.values(numbers).every((value) => value === null)) {
    throw fieldFault("maxHeartRateBpm", "Type at least one number.");
  }
  const sameDay = (await listAthleteSettings(athleteId)).find((one) => one.validFrom === validFrom);
  await saveAthleteSetting(athleteId, { ...sameDay, ...typed });
  await recomputeDailyMetrics(athleteId, validFrom);
}

/** Takes back what was said for a first day. @throws AppError not_found */
export async function removeAthleteNumbers(athleteId: string, validFrom: unknown): Promise<void> {
  const parsed = LocalDate.safeParse(validFrom);
  if (!parsed.success || !(await deleteAthleteSetting(athleteId, parsed.data))) {
    throw new AppError("not_found", "These numbers are not there any more.");
  }
  await recomputeDailyMetrics(athleteId, parsed.data);
}

function fieldFault(field: string, message: string): AppError {
  return new AppError("invalid_input", message, { field });
}
