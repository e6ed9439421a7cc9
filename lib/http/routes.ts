/**
 * Every HTTP route: who may call it, what it takes, what it answers. Handlers are typed by
 * this table, the OpenAPI document is made from it, and tests hold both against the files.
 */
import { z } from "zod";
import type { ApiScope } from "@/lib/auth/api-scopes";
import { CheckIn, CheckInValues } from "@/lib/check-ins/check-in";
import { addDays, daysBetween, LocalDate } from "@/lib/days";
import { Activity, ActivityDetail } from "@/lib/insights/api-activities";
import { DaySignals, EfficiencyRow, LoadDay, ReadinessDay } from "@/lib/insights/api-insights";
import { RecoveryDay } from "@/lib/insights/api-recovery";
import { MatchReview } from "@/lib/insights/match-reviews";

/** Who gets through; everybody else is told 401 without a credential and 404 with one. */
export type Who =
  /** Nobody is asked who they are. */
  | "anyone"
  | "signed_in"
  /** The athlete, and coaches whose link agrees to it. */
  | "athlete_or_coach"
  | "athlete"
  /** A signed-in browser, for its own data; tokens have no business there. */
  | "own_browser"
  /** A signed-in browser of the athlete, or of a coach whose link agrees to it. */
  | "coach_browser"
  /** The route checks its own kind of credential. */
  | "other_credential";

export type RouteSpec = {
  who: Who;
  /** Any one of these is enough for an API token; none: every token will do. */
  tokenScopes: readonly ApiScope[];
  summary: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** The body is files: a form with any number of them, or one file as it is. */
  takesFiles?: true;
  reply: z.ZodType;
};

const MAX_SYNC_DAYS = 120;
const MAX_PAGE_ROWS = 200;

/** Not checked to be a UUID here: a malformed id is answered like an unknown one. */
const Id = z.string().meta({ format: "uuid" });
const AthleteParam = z.object({ athlete_id: Id });
const AthleteIdParam = AthleteParam.extend({ id: Id });
const IdParam = z.object({ id: Id });
const Done = z.object({ status: z.literal("success"), message: z.string() });

const PageQuery = z
  .strictObject({
    from: LocalDate.optional().describe("First local date, included."),
    to: LocalDate.optional().describe("Last local date, included."),
    cursor: z.string().max(500).optional().describe("next_cursor of the page before."),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE_ROWS).default(50),
  })
  .refine(isInOrder, { path: ["to"], message: "has to be the same as from or later" });

function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row).describe("Newest first."),
    next_cursor: z.string().nullable().describe("null on the last page."),
    not_shared: z.array(z.string()).describe("What the athlete does not share with the caller."),
  });
}

const ConnectBody = z.strictObject({
  api_key: z.string().trim().min(1).max(4096).optional().describe("A Personal API key of Garmin Connect."),
  api_key_days: z
    .number()
    .int()
    .optional()
    .describe("For how many days the key was made (30, 90, 180 or 365), so that its end is announced."),
  replace: z.boolean().default(false).describe("Allow another Garmin account than before."),
  athlete_id: Id.optional().describe("Without it, the caller's own."),
  days_back: z.number().int().min(30).max(120).default(90).describe("How many days to fetch at first."),
  username: z.string().max(320).optional().describe("E-mail address of the Garmin account."),
  password: z.string().max(1000).optional().describe("Its password; kept only with stay_signed_in."),
  stay_signed_in: z
    .boolean()
    .default(false)
    .describe("Keep the password, sealed, to sign in again by itself."),
  session: z.unknown().optional().describe("A session: JSON of a known tool, or its text (base64 too)."),
  service_ticket: z.string().max(4096).optional().describe("A ticket of a log-in, at most a minute old."),
});

const SessionBody = ConnectBody.pick({ replace: true, athlete_id: true, days_back: true }).extend({
  session: z
    .unknown()
    .describe("A session: JSON of a known tool, or its text (base64 too); files as a list."),
});
const TicketBody = ConnectBody.pick({ replace: true, athlete_id: true, days_back: true }).extend({
  service_ticket: z.string().min(1).max(4096).describe("A ticket of a log-in, at most a minute old."),
});

const ConnectReply = Done.extend({ athlete_id: z.uuid(), initial_sync_triggered: z.boolean() });
const MfaReply = z.object({
  status: z.literal("mfa_required"),
  message: z.string(),
  challenge_id: z.uuid(),
  expires_at: z.iso.datetime(),
});

const SyncBody = z
  .strictObject({
    athlete_id: Id.optional().describe("Without it, the caller's own."),
    from: LocalDate.optional().describe(`First local date; at most ${MAX_SYNC_DAYS} days with to.`),
    to: LocalDate.optional().describe("Last local date, included. Without it, today."),
  })
  .superRefine(({ from, to }, context) => {
    const today = new Date().toISOString().slice(0, 10);
    const fault = syncRangeFault(from, to, today);
    if (fault) context.addIssue({ code: "custom", ...fault });
  });

