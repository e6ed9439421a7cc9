/** Every route of /v1, called by everybody: the answers are those of the table. */
import "@/lib/auth/testing/test-env";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { NextRequest } from "next/server";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { COACH_SCOPES } from "@/lib/auth/access";
import { API_SCOPES } from "@/lib/auth/api-scopes";
import { OWN_ORIGIN } from "@/lib/auth/testing/test-env";
import { browserHeaders, tokenHeaders } from "@/lib/auth/testing/test-headers";
import { pool } from "@/lib/db/client";
import { insertPerson, linkCoach, type TestPerson } from "@/lib/db/testing/test-people";
import { splitKey } from "@/lib/http/openapi";
import type { RouteContext } from "@/lib/http/route";
import { ROUTE_KEYS, type RouteKey, routeSpec } from "@/lib/http/routes";

// What asks Garmin has its own tests.
vi.mock("@/lib/connections/connect", () => ({
  connectGarminByKey: async () => ({ connectionId: randomUUID(), syncTriggered: true }),
  setSyncEnabled: async () => {},
}));
vi.mock("@/lib/connections/disconnect", () => ({ disconnectGarmin: async () => {} }));
vi.mock("@/lib/connections/connect-session", () => ({
  connectGarminBySession: async () => ({ connectionId: randomUUID(), syncTriggered: true }),
  connectGarminByTicket: async () => ({ connectionId: randomUUID(), syncTriggered: true }),
}));
vi.mock("@/lib/connections/connect-password", () => ({
  connectGarminByPassword: async () => ({
    status: "mfa_required",
    challengeId: randomUUID(),
    expiresAt: new Date(),
    sentTo: null,
  }),
  finishGarminLogin: async () => ({ connectionId: randomUUID(), syncTriggered: true }),
}));
vi.mock("@/lib/connections/hand-over", () => ({
  handOverSession: async () => ({ format: "garmin_tokens", fileName: "garmin_tokens.json", text: "{}" }),
}));
vi.mock("@/lib/accounts", () => ({ checkOwnPassword: async () => {} }));
vi.mock("@/lib/imports/dispatch", () => ({ dispatchImport: async () => {} }));
// So have the answers to "the same run?".
vi.mock("@/lib/workouts/combine", () => ({ sayOfPair: async () => {}, partRecording: async () => {} }));
vi.mock("@/lib/sync/request", () => ({
  requestSync: async () => ({ activityRunId: randomUUID(), recoveryRunId: randomUUID() }),
}));

// Some routes ask Next for the cookies of the request at hand; here it is the one that `ask` sends.
const sent = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => {
      const prefix = `${name}=`;
      return sent.cookie.startsWith(prefix) ? { name, value: sent.cookie.slice(prefix.length) } : undefined;
    },
  }),
}));

type World = {
  owner: TestPerson;
  stranger: TestPerson;
  coach: TestPerson;
  unlinkedCoach: TestPerson;
  operator: TestPerson;
  workoutId: string;
  syncRunId: string;
  importId: string;
  reviewId: string;
  recordingId: string;
};
type V1Key = Extract<RouteKey, `${string} /v1/${string}`>;
type Sample = { params?: Record<string, string>; query?: string; body?: unknown };

