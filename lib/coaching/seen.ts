/** A coach has seen to an athlete's case: it is done until there is a reason that was not there then. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { updateLinkMark } from "@/lib/db/coach-links";
import { AppError } from "@/lib/errors";

const Seen = z.object({
  /** The reasons that the coach saw, as the roster names them. */
  raised: z.array(z.string().regex(/^[a-zA-Z_]+:[a-z_]+$/)).max(20, "Load the page again."),
  note: z.string().trim().max(500, "Use at most 500 characters.").default(""),
});

/** @throws AppError invalid_input (field `note`), not_found when nothing is shared with this coach */
export async function markSeen(
  coachUserId: string,
  athleteId: string,
  input: unknown,
  now: Date = new Date(),
): Promise<void> {
  const { raised, note } = parseFields(Seen, input);
  const mark = { seenAt: now, seenReasons: raised, seenNote: note === "" ? null : note };
  if (!(await isMarked(coachUserId, athleteId, mark))) throw noAthlete();
}

/** Opens the case again and forgets the note. @throws AppError not_found */
export async function unmarkSeen(coachUserId: string, athleteId: string): Promise<void> {
  const mark = { seenAt: null, seenReasons: [], seenNote: null };
  if (!(await isMarked(coachUserId, athleteId, mark))) throw noAthlete();
}

async function isMarked(coachUserId: string, athleteId: string, mark: Parameters<typeof updateLinkMark>[2]) {
  return z.uuid().safeParse(athleteId).success && (await updateLinkMark(coachUserId, athleteId, mark));
}

function noAthlete(): AppError {
  return new AppError("not_found", "This athlete does not share with you any more. Load the page again.");
}
