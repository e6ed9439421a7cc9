/** What an athlete agreed to show a coach: made, changed, paused, ended. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { CoachScope, pickCoachScopes } from "@/lib/auth/coach-scopes";
import { parseGroups } from "@/lib/coaching/groups";
import { addDays, LocalDate, localDateIn, startOfDateIn } from "@/lib/days";
import {
  endLink,
  type LinkRow,
  listCoachesOf,
  listLinksOfCoach,
  updateLinkGroups,
  updateLinkPause,
  updateLinkTerms,
  upsertCoachLink,
} from "@/lib/db/coach-links";
import { AppError } from "@/lib/errors";

/** The athlete lets the coach see these kinds of data, until `expiresAt` or until it is ended. */
export async function linkCoach(
  athleteId: string,
  coachUserId: string,
  { scopes, expiresAt = null }: { scopes: readonly CoachScope[]; expiresAt?: Date | null },
): Promise<void> {
  await upsertCoachLink(athleteId, { coachUserId, scopes, expiresAt });
}

export type SharingState = "shared" | "paused" | "expired" | "ended";

/** One link as a person reads it; `name` is the other side's. */
export type Sharing = {
  coachUserId: string;
  athleteId: string;
  name: string;
  state: SharingState;
  scopes: CoachScope[];
  groups: string[];
  since: Date;
  /** First instant at which nothing is shared any more; `null` for no end. */
  expiresAt: Date | null;
  pausedAt: Date | null;
  endedAt: Date | null;
};

export async function listSharings(athleteId: string, now: Date = new Date()): Promise<Sharing[]> {
  return (await listCoachesOf(athleteId)).map((row) => sharingOf(row, now));
}

export async function listSharingsWithCoach(coachUserId: string, now: Date = new Date()): Promise<Sharing[]> {
  return (await listLinksOfCoach(coachUserId)).map((row) => sharingOf(row, now));
}

function sharingOf(row: LinkRow, now: Date): Sharing {
  const { createdAt: since, ...rest } = row;
  return { ...rest, since, scopes: pickCoachScopes(row.scopes), state: stateOf(row, now) };
}

function stateOf({ endedAt, expiresAt, pausedAt }: LinkRow, now: Date): SharingState {
  if (endedAt !== null) return "ended";
  if (expiresAt !== null && expiresAt <= now) return "expired";
  return pausedAt === null ? "shared" : "paused";
}

/** What an athlete chooses: at least one kind, and the last day of it or none. */
const Terms = z.object({
  scopes: z.array(CoachScope).min(1, "Choose at least one kind of data, or end the sharing."),
  until: z.union([z.literal(""), LocalDate], "Choose a day such as 2027-03-31.").optional(),
});
export type Terms = { scopes: CoachScope[]; expiresAt: Date | null };

/**
 * @param timeZone in which `until`, the last day that is shared, ends
 * @throws AppError invalid_input (fields `scopes`, `until`)
 */
export function parseTerms(input: unknown, timeZone: string, now: Date): Terms {
  const { scopes, until } = parseFields(Terms, input);
  if (until === undefined || until === "") return { scopes: pickCoachScopes(scopes), expiresAt: null };
  if (until < localDateIn(timeZone, now)) {
    throw new AppError("invalid_input", "This day is over. Choose today or later.", { field: "until" });
  }
  return { scopes: pickCoachScopes(scopes), expiresAt: startOfDateIn(timeZone, addDays(until, 1)) };
}

/** Holds from the next request on. @throws AppError invalid_input, not_found */
export async function changeSharing(
  athlete: { athleteId: string; timeZone: string },
  coachUserId: string,
  input: unknown,
  now: Date = new Date(),
): Promise<void> {
  const terms = parseTerms(input, athlete.timeZone, now);
  if (!(await updateLinkTerms(athlete.athleteId, requireId(coachUserId), terms))) throw noSharing();
}

/** Nothing is shown until it goes on; what was agreed stays. @throws AppError not_found */
export async function pauseSharing(athleteId: string, coachUserId: string, now = new Date()): Promise<void> {
  if (!(await updateLinkPause(athleteId, requireId(coachUserId), now))) throw noSharing();
}

/** @throws AppError not_found */
export async function resumeSharing(athleteId: string, coachUserId: string): Promise<void> {
  if (!(await updateLinkPause(athleteId, requireId(coachUserId), null))) throw noSharing();
}

/** By the athlete. The coach sees nothing from the next request on. @throws AppError not_found */
export async function endSharing(athleteId: string, coachUserId: string, now = new Date()): Promise<void> {
  if (!(await endLink(athleteId, requireId(coachUserId), now))) throw noSharing();
}

/** By the coach. @throws AppError not_found */
export async function leaveAthlete(coachUserId: string, athleteId: string, now = new Date()): Promise<void> {
  if (!(await endLink(requireId(athleteId), coachUserId, now))) throw noSharing();
}

/** @param text names with commas between them. @throws AppError invalid_input (field `groups`), not_found */
export async function setGroups(coachUserId: string, athleteId: string, text: string): Promise<void> {
  const groups = parseGroups(text);
  if (!(await updateLinkGroups(coachUserId, requireId(athleteId), groups))) throw noSharing();
}

function requireId(id: string): string {
  if (!z.uuid().safeParse(id).success) throw noSharing();
  return id;
}

function noSharing(): AppError {
  return new AppError("not_found", "Nothing is shared here any more. Load the page again.");
}
