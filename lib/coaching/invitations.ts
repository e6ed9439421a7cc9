/**
 * Invitations: a coach asks an athlete to share, or an athlete offers it to a coach. Each has a
 * code that works once, is shown once and kept as a hash. Nothing is shared before the athlete
 * has seen exactly what, and agreed.
 */
import { z } from "zod";
import { EmailField, parseFields } from "@/lib/accounts/fields";
import { CoachScope, pickCoachScopes } from "@/lib/auth/coach-scopes";
import { hashSecretText } from "@/lib/auth/secret-text";
import { parseGroups } from "@/lib/coaching/groups";
import { makeInvitationCode, readInvitationCode } from "@/lib/coaching/invitation-code";
import { parseTerms, type Terms } from "@/lib/coaching/links";
import { inTransaction } from "@/lib/db/client";
import {
  countOpenInvitations,
  findInvitationByCode,
  type InvitationRole,
  type InvitationRow,
  insertInvitation,
  listInvitationsFrom,
  spendInvitation,
  withdrawInvitationFrom,
} from "@/lib/db/coach-invitations";
import { upsertCoachLink } from "@/lib/db/coach-links";
import { addRole } from "@/lib/db/users";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

const LIFE_MS = 14 * 86_400_000;
const LISTED_FOR_MS = 60 * 86_400_000;
const MAX_OPEN = 500;

/** Who acts, as a session knows them. */
export type Person = {
  userId: string;
  email: string;
  timeZone: string;
  athleteId: string | null;
};

const Ask = z.object({
  name: z.string().trim().max(100, "Use at most 100 characters.").default(""),
  email: z.union([z.literal(""), EmailField], "This is not an e-mail address.").default(""),
  groups: z.string().default(""),
});

/** `code` is shown once: it is kept only as a hash. */
export type MadeInvitation = { invitationId: string; code: string; expiresAt: Date; email: string | null };

/**
 * The coach asks for these kinds of data; the athlete decides.
 *
 * @throws AppError invalid_input (fields `scopes`, `name`, `email`, `groups`), rate_limited
 */
export async function askAthlete(
  coach: Person,
  input: unknown,
  now: Date = new Date(),
): Promise<MadeInvitation> {
  const { groups } = parseFields(Ask, input);
  const { scopes } = parseFields(
    z.object({ scopes: z.array(CoachScope).min(1, "Choose at least one kind of data.") }),
    input,
  );
  const terms = { scopes: pickCoachScopes(scopes), expiresAt: null };
  return make(coach, "coach", input, { terms, groups: parseGroups(groups) }, now);
}

/**
 * The athlete offers these kinds of data until a day of their choice; taking it is enough.
 *
 * @throws AppError invalid_input (fields `scopes`, `until`, `name`, `email`), not_found for an account that is no athlete
 */
export async function offerToCoach(
  athlete: Person,
  input: unknown,
  now: Date = new Date(),
): Promise<MadeInvitation> {
  if (athlete.athleteId === null) throw new AppError("not_found", "This account is no athlete.");
  const terms = parseTerms(input, athlete.timeZone, now);
  return make(athlete, "athlete", input, { terms, groups: [] }, now);
}

async function make(
  from: Person,
  fromRole: InvitationRole,
  input: unknown,
  { terms, groups }: { terms: Terms; groups: string[] },
  now: Date,
): Promise<MadeInvitation> {
  const { name, email: typed } = parseFields(Ask, input);
  const email = typed === "" ? null : typed;
  if (email === from.email) throw ownInvitation("email");
  if ((await countOpenInvitations(from.userId, now)) >= MAX_OPEN) {
    throw new AppError("rate_limited", `${MAX_OPEN} of your invitations are open. Withdraw some first.`);
  }
  const code = makeInvitationCode();
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  const invitationId = await insertInvitation(from.userId, {
    fromRole,
    codeHash: hashSecretText(code),
    name: name === "" ? null : name,
    email,
    scopes: terms.scopes,
    sharedUntil: terms.expiresAt,
    groups,
    expiresAt,
  });
  return { invitationId, code, expiresAt, email };
}

/** Why an invitation can't be taken. */
export type InvitationFault = "unknown" | "used" | "withdrawn" | "expired" | "foreign" | "own";

export type Invitation = {
  code: string;
  fromName: string;
  fromRole: InvitationRole;
  scopes: CoachScope[];
  /** Of an athlete's offer. */
  sharedUntil: Date | null;
  expiresAt: Date;
};

const FAULT_WORDS: Record<InvitationFault, string> = {
  unknown: "There is no such invitation. Look whether the whole code is there.",
  used: "This invitation was used before. Each works once; ask for a new one.",
  withdrawn: "This invitation was withdrawn.",
  expired: "This invitation has expired. Ask for a new one.",
  foreign: "This invitation is for another e-mail address. Sign in with the account it was sent to.",
  own: "This is your own invitation. Send it to the person it is for.",
};

export function sayInvitationFault(fault: InvitationFault): string {
  return FAULT_WORDS[fault];
}

/**
 * What a code offers, or why it can't be taken. Whoever holds a code may read who sent it.
 *
 * @param viewer `null` for somebody who is not signed in: whom it is for is asked later
 */