/** A right request for each route, about the owner. A route without one does not compile. */
const SAMPLES: Record<V1Key, (world: World) => Sample> = {
  "POST /v1/garmin/connect": ({ owner }) => ({ body: { api_key: "key", athlete_id: owner.athleteId } }),
  "POST /v1/garmin/connect/mfa": ({ owner }) => ({
    body: { challenge_id: randomUUID(), code: "123456", athlete_id: owner.athleteId },
  }),
  "POST /v1/garmin/session": ({ owner }) => ({
    body: { session: { di_token: "x" }, athlete_id: owner.athleteId },
  }),
  "POST /v1/garmin/service_ticket": ({ owner }) => ({
    body: { service_ticket: "ST-1", athlete_id: owner.athleteId },
  }),
  "POST /v1/garmin/session/export": ({ owner }) => ({
    body: { password: "of the account", athlete_id: owner.athleteId },
  }),
  "POST /v1/garmin/disconnect": ({ owner }) => ({ body: { athlete_id: owner.athleteId } }),
  "POST /v1/garmin/sync": ({ owner }) => ({
    body: { athlete_id: owner.athleteId, from: "2026-01-01", to: "2026-01-31" },
  }),
  "GET /v1/garmin/status/{athlete_id}": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "PATCH /v1/garmin/status/{athlete_id}": ({ owner }) => ({
    params: { athlete_id: owner.athleteId },
    body: { sync_enabled: false },
  }),
  "GET /v1/syncs/{id}": ({ syncRunId }) => ({ params: { id: syncRunId } }),
  "GET /v1/athletes": () => ({}),
  "GET /v1/athletes/{athlete_id}/activities": ({ owner }) => ({
    params: { athlete_id: owner.athleteId },
    query: "?from=2026-01-01&limit=200",
  }),
  "GET /v1/athletes/{athlete_id}/recovery": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "GET /v1/athletes/{athlete_id}/match-reviews": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "POST /v1/athletes/{athlete_id}/match-reviews/{id}": ({ owner, reviewId }) => ({
    params: { athlete_id: owner.athleteId, id: reviewId },
    body: { verdict: "different" },
  }),
  "POST /v1/athletes/{athlete_id}/recordings/{id}/unlink": ({ owner, recordingId }) => ({
    params: { athlete_id: owner.athleteId, id: recordingId },
  }),
  "GET /v1/athletes/{athlete_id}/readiness": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "GET /v1/athletes/{athlete_id}/load": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "GET /v1/athletes/{athlete_id}/efficiency": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "GET /v1/athletes/{athlete_id}/signals": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "GET /v1/athletes/{athlete_id}/check-ins": ({ owner }) => ({ params: { athlete_id: owner.athleteId } }),
  "PUT /v1/athletes/{athlete_id}/check-ins/{local_date}": ({ owner }) => ({
    params: { athlete_id: owner.athleteId, local_date: new Date().toISOString().slice(0, 10) },
    body: { feel_score: 4, note: "rested" },
  }),
  "GET /v1/activities/{id}": ({ workoutId }) => ({ params: { id: workoutId } }),
  "POST /v1/imports": ({ owner }) => ({ query: `?athlete_id=${owner.athleteId}`, body: "a file" }),
  "GET /v1/imports": ({ owner }) => ({ query: `?athlete_id=${owner.athleteId}` }),
  "GET /v1/imports/{id}": ({ importId }) => ({ params: { id: importId } }),
  "DELETE /v1/imports/{id}": ({ importId }) => ({ params: { id: importId } }),
  "GET /v1/openapi.json": () => ({}),
};
const V1_KEYS = ROUTE_KEYS.filter((key): key is V1Key => key in SAMPLES);

let world: World;

beforeAll(async () => {
  const [owner, stranger, coach, unlinkedCoach, operator] = await Promise.all([
    insertPerson(["athlete"]),
    insertPerson(["athlete"]),
    insertPerson(["coach"]),
    insertPerson(["coach"]),
    insertPerson(["operator"]),
  ]);
  await linkCoach(coach.userId, owner.athleteId, [...COACH_SCOPES]);
  const workout = await pool().query(
    `INSERT INTO "Workout" ("athleteId", "sport", "sportDetail", "startedAt", "localDate", "elapsedSeconds", "channel")
     VALUES ($1, 'run', 'running', now(), current_date, 60, 'garmin') RETURNING "id"`,
    [owner.athleteId],
  );
  const run = await pool().query(
    `INSERT INTO "SyncRun" ("athleteId", "kind", "trigger", "fromDate", "toDate", "state")
     VALUES ($1, 'recovery', 'manual', '2026-01-01', '2026-01-31', 'succeeded') RETURNING "id"`,
    [owner.athleteId],
  );
  const imported = await pool().query(
    `INSERT INTO "Import" ("athleteId", "state") VALUES ($1, 'done') RETURNING "id"`,
    [owner.athleteId],
  );
  world = {
    owner,
    stranger,
    coach,
    unlinkedCoach,
    operator,
    workoutId: workout.rows[0].id,
    syncRunId: run.rows[0].id,
    importId: imported.rows[0].id,
    reviewId: randomUUID(),
    recordingId: randomUUID(),
  };
});

async function call(
  key: V1Key,
  headers: Record<string, string>,
  sample = SAMPLES[key](world),
): Promise<Response> {
  const { method, path: address } = splitKey(key);
  const folder = address.replaceAll("{", "[").replaceAll("}", "]");
  const handlers: Record<string, (request: Request, context: RouteContext) => Promise<Response>> =
    await import(path.resolve(import.meta.dirname, "../..", `app${folder}`, "route.ts"));
  const filled = address.replace(/\{(\w+)\}/g, (_, name: string) => sample.params?.[name] ?? name);
  const request = new Request(`http://localhost:3000${filled}${sample.query ?? ""}`, {
    method,
    headers: { ...(method === "GET" ? {} : { origin: OWN_ORIGIN }), ...headers },
    ...(sample.body === undefined ? {} : { body: JSON.stringify(sample.body) }),
  });
  const handler = handlers[method];
  if (!handler) throw new Error(`${key} is not served`);
  return handler(request, { params: Promise.resolve(sample.params ?? {}) });
}