const GarminStatus = z.object({
  connected: z.boolean(),
  sync_enabled: z.boolean(),
  last_sync: z.iso.datetime().nullable(),
  username: z
    .string()
    .nullable()
    .describe("What was typed; null for a key, and for others than the athlete."),
  state: z.string(),
  cause: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  next_step: z.string().nullable(),
  ways: z
    .array(
      z.object({
        way: z.string(),
        state: z.string(),
        cause: z.string().nullable(),
        since: z.iso.datetime(),
        next_step: z.string().nullable(),
        expires_at: z.iso.datetime().nullable(),
        in_use: z.boolean(),
      }),
    )
    .describe("The ways in that are set up, best first."),
});

const Sync = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(["queued", "running", "waiting", "succeeded", "failed"]),
  progress: z.object({ done: z.number(), total: z.number() }),
  wait_until: z.iso.datetime().nullable(),
  result: z
    .object({
      created: z.number(),
      updated: z.number(),
      days: z.number(),
      from: z.iso.date(),
      to: z.iso.date(),
      cause: z.string().nullable(),
      message: z.string(),
    })
    .nullable()
    .describe("null until it has succeeded or failed."),
});

const count = z.number().int();
const ImportCounts = {
  new_workouts: count,
  updated_workouts: count,
  same_workouts: count,
  matched_workouts: count.describe("New ones that belong to a workout that was here already."),
  changed_days: count,
  same_days: count,
};

const Import = z.object({
  id: z.uuid(),
  state: z.enum(["uploading", "queued", "running", "done", "failed", "undone"]),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  undone_at: z.iso.datetime().nullable(),
  message: z.string(),
  progress: z.object({ done: count, total: count }),
  file_count: count,
  refused_files: count,
  ...ImportCounts,
  files: z
    .array(
      z.object({
        name: z.string(),
        bytes: count,
        state: z.enum(["waiting", "done", "refused"]),
        message: z.string().nullable().describe("Why it was refused, or what is worth knowing."),
        warnings: z.array(z.string()),
        progress: z.object({ done: count, total: count }),
        refused_parts: count.describe("Of an archive."),
        ...ImportCounts,
      }),
    )
    .describe("Refused ones first; at most 100."),
});

const VisibleAthlete = z.object({
  athlete_id: z.uuid(),
  name: z.string(),
  is_self: z.boolean(),
  scopes: z.array(z.string()).describe("What the athlete agreed to show."),
});