export async function readInvitation(
  typed: string,
  viewer: Pick<Person, "userId" | "email"> | null,
  now: Date = new Date(),
): Promise<{ fault: InvitationFault } | { fault: null; invitation: Invitation }> {
  const found = await findRow(typed, viewer, now);
  if ("fault" in found) return found;
  const { code, row } = found;
  const { fromName, fromRole, sharedUntil, expiresAt } = row;
  const scopes = pickCoachScopes(row.scopes);
  return { fault: null, invitation: { code, fromName, fromRole, scopes, sharedUntil, expiresAt } };
}

/** Whether the code can still be taken by somebody. */
export async function isOpenInvitation(typed: string, now: Date = new Date()): Promise<boolean> {
  return "row" in (await findRow(typed, null, now));
}

async function findRow(
  typed: string,
  viewer: Pick<Person, "userId" | "email"> | null,
  now: Date,
): Promise<{ fault: InvitationFault } | { code: string; row: InvitationRow }> {
  const code = readInvitationCode(typed);
  const row = code === null ? null : await findInvitationByCode(hashSecretText(code));
  if (code === null || row === null) return { fault: "unknown" };
  if (row.outcome === "withdrawn") return { fault: "withdrawn" };
  if (row.usedAt !== null) return { fault: "used" };
  const isOver = row.expiresAt <= now || (row.sharedUntil !== null && row.sharedUntil <= now);
  if (isOver) return { fault: "expired" };
  if (viewer === null) return { code, row };
  if (row.fromUserId === viewer.userId) return { fault: "own" };
  if (row.email !== null && row.email !== viewer.email) return { fault: "foreign" };
  return { code, row };
}

/**
 * Takes the invitation. An athlete who was asked sends `scopes` and `until`; a coach takes an
 * offer as it is. The account gets the role that it lacks for it.
 *
 * @throws AppError not_found with the fault in words, invalid_input (fields `scopes`, `until`)
 */
export async function acceptInvitation(
  person: Person,
  typed: string,
  input: unknown,
  now: Date = new Date(),
): Promise<{ fromRole: InvitationRole }> {
  const row = await requireRow(person, typed, now);
  const { fromRole, groups } = row;
  const isAsked = fromRole === "coach";
  const terms = isAsked ? parseTerms(input, person.timeZone, now) : offeredTerms(row);
  await inTransaction(async (tx) => {
    if (!(await spendInvitation(row.id, "accepted", now, tx))) throw faultError("used");
    const athleteId = await addRole(person.userId, isAsked ? "athlete" : "coach", tx);
    const shared = isAsked ? athleteId : row.fromAthleteId;
    if (shared === null) throw faultError("unknown");
    const coachUserId = isAsked ? row.fromUserId : person.userId;
    await upsertCoachLink(shared, { coachUserId, ...terms, groups }, tx);
  });
  return { fromRole };
}

function offeredTerms({ scopes, sharedUntil }: InvitationRow): Terms {
  return { scopes: pickCoachScopes(scopes), expiresAt: sharedUntil };
}

/** @throws AppError not_found with the fault in words */
export async function declineInvitation(
  person: Person,
  typed: string,
  now: Date = new Date(),
): Promise<void> {
  const row = await requireRow(person, typed, now);
  if (!(await spendInvitation(row.id, "declined", now))) throw faultError("used");
}

/** By the one who sent it. @throws AppError not_found */
export async function withdrawInvitation(
  fromUserId: string,
  invitationId: string,
  now: Date = new Date(),
): Promise<void> {
  const isId = z.uuid().safeParse(invitationId).success;
  if (isId && (await withdrawInvitationFrom(fromUserId, invitationId, now))) return;
  throw new AppError("not_found", "This invitation is not open any more.");
}

export type InvitationState = "open" | "expired" | "accepted" | "declined" | "withdrawn";
export type SentInvitation = Pick<InvitationRow, "id" | "name" | "email" | "createdAt" | "expiresAt"> & {
  state: InvitationState;
  scopes: CoachScope[];
};

/** Those of the last 60 days, newest first. */
export async function listSentInvitations(
  fromUserId: string,
  fromRole: InvitationRole,
  now: Date = new Date(),
): Promise<SentInvitation[]> {
  const rows = await listInvitationsFrom(fromUserId, fromRole, new Date(now.getTime() - LISTED_FOR_MS));
  return rows.map(({ id, name, email, createdAt, expiresAt, outcome, scopes }) => {
    const state = outcome ?? (expiresAt <= now ? "expired" : "open");
    return { id, name, email, createdAt, expiresAt, state, scopes: pickCoachScopes(scopes) };
  });
}

async function requireRow(person: Person, typed: string, now: Date): Promise<InvitationRow> {
  const found = await findRow(typed, person, now);
  if ("fault" in found) throw faultError(found.fault);
  return found.row;
}

function faultError(fault: InvitationFault): AppError {
  return new AppError("not_found", FAULT_WORDS[fault]);
}

function ownInvitation(field: string): AppError {
  return new AppError("invalid_input", "This is your own address. Invite somebody else.", { field });
}

/** What is sent: it opens the page on which the other side agrees. */
export function invitationLink(code: string): string {
  return new URL(`/join?code=${encodeURIComponent(code)}`, env().NEXTAUTH_URL).href;
}