/** The status that the table promises to each caller. */
function promised(key: V1Key) {
  const { who } = routeSpec(key);
  const isOpen = who === "anyone" || who === "signed_in";
  return {
    nobody: who === "anyone" ? 200 : 401,
    owner: 200,
    coach: isOpen || who === "athlete_or_coach" ? 200 : 404,
    others: isOpen ? 200 : 404,
  };
}

test("there is a right request for every route of /v1", () => {
  expect(V1_KEYS).toEqual(ROUTE_KEYS.filter((key) => key.includes(" /v1/")));
});

describe.each(V1_KEYS)("%s", (key) => {
  test("without a credential, or with a wrong one", async () => {
    const { nobody } = promised(key);
    expect((await call(key, {})).status).toBe(nobody);
    if (nobody === 200) return;
    for (const authorization of ["Bearer nr_unknown", "Basic bnI6eA==", "Bearer", ""]) {
      expect((await call(key, { authorization })).status, authorization).toBe(401);
    }
    const cookie = (await browserHeaders(world.owner.userId)).cookie ?? "";
    expect((await call(key, { authorization: "Bearer nr_unknown", cookie })).status).toBe(401);
  });

  test("the athlete, in a browser and by token, gets what the table describes", async () => {
    for (const headers of [
      await browserHeaders(world.owner.userId),
      await tokenHeaders(world.owner.userId),
    ]) {
      const response = await call(key, headers);
      const body = await response.json();
      expect(response.status, JSON.stringify(body)).toBe(promised(key).owner);
      expect(routeSpec(key).reply.parse(body)).toEqual(body);
    }
  });

  test("strangers, unlinked coaches and operators are told that there is nothing", async () => {
    for (const person of [world.stranger, world.unlinkedCoach, world.operator]) {
      for (const headers of [await browserHeaders(person.userId), await tokenHeaders(person.userId)]) {
        const response = await call(key, headers);
        expect(response.status).toBe(promised(key).others);
        expect(await response.text()).not.toContain(world.owner.athleteId);
      }
    }
  });

  test("a linked coach", async () => {
    for (const headers of [
      await browserHeaders(world.coach.userId),
      await tokenHeaders(world.coach.userId),
    ]) {
      expect((await call(key, headers)).status).toBe(promised(key).coach);
    }
  });

  test("a coach whose link ended is told what strangers are told", async () => {
    const former = await insertPerson(["coach"]);
    await linkCoach(former.userId, world.owner.athleteId, [...COACH_SCOPES], { endedAt: new Date() });
    expect((await call(key, await tokenHeaders(former.userId))).status).toBe(promised(key).others);
  });

  test("a token without the scope", async () => {
    const { tokenScopes } = routeSpec(key);
    const others = API_SCOPES.filter((scope) => !tokenScopes.includes(scope));
    const response = await call(key, await tokenHeaders(world.owner.userId, others));
    expect(response.status).toBe(tokenScopes.length === 0 ? 200 : 403);
    if (tokenScopes.length === 0) return;
    expect(await response.json()).toMatchObject({ error: { code: "missing_scope" } });
    const exact = await call(key, await tokenHeaders(world.owner.userId, tokenScopes));
    expect(exact.status).toBe(200);
  });

  test("a page of another site cannot use the browser's session to change anything", async () => {
    const { method } = splitKey(key);
    const headers = { ...(await browserHeaders(world.owner.userId)), origin: "https://evil.example" };
    expect((await call(key, headers)).status).toBe(method === "GET" ? 200 : 403);
  });
});

/** Routes beside pages: the signed-in athlete's own data, whatever else is sent. */
const OWN_ROUTES = {
  "GET /recovery/csv": () => import("@/app/(athlete)/recovery/csv/route"),
  "GET /training/csv": () => import("@/app/(athlete)/training/csv/route"),
  "GET /efficiency/csv": () => import("@/app/(athlete)/efficiency/csv/route"),
  "GET /connections/progress": () => import("@/app/(athlete)/connections/progress/route"),
};