export const ROUTES = {
  "POST /v1/garmin/connect": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Connect Garmin and start the first sync; 202 mfa_required when Garmin asks for a code.",
    body: ConnectBody,
    reply: z.union([ConnectReply, MfaReply]),
  },
  "POST /v1/garmin/connect/mfa": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Finish a log-in with the code that Garmin sent.",
    body: z.strictObject({
      challenge_id: Id,
      code: z.string().min(1).max(20),
      replace: z.boolean().optional().describe("Allow another Garmin account than before."),
      athlete_id: Id.optional().describe("Without it, the caller's own."),
    }),
    reply: ConnectReply,
  },
  "POST /v1/garmin/session": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Connect Garmin by a session that was made elsewhere.",
    body: SessionBody,
    reply: ConnectReply,
  },
  "POST /v1/garmin/service_ticket": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Connect Garmin by the ticket of a log-in.",
    body: TicketBody,
    reply: ConnectReply,
  },
  "POST /v1/garmin/session/export": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Take the imported session out; Nightrun stops using it.",
    body: z.strictObject({
      password: z.string().min(1).max(1000).describe("Of the Nightrun account; a token alone is not enough."),
      athlete_id: Id.optional().describe("Without it, the caller's own."),
    }),
    reply: Done.extend({
      format: z.enum(["garmin_tokens", "garth"]),
      file_name: z.string(),
      session: z.string().describe("The text of the file."),
    }),
  },
  "POST /v1/garmin/disconnect": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Forget the credentials; what was fetched is kept, unless delete_data.",
    body: z.strictObject({
      athlete_id: Id.optional().describe("Without it, the caller's own."),
      delete_data: z.boolean().default(false).describe("Delete what came from Garmin."),
    }),
    reply: Done,
  },
  "POST /v1/garmin/sync": {
    who: "athlete_or_coach",
    tokenScopes: ["sync:write"],
    summary: "Ask Garmin now. While one runs, the answer names that one.",
    body: SyncBody,
    reply: Done.extend({ activity_sync_task_id: z.uuid(), recovery_sync_task_id: z.uuid() }),
  },
  "GET /v1/garmin/status/{athlete_id}": {
    who: "athlete_or_coach",
    tokenScopes: [],
    summary: "How the connection stands.",
    params: AthleteParam,
    reply: GarminStatus,
  },
  "PATCH /v1/garmin/status/{athlete_id}": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Switch syncing by itself on or off.",
    params: AthleteParam,
    body: z.strictObject({ sync_enabled: z.boolean() }),
    reply: GarminStatus,
  },
  "GET /v1/syncs/{id}": {
    who: "athlete_or_coach",
    tokenScopes: [],
    summary: "How a sync goes on.",
    params: IdParam,
    reply: Sync,
  },
  "GET /v1/athletes": {
    who: "signed_in",
    tokenScopes: [],
    summary: "Whom the caller may see.",
    reply: z.object({ data: z.array(VisibleAthlete) }),
  },
  "GET /v1/athletes/{athlete_id}/activities": {
    who: "athlete_or_coach",
    tokenScopes: ["activities:read"],
    summary: "Workouts of all sports.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(Activity),
  },
  "GET /v1/athletes/{athlete_id}/recovery": {
    who: "athlete_or_coach",
    tokenScopes: ["recovery:read"],
    summary: "Nights and days.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(RecoveryDay),
  },
  "GET /v1/athletes/{athlete_id}/match-reviews": {
    who: "athlete",
    tokenScopes: ["activities:read"],
    summary: "Pairs of recordings that may be one workout, open ones first.",
    params: AthleteParam,
    reply: z.object({ data: z.array(MatchReview) }),
  },
  "POST /v1/athletes/{athlete_id}/match-reviews/{id}": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Say whether a pair is one workout; null takes the word back.",
    params: AthleteIdParam,
    body: z.strictObject({ verdict: z.enum(["same", "different"]).nullable() }),
    reply: Done,
  },
  "POST /v1/athletes/{athlete_id}/recordings/{id}/unlink": {
    who: "athlete",
    tokenScopes: ["connections:write"],
    summary: "Say that a recording is none of the other copies of its workout.",
    params: AthleteIdParam,
    reply: Done,
  },
  "GET /v1/athletes/{athlete_id}/readiness": {
    who: "athlete_or_coach",
    tokenScopes: ["insights:read"],
    summary: "The flag of each day, how sure it is, and its reasons.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(ReadinessDay),
  },
  "GET /v1/athletes/{athlete_id}/load": {
    who: "athlete_or_coach",
    tokenScopes: ["insights:read"],
    summary: "Load of each day, fitness, fatigue, form, and the week against usual.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(LoadDay),
  },
  "GET /v1/athletes/{athlete_id}/efficiency": {
    who: "athlete_or_coach",
    tokenScopes: ["insights:read"],
    summary: "What each workout says: load and how it was computed, pace at heart rate, drift.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(EfficiencyRow),
  },
  "GET /v1/athletes/{athlete_id}/signals": {
    who: "athlete_or_coach",
    tokenScopes: ["insights:read"],
    summary: "What stands out on each day: code, since when, strength, confidence, numbers, sentence.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(DaySignals),
  },
  "GET /v1/athletes/{athlete_id}/check-ins": {
    who: "athlete_or_coach",
    tokenScopes: ["insights:read"],
    summary: "What the athlete said of each day.",
    params: AthleteParam,
    query: PageQuery,
    reply: pageOf(CheckIn),
  },
  "PUT /v1/athletes/{athlete_id}/check-ins/{local_date}": {
    who: "athlete",
    tokenScopes: ["check_ins:write"],
    summary: "Say how a day is; replaces what was said of it.",
    params: AthleteParam.extend({ local_date: z.string().meta({ format: "date" }) }),
    body: CheckInValues,
    reply: CheckIn,
  },
  "GET /v1/activities/{id}": {
    who: "athlete_or_coach",
    tokenScopes: ["activities:read"],
    summary: "One workout with its copies and the channel of each value.",
    params: IdParam,
    reply: ActivityDetail,
  },
  "POST /v1/imports": {
    who: "athlete",
    tokenScopes: ["imports:write"],
    summary: "Upload training files or an export; they are imported in the background.",
    query: z.strictObject({
      athlete_id: Id.optional().describe("Without it, the caller's own."),
      file_name: z.string().max(500).optional().describe("For a body that is one file as it is."),
    }),
    takesFiles: true,
    reply: Import,
  },
  "GET /v1/imports": {
    who: "athlete",
    tokenScopes: ["imports:write"],
    summary: "The last imports.",
    query: z.strictObject({ athlete_id: Id.optional().describe("Without it, the caller's own.") }),
    reply: z.object({ data: z.array(Import).describe("Newest first; at most 20.") }),
  },
  "GET /v1/imports/{id}": {
    who: "athlete",
    tokenScopes: ["imports:write"],
    summary: "How an import goes on and what came of it.",
    params: IdParam,
    reply: Import,
  },
  "DELETE /v1/imports/{id}": {
    who: "athlete",
    tokenScopes: ["imports:write"],
    summary: "Take back what this import brought.",
    params: IdParam,
    reply: Import,
  },
  "GET /v1/openapi.json": {
    who: "anyone",
    tokenScopes: [],
    summary: "This document.",
    reply: z.record(z.string(), z.unknown()),
  },
  "GET /recovery/csv": {
    who: "own_browser",
    tokenScopes: [],
    summary: "The rows of the Recovery page as a CSV file.",
    reply: z.string(),
  },
  "GET /athletes/{athleteId}/csv": {
    who: "coach_browser",
    tokenScopes: [],
    summary: "Nights of an athlete as a CSV file, within what is shared.",
    params: z.object({ athleteId: Id }),
    reply: z.string(),
  },
  "POST /mail/unsubscribe": {
    who: "other_credential",
    tokenScopes: [],
    summary: "Ends a kind of mail by the signed link in it, as mail programs do with one click.",
    reply: z.string(),
  },
  "GET /training/csv": {
    who: "own_browser",
    tokenScopes: [],
    summary: "The days of the Training page as a CSV file.",
    reply: z.string(),
  },
  "GET /efficiency/csv": {
    who: "own_browser",
    tokenScopes: [],
    summary: "The runs of the Efficiency page as a CSV file.",
    reply: z.string(),
  },
  "GET /connections/progress": {
    who: "own_browser",
    tokenScopes: [],
    summary: "How the syncs of the Connections page go on.",
    reply: z.unknown(),
  },
  "GET /api/health": {
    who: "anyone",
    tokenScopes: [],
    summary: "Whether the app lives and is ready.",
    reply: z.unknown(),
  },
  "GET /api/auth/{nextauth}": {
    who: "anyone",
    tokenScopes: [],
    summary: "Session and sign-in of the browser.",
    reply: z.unknown(),
  },
  "POST /api/auth/{nextauth}": {
    who: "other_credential",
    tokenScopes: [],
    summary: "Sign in and out; carries next-auth's own CSRF token.",
    reply: z.unknown(),
  },
  "GET /api/inngest": {
    who: "other_credential",
    tokenScopes: [],
    summary: "For the Inngest server.",
    reply: z.unknown(),
  },
  "POST /api/inngest": {
    who: "other_credential",
    tokenScopes: [],
    summary: "For the Inngest server: runs a step; signed by its key.",
    reply: z.unknown(),
  },
  "PUT /api/inngest": {
    who: "other_credential",
    tokenScopes: [],
    summary: "For the Inngest server: registers the functions.",
    reply: z.unknown(),
  },
} as const satisfies Record<string, RouteSpec>;

