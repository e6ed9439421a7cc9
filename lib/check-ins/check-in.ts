/** What an athlete says of a day, in half a minute. All of it is optional. */
import { z } from "zod";
import { addDays, LocalDate, localDateIn } from "@/lib/days";
import { findAthleteTimeZone } from "@/lib/db/athlete-settings";
import {
  type CheckInRow,
  deleteCheckIn,
  listCheckInPage,
  listCheckIns,
  saveCheckInRow,
} from "@/lib/db/check-ins";
import { storableText } from "@/lib/db/merge-rows";
import { AppError } from "@/lib/errors";
import { type Page, type PageRequest, readCursor, writeCursor } from "@/lib/insights/api-page";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";

const MAX_NOTE_LETTERS = 1000;

const score = (words: string) => z.number().int().min(1).max(5).nullable().default(null).describe(words);

export const CheckInValues = z.strictObject({
  feel_score: score("1 very bad to 5 very good."),
  soreness_score: score("1 none to 5 very sore."),
  sleep_quality_score: score("1 very bad to 5 very good."),
  sick: z.boolean().default(false),
  travelling: z.boolean().default(false),
  alcohol: z.boolean().default(false).describe("On the evening before."),
  note: z.string().trim().max(MAX_NOTE_LETTERS).nullable().default(null),
});
export type CheckInValues = z.output<typeof CheckInValues>;

export const CheckIn = z.object({
  local_date: z.iso.date(),
  feel_score: z.number().nullable(),
  soreness_score: z.number().nullable(),
  sleep_quality_score: z.number().nullable(),
  sick: z.boolean(),
  travelling: z.boolean(),
  alcohol: z.boolean(),
  note: z.string().nullable(),
});
export type CheckIn = z.infer<typeof CheckIn>;

/** So far back a day may be told of later. */
export const MAX_DAYS_BACK = 365;

/**
 * Replaces what was said of a day; with nothing said it is taken back. What rests on it is
 * computed again: days of illness leave the usual range.
 *
 * @throws AppError invalid_input for a day that is yet to come or too long ago
 */
export async function saveCheckIn(
  athleteId: string,
  localDate: string,
  values: CheckInValues,
  now: Date = new Date(),
): Promise<CheckIn> {
  const today = localDateIn((await findAthleteTimeZone(athleteId)) ?? "UTC", now);
  const date = LocalDate.safeParse(localDate);
  if (!date.success || date.data > today || date.data < addDays(today, -MAX_DAYS_BACK)) {
    throw new AppError("invalid_input", "local_date: a day of the last year, not one that is yet to come.", {
      field: "local_date",
    });
  }
  const row = toRow(date.data, values);
  if (isEmpty(row)) await deleteCheckIn(athleteId, date.data);
  else await saveCheckInRow(athleteId, row);
  await recomputeDailyMetrics(athleteId, date.data);
  return describe(row, true);
}

/** `null` when nothing was said of that day. */
export async function findCheckIn(athleteId: string, localDate: LocalDate): Promise<CheckIn | null> {
  const [row] = await listCheckIns(athleteId, { from: localDate, to: localDate });
  return row ? describe(row, true) : null;
}

const Position = z.tuple([z.iso.date()]);

/** Newest first. @throws AppError invalid_input for a cursor that is not ours */
export async function listCheckInsOf(
  athleteId: string,
  request: PageRequest,
  { mayShowNotes }: { mayShowNotes: boolean },
): Promise<Page<CheckIn>> {
  const position = readCursor(Position, request.cursor);
  const range = { from: request.from ?? null, to: request.to ?? null };
  const rows = await listCheckInPage(athleteId, range, position?.[0] ?? null, request.limit + 1);
  const shown = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? shown.at(-1) : undefined;
  return {
    data: shown.map((row) => describe(row, mayShowNotes)),
    next_cursor: last ? writeCursor([last.localDate]) : null,
    not_shared: mayShowNotes ? [] : ["notes"],
  };
}

function toRow(localDate: LocalDate, values: CheckInValues): CheckInRow {
  return {
    localDate,
    feelScore: values.feel_score,
    sorenessScore: values.soreness_score,
    sleepQualityScore: values.sleep_quality_score,
    isSick: values.sick,
    isTravelling: values.travelling,
    hadAlcohol: values.alcohol,
    note: values.note === null || values.note === "" ? null : storableText(values.note),
  };
}

function isEmpty({ localDate: _, ...said }: CheckInRow): boolean {
  return Object.values(said).every((value) => value === null || value === false);
}

function describe(row: CheckInRow, mayShowNotes: boolean): CheckIn {
  return {
    local_date: row.localDate,
    feel_score: row.feelScore,
    soreness_score: row.sorenessScore,
    sleep_quality_score: row.sleepQualityScore,
    sick: row.isSick,
    travelling: row.isTravelling,
    alcohol: row.hadAlcohol,
    note: mayShowNotes ? row.note : null,
  };
}