describe.each(Object.entries(OWN_ROUTES))("%s", (key, load) => {
  test("is for the athlete's own browser", async () => {
    const { GET } = await load();
    const ask = async (headers: Record<string, string>) => {
      sent.cookie = headers.cookie ?? "";
      const response = await GET(
        new NextRequest(`http://localhost:3000${key.slice("GET ".length)}`, { headers }),
      );
      return response.status;
    };
    expect(await ask({})).toBe(401);
    expect(await ask(await tokenHeaders(world.owner.userId))).toBe(401);
    expect(await ask(await browserHeaders(world.coach.userId))).toBe(404);
    expect(await ask(await browserHeaders(world.operator.userId))).toBe(404);
    expect(await ask(await browserHeaders(world.owner.userId))).toBe(200);
  });
});

/** Routes beside pages about one athlete, for browsers of the athlete and of coaches who were let in. */
const COACH_ROUTES = {
  "GET /athletes/{athleteId}/csv": () => import("@/app/(coach)/athletes/[athleteId]/csv/route"),
};

describe.each(Object.entries(COACH_ROUTES))("%s", (key, load) => {
  const ask = async (headers: Record<string, string>, athleteId = world.owner.athleteId) => {
    sent.cookie = headers.cookie ?? "";
    const { GET } = await load();
    const address = `http://localhost:3000${key.slice("GET ".length)}`.replace("{athleteId}", athleteId);
    return GET(new NextRequest(address, { headers }), { params: Promise.resolve({ athleteId }) });
  };

  test("is for browsers of the athlete and of coaches who were let in", async () => {
    const statusOf = async (person: TestPerson) => (await ask(await browserHeaders(person.userId))).status;
    expect((await ask({})).status).toBe(401);
    expect((await ask(await tokenHeaders(world.coach.userId))).status).toBe(401);
    expect(await statusOf(world.coach)).toBe(200);
    expect(await statusOf(world.owner)).toBe(200);
    for (const person of [world.stranger, world.unlinkedCoach, world.operator]) {
      expect(await statusOf(person)).toBe(404);
    }
    expect((await ask(await browserHeaders(world.coach.userId), "nonsense")).status).toBe(404);
  });

  test("holds what is shared and no more", async () => {
    const owner = await insertPerson(["athlete"]);
    const [coach, runsCoach] = await Promise.all([insertPerson(["coach"]), insertPerson(["coach"])]);
    await linkCoach(coach.userId, owner.athleteId, ["sleep"]);
    await linkCoach(runsCoach.userId, owner.athleteId, ["runs"]);
    await pool().query(
      `INSERT INTO "RecoveryDay" ("athleteId", "localDate", "hrvRmssdMs", "sleepSeconds")
       VALUES ($1, current_date - 1, 61.25, 27123)`,
      [owner.athleteId],
    );
    const text = await (await ask(await browserHeaders(coach.userId), owner.athleteId)).text();
    expect(text).toContain("27123");
    expect(text).not.toContain("61.25");
    expect((await ask(await browserHeaders(runsCoach.userId), owner.athleteId)).status).toBe(404);
  });
});

test("no such route is forgotten here", () => {
  const expected = (who: string) => ROUTE_KEYS.filter((key) => routeSpec(key).who === who).toSorted();
  expect(Object.keys(OWN_ROUTES).toSorted()).toEqual(expected("own_browser"));
  expect(Object.keys(COACH_ROUTES).toSorted()).toEqual(expected("coach_browser"));
});

const READS = ["activities", "recovery", "readiness", "load", "efficiency", "signals", "check-ins"] as const;