export type RouteKey = keyof typeof ROUTES;
export const ROUTE_KEYS = Object.keys(ROUTES).filter((key): key is RouteKey => key in ROUTES);

/** The row of a route, seen without its exact types. */
export function routeSpec(key: RouteKey): RouteSpec {
  return ROUTES[key];
}

type Part<Key extends RouteKey, Name extends "params" | "query" | "body"> = (typeof ROUTES)[Key] extends {
  [part in Name]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : unknown;

/** What the handler gets: path parameters, query and body together. Their names never overlap. */
export type RouteInput<Key extends RouteKey> = Part<Key, "params"> & Part<Key, "query"> & Part<Key, "body">;
export type RouteReply<Key extends RouteKey> = z.input<(typeof ROUTES)[Key]["reply"]>;

function isInOrder({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean {
  return from === undefined || to === undefined || from <= to;
}

/** What is wrong with a range to sync again, in words that follow the field's name; `null` if nothing. */
export function syncRangeFault(
  from: string | undefined,
  to: string | undefined,
  today: string,
): { path: string[]; message: string } | null {
  // Somewhere it is tomorrow already.
  const latest = addDays(today, 1);
  if (from === undefined) {
    return to === undefined ? null : { path: ["from"], message: "is needed when to is given" };
  }
  if (from > latest) return { path: ["from"], message: "lies in the future" };
  if (to !== undefined && to > latest) return { path: ["to"], message: "lies in the future" };
  const until = to ?? (from > today ? latest : today);
  if (from > until) return { path: ["to"], message: "has to be the same as from or later" };
  if (daysBetween(from, until) >= MAX_SYNC_DAYS) {
    return { path: ["from"], message: `a range holds at most ${MAX_SYNC_DAYS} days` };
  }
  return null;
}
