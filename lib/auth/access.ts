/**
 * The one place that answers "may this person see this athlete's X?".
 *
 * Owners see their own, coaches what their link agrees to, API tokens what their scopes add to
 * neither. Everybody else, operators included, is told that there is no such athlete.
 */
import { z } from "zod";
import type { ApiScope } from "@/lib/auth/api-scopes";
import { COACH_SCOPES, type CoachScope } from "@/lib/auth/coach-scopes";
import {
  type AccessRow,
  findAccess,
  findAthleteOfImport,
  findAthleteOfSyncRun,
  findAthleteOfWorkout,
  findOwnAthlete,
  listAthletesOf,
  logAccess,
  logAccessOfMany,
  type VisibleAthleteRow,
} from "@/lib/db/access";
import { AppError } from "@/lib/errors";

export { COACH_SCOPES, type CoachScope } from "@/lib/auth/coach-scopes";

type KindRule = {
  /** Any one of these in the link is enough; empty: the athlete's own, nobody else's. */
  coachScopes: readonly CoachScope[];
  /** What an API token needs; `null`: any token of that person. */
  tokenScope: ApiScope | null;
};

const MEASURED: readonly CoachScope[] = ["runs", "heart_rate", "recovery", "sleep", "load"];

const KINDS = {
  runs: { coachScopes: ["runs"], tokenScope: "activities:read" },
  routes: { coachScopes: ["routes"], tokenScope: "activities:read" },
  /** Heart rate within workouts. */
  heart_rate: { coachScopes: ["heart_rate"], tokenScope: "activities:read" },
  /** Which recordings may be one workout. */
  match_reviews: { coachScopes: [], tokenScope: "activities:read" },
  /** HRV, resting and overnight heart rate, energy. */
  recovery: { coachScopes: ["recovery"], tokenScope: "recovery:read" },
  sleep: { coachScopes: ["sleep"], tokenScope: "recovery:read" },
  load: { coachScopes: ["load"], tokenScope: "insights:read" },
  /** What is computed of nights, and of heart rate within workouts. */
  recovery_insights: { coachScopes: ["recovery"], tokenScope: "insights:read" },
  sleep_insights: { coachScopes: ["sleep"], tokenScope: "insights:read" },
  efficiency: { coachScopes: ["heart_rate"], tokenScope: "insights:read" },
  notes: { coachScopes: ["notes"], tokenScope: "insights:read" },
  check_ins: { coachScopes: ["check_ins"], tokenScope: "insights:read" },
  /** Whether a source is connected and works; holds no measured value. */
  connection_state: { coachScopes: COACH_SCOPES, tokenScope: null },
  /** How a sync that was asked for goes on. */
  sync_state: { coachScopes: COACH_SCOPES, tokenScope: null },
  /** Asking for a sync: for those who may see something that it brings. */
  sync: { coachScopes: MEASURED, tokenScope: "sync:write" },
  /** Connect, disconnect, switch. */
  connection: { coachScopes: [], tokenScope: "connections:write" },
  imports: { coachScopes: [], tokenScope: "imports:write" },
  /** Saying how one feels. */
  own_check_in: { coachScopes: [], tokenScope: "check_ins:write" },
} as const satisfies Record<string, KindRule>;

export type DataKind = keyof typeof KINDS;
export const DATA_KINDS = Object.keys(KINDS).filter((kind): kind is DataKind => kind in KINDS);

/** `scopes` are those of an API token; a signed-in browser has none and needs none. */
export type Viewer = { userId: string; scopes?: readonly string[] };

export type AthleteAccess = {
  athleteId: string;
  isOwner: boolean;
  /** Every kind that this viewer may see of this athlete, the one asked for among them. */
  kinds: ReadonlySet<DataKind>;
};

/** What an API token needs for this kind; `null` when any will do. */
export function tokenScopeOf(kind: DataKind): ApiScope | null {
  return KINDS[kind].tokenScope;
}

/**
 * Lets the viewer through or throws. Of several kinds one is enough; which of them may be
 * shown is in the answer. A look by somebody else than the athlete is logged.
 *
 * @throws AppError missing_scope when the token is too narrow, not_found for everything else
 */
export async function requireAthleteAccess(
  viewer: Viewer,
  athleteId: string,
  kind: DataKind | readonly DataKind[],
  now: Date = new Date(),
): Promise<AthleteAccess> {
  const wanted: readonly DataKind[] = typeof kind === "string" ? [kind] : kind;
  const access = await checkAccess(viewer, athleteId, wanted, now);
  const granted = wanted.filter((one) => access.kinds.has(one));
  if (!access.isOwner) await logAccess(athleteId, viewer.userId, granted, now);
  return access;
}

async function checkAccess(
  viewer: Viewer,
  athleteId: string,
  wanted: readonly DataKind[],
  now: Date,
): Promise<AthleteAccess> {
  if (!wanted.some((one) => tokenAllows(viewer, one))) throw missingScope(wanted);
  const row = z.uuid().safeParse(athleteId).success ? await findAccess(athleteId, viewer.userId) : null;
  if (!row) throw noSuchAthlete();

  const isOwner = row.ownerUserId === viewer.userId;
  const kinds = new Set(
    DATA_KINDS.filter((one) => (isOwner || linkAllows(row.link, one, now)) && tokenAllows(viewer, one)),
  );
  if (!wanted.some((one) => kinds.has(one))) throw noSuchAthlete();
  return { athleteId, isOwner, kinds };
}