describe("what is wrong with a request is named", () => {
  const fault = async (key: V1Key, change: Sample) => {
    const sample = { ...SAMPLES[key](world), ...change };
    const response = await call(key, await tokenHeaders(world.owner.userId), sample);
    return { status: response.status, error: (await response.json()).error };
  };

  test.each([
    ["limit", "limit=0"],
    ["limit", "limit=201"],
    ["limit", "limit=ten"],
    ["from", "from=2026-02-30"],
    ["from", "from=01.02.2026"],
    ["to", "from=2026-02-02&to=2026-02-01"],
    ["cursor", "cursor=nonsense"],
    ["cursor", `cursor=${Buffer.from('["2026-13-01"]').toString("base64url")}`],
    ["since", "since=2026-02-01"],
  ])("%s in ?%s", async (field, query) => {
    for (const read of READS) {
      const told = await fault(`GET /v1/athletes/{athlete_id}/${read}`, { query: `?${query}` });
      expect(told).toMatchObject({ status: 400, error: { code: "invalid_input", field } });
      expect(told.error.message).toContain(field);
    }
  });

  test.each([
    ["api_key", {}],
    ["api_key", { api_key: "" }],
    ["api_key", { api_key: 3 }],
    ["replace", { api_key: "key", replace: "yes" }],
    ["days_back", { api_key: "key", days_back: 29 }],
    ["apikey", { apikey: "key" }],
    ["username", { password: "secret" }],
    ["password", { username: "ada@example.org" }],
    ["service_ticket", { service_ticket: 3 }],
    ["body", []],
  ])("%s in a connect of %j", async (field, body) => {
    const told = await fault("POST /v1/garmin/connect", { body });
    expect(told).toMatchObject({ status: 400, error: { code: "invalid_input", field } });
    expect(told.error.message).not.toContain("secret");
  });

  test.each([
    ["from", { from: "2024-01-01", to: "2024-12-31" }],
    ["from", { to: "2024-12-31" }],
    ["to", { from: "2024-12-31", to: "2024-12-30" }],
    ["to", { from: "2024-12-31", to: "tomorrow" }],
    ["from", { from: "2999-01-01" }],
    ["days", { days: 3 }],
  ])("%s in a sync of %j", async (field, body) => {
    expect(await fault("POST /v1/garmin/sync", { body })).toMatchObject({ status: 400, error: { field } });
  });

  test("the switch needs a yes or no", async () => {
    const told = await fault("PATCH /v1/garmin/status/{athlete_id}", { body: { sync_enabled: "false" } });
    expect(told).toMatchObject({ status: 400, error: { field: "sync_enabled" } });
  });

  test("an id that is none is an unknown one, wherever it stands", async () => {
    for (const id of ["nonsense", randomUUID()]) {
      const asked: [V1Key, Sample][] = [
        ["GET /v1/garmin/status/{athlete_id}", { params: { athlete_id: id } }],
        ["PATCH /v1/garmin/status/{athlete_id}", { params: { athlete_id: id } }],
        ["GET /v1/athletes/{athlete_id}/activities", { params: { athlete_id: id } }],
        ["GET /v1/athletes/{athlete_id}/recovery", { params: { athlete_id: id } }],
        ["GET /v1/activities/{id}", { params: { id } }],
        ["GET /v1/syncs/{id}", { params: { id } }],
        ["GET /v1/imports/{id}", { params: { id } }],
        ["DELETE /v1/imports/{id}", { params: { id } }],
        ["POST /v1/imports", { query: `?athlete_id=${id}` }],
        ["POST /v1/garmin/connect", { body: { api_key: "key", athlete_id: id } }],
        ["POST /v1/garmin/sync", { body: { athlete_id: id } }],
        ["POST /v1/garmin/disconnect", { body: { athlete_id: id } }],
      ];
      for (const [key, sample] of asked) {
        expect(await fault(key, sample), key).toMatchObject({ status: 404, error: { code: "not_found" } });
      }
    }
  });

  test("without athlete_id the caller is meant; a coach has to say whom", async () => {
    const headers = await tokenHeaders(world.owner.userId);
    const connected = await call("POST /v1/garmin/connect", headers, { body: { api_key: "key" } });
    expect(await connected.json()).toMatchObject({ status: "success", athlete_id: world.owner.athleteId });
    const byCoach = await call("POST /v1/garmin/sync", await tokenHeaders(world.coach.userId), { body: {} });
    expect(byCoach.status).toBe(400);
    expect(await byCoach.json()).toMatchObject({ error: { field: "athlete_id" } });
  });
});

test("a coach hears of the connection, and not what the athlete typed at Garmin", async () => {
  const owner = await insertPerson(["athlete"]);
  const coach = await insertPerson(["coach"]);
  await linkCoach(coach.userId, owner.athleteId, ["recovery"]);
  await pool().query(
    `INSERT INTO "Connection" ("athleteId", "provider", "username", "slotMinute") VALUES ($1, 'garmin', 'ada@example.org', 7)`,
    [owner.athleteId],
  );
  const sample = { params: { athlete_id: owner.athleteId } };
  const key = "GET /v1/garmin/status/{athlete_id}";
  const byOwner = await call(key, await tokenHeaders(owner.userId), sample);
  expect(await byOwner.json()).toMatchObject({ username: "ada@example.org" });
  const byCoach = await call(key, await tokenHeaders(coach.userId), sample);
  expect(await byCoach.json()).toMatchObject({ username: null });
});

test("answers are never kept by a cache", async () => {
  const response = await call("GET /v1/athletes", await tokenHeaders(world.owner.userId));
  expect(response.headers.get("cache-control")).toBe("no-store");
});
