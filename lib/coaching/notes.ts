/** A coach's notes on days of an athlete: private, or for the athlete to read. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { requireAthletePage } from "@/lib/auth/access";
import { deleteNoteBy, insertNote, listNotesBy, listSharedNotes, type NoteRow } from "@/lib/db/coach-notes";
import { AppError } from "@/lib/errors";

const LISTED = 100;

export type CoachNote = NoteRow;

const Note = z.object({
  noteDate: z.string("Choose a day.").pipe(z.iso.date("Choose a day such as 2026-11-21.")),
  noteText: z
    .string("Write something.")
    .trim()
    .min(1, "Write something.")
    .max(2000, "Use at most 2000 characters."),
  isShared: z.boolean(),
});

/** @throws AppError invalid_input (fields `noteDate`, `noteText`), not_found for who is not linked */
export async function addNote(coachUserId: string, athleteId: string, input: unknown): Promise<void> {
  await requireLinked(coachUserId, athleteId);
  const { noteDate, noteText, isShared } = parseFields(Note, input);
  await insertNote(athleteId, { authorUserId: coachUserId, localDate: noteDate, text: noteText, isShared });
}

/** The coach's own. @throws AppError not_found for who is not linked */
export async function listOwnNotes(coachUserId: string, athleteId: string): Promise<CoachNote[]> {
  await requireLinked(coachUserId, athleteId);
  return listNotesBy(athleteId, coachUserId, LISTED);
}

/** What coaches wrote for the athlete to read. */
export async function listNotesForAthlete(athleteId: string): Promise<CoachNote[]> {
  return listSharedNotes(athleteId, LISTED);
}

/** @throws AppError not_found */
export async function deleteNote(coachUserId: string, athleteId: string, noteId: string): Promise<void> {
  await requireLinked(coachUserId, athleteId);
  const isId = z.uuid().safeParse(noteId).success;
  if (isId && (await deleteNoteBy(athleteId, coachUserId, noteId))) return;
  throw new AppError("not_found", "There is no such note.");
}

/** One's own notes hold nothing of the athlete's: no look is logged. */
async function requireLinked(coachUserId: string, athleteId: string): Promise<void> {
  await requireAthletePage({ userId: coachUserId }, athleteId, []);
}