/**
 * For a page about one athlete that says what is not shared: any kind is enough to open it, and
 * only those kinds that it shows are logged.
 *
 * @throws AppError not_found
 */
export async function requireAthletePage(
  viewer: Viewer,
  athleteId: string,
  shows: readonly DataKind[],
  now: Date = new Date(),
): Promise<AthleteAccess> {
  const access = await checkAccess(viewer, athleteId, ["connection_state"], now);
  const looked = shows.filter((kind) => access.kinds.has(kind));
  if (!access.isOwner && looked.length > 0) await logAccess(athleteId, viewer.userId, looked, now);
  return access;
}

/** As above for a workout's id. @throws AppError not_found, missing_scope */
export async function requireWorkoutAccess(
  viewer: Viewer,
  workoutId: string,
  kind: DataKind | readonly DataKind[],
): Promise<AthleteAccess> {
  const athleteId = z.uuid().safeParse(workoutId).success ? await findAthleteOfWorkout(workoutId) : null;
  if (athleteId === null) throw new AppError("not_found", "There is no such activity.");
  return requireAthleteAccess(viewer, athleteId, kind).catch((error: unknown) => {
    throw hideAs(error, "There is no such activity.");
  });
}

/** As above for the id of a sync. @throws AppError not_found, missing_scope */
export async function requireSyncRunAccess(viewer: Viewer, syncRunId: string): Promise<AthleteAccess> {
  const athleteId = z.uuid().safeParse(syncRunId).success ? await findAthleteOfSyncRun(syncRunId) : null;
  if (athleteId === null) throw new AppError("not_found", "There is no such sync.");
  return requireAthleteAccess(viewer, athleteId, "sync_state").catch((error: unknown) => {
    throw hideAs(error, "There is no such sync.");
  });
}

/** As above for the id of an import. @throws AppError not_found, missing_scope */
export async function requireImportAccess(viewer: Viewer, importId: string): Promise<AthleteAccess> {
  const athleteId = z.uuid().safeParse(importId).success ? await findAthleteOfImport(importId) : null;
  if (athleteId === null) throw new AppError("not_found", "There is no such import.");
  return requireAthleteAccess(viewer, athleteId, "imports").catch((error: unknown) => {
    throw hideAs(error, "There is no such import.");
  });
}

/** The athlete that was named, else the caller's own. @throws AppError invalid_input (field `athlete_id`) */
export async function athleteIdOrOwn(viewer: Viewer, athleteId: string | undefined): Promise<string> {
  const chosen = athleteId ?? (await findOwnAthlete(viewer.userId));
  if (chosen !== null) return chosen;
  throw new AppError("invalid_input", "Say which athlete: this account is no athlete itself.", {
    field: "athlete_id",
  });
}

export type VisibleAthlete = VisibleAthleteRow & {
  /** What the athlete agreed to show; all of it for themselves. */
  scopes: CoachScope[];
};

/** Whom the user may see: oneself first, then athletes whose link holds now. */
export async function listVisibleAthletes(userId: string, now: Date = new Date()): Promise<VisibleAthlete[]> {
  const rows = await listAthletesOf(userId, now);
  return rows.map((row) => ({
    ...row,
    scopes: COACH_SCOPES.filter((scope) => row.isOwner || row.scopes.includes(scope)),
  }));
}

/** Logs that a page showed several athletes: each with what of `kinds` they share. */
export async function logRosterLook(
  userId: string,
  athletes: readonly VisibleAthlete[],
  kinds: readonly CoachScope[],
  now: Date = new Date(),
): Promise<void> {
  const others = athletes.filter((athlete) => !athlete.isOwner);
  const looks = others.map(({ athleteId, scopes }) => ({
    athleteId,
    kinds: kinds.filter((kind) => scopes.includes(kind)),
  }));
  await logAccessOfMany(userId, looks, now);
}

function tokenAllows(viewer: Viewer, kind: DataKind): boolean {
  const needed = tokenScopeOf(kind);
  return viewer.scopes === undefined || needed === null || viewer.scopes.includes(needed);
}

function linkAllows(link: AccessRow["link"], kind: DataKind, now: Date): boolean {
  if (!link || link.endedAt !== null || link.pausedAt !== null) return false;
  if (link.expiresAt !== null && link.expiresAt <= now) return false;
  return KINDS[kind].coachScopes.some((scope) => link.scopes.includes(scope));
}

function noSuchAthlete(): AppError {
  return new AppError("not_found", "There is no such athlete.");
}

export function missingScope(kinds: readonly DataKind[]): AppError {
  const scopes = kinds.map(tokenScopeOf).filter((scope) => scope !== null);
  return new AppError("missing_scope", `This token lacks the scope ${[...new Set(scopes)].join(" or ")}.`);
}

/** Keeps a missing row and somebody else's row word for word the same. */
function hideAs(error: unknown, message: string): unknown {
  return error instanceof AppError && error.code === "not_found" ? new AppError("not_found", message) : error;
}
