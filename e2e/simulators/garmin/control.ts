/** The simulator's own address: accounts, recordings, faults, changes, the log and the clock. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { isTimeZone } from "../../../lib/days";
import type { Account } from "./account";
import { findProfile, PROFILE_NAMES } from "./cast";
import { applyChange, Change } from "./changes";
import { FaultOrder } from "./faults";
import type { Simulator } from "./provider-host";
import { readRecordings } from "./recordings";
import { makeSession, SESSION_FORMS } from "./session-forms";

export type SimulatorClock = {
  now: () => Date;
  set: (now: Date) => void;
  advance: (seconds: number) => void;
};

/** A wrong call of the control address; the message is for whoever wrote the test. */
class ControlError extends Error {
  override readonly name = "ControlError";

  constructor(
    readonly status: 400 | 404,
    message: string,
  ) {
    super(message);
  }
}

const NewAthlete = z.strictObject({
  profile: z.enum(PROFILE_NAMES).default("steady"),
  seed: z.number().int().optional(),
  days: z.number().int().min(1).max(4000).optional(),
  timeZone: z.string().refine(isTimeZone, "is no time zone").optional(),
});
const NewRecordings = z.strictObject({ folder: z.string().min(1), timeZone: z.string().optional() });
const ClockChange = z.strictObject({
  now: z.iso.datetime({ offset: true }).optional(),
  advanceSeconds: z.number().optional(),
});
const Settings = z.strictObject({
  maxInFlight: z.number().int().min(1).optional(),
  latencyMs: z.number().int().min(0).optional(),
  tokenSeconds: z.number().int().min(1).optional(),
  /** How many of the known DI clients are refused, from the first on. */
  refusedClientIds: z.number().int().min(0).max(4).optional(),
  exchangesOAuth1: z.boolean().optional(),
});
const NewSession = z.strictObject({ form: z.enum(SESSION_FORMS).default("garmin_tokens") });
const NewTicket = z.strictObject({
  serviceUrl: z.string().default("https://mobile.integration.garmin.com/gcm/android"),
});
const SignInChange = z.strictObject({
  password: z.string().optional(),
  mfaCode: z.string().nullable().optional(),
  mode: z.enum(["usual", "captcha", "limited", "limited_in_200", "blocked"]).optional(),
});
const ChangeCall = z.intersection(
  z.object({ key: z.string().optional(), externalUserId: z.string().optional() }),
  Change,
);

/** The request handler of the control address. */
export function createControlHost(simulator: Simulator, clock: SimulatorClock) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://control.invalid");
    const call = `${request.method} ${url.pathname}`;
    const [status, body] = await answerCall(simulator, clock, call, url, request).then(
      (found): [number, unknown] => [200, found],
      (error: unknown): [number, unknown] => [statusOf(error), { error: wordsOf(error) }],
    );
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
}

async function answerCall(
  simulator: Simulator,
  clock: SimulatorClock,
  call: string,
  url: URL,
  request: IncomingMessage,
): Promise<unknown> {
  const { book, faults, log } = simulator;
  const key = /^POST \/keys\/([^/]+)\/([a-z-]+)$/.exec(call);
  if (key) return changeKey(simulator, decodeURIComponent(key[1] ?? ""), key[2] ?? "");
  const login = /^POST \/(sessions|tickets|sign-ins)\/([^/]+)(?:\/([a-z-]+))?$/.exec(call);
  if (login) {
    const [, kind = "", encodedKey = "", action] = login;
    const wish = action === undefined ? await readJson(request) : {};
    return changeLogin(simulator, { kind, key: decodeURIComponent(encodedKey), action }, wish);
  }
  switch (call) {
    case "GET /health":
      return { ok: true, now: clock.now().toISOString() };
    case "GET /athletes":
      return book
        .listKeys()
        .map(({ key: ownKey, state, account }) => ({ state, ...describe(ownKey, account) }));
    case "POST /athletes":
      return addAthlete(simulator, NewAthlete.parse(await readJson(request)));
    case "POST /recordings":
      return addRecordings(simulator, NewRecordings.parse(await readJson(request)));
    case "GET /faults":
      return faults.list();
    case "POST /faults":
      faults.add(z.array(FaultOrder).parse([await readJson(request)].flat()));
      return faults.list();
    case "DELETE /faults":
      faults.clear();
      return [];
    case "POST /change":
      return change(simulator, ChangeCall.parse(await readJson(request)));
    case "GET /requests":
      return log.list(url.searchParams.get("externalUserId"));
    case "DELETE /requests":
      log.clear();
      return [];
    case "POST /clock":
      return moveClock(clock, ClockChange.parse(await readJson(request)));
    case "POST /settings":
      return changeSettings(simulator, Settings.parse(await readJson(request)));
    default:
      throw new ControlError(404, `No such call: ${call}`);
  }
}

function addAthlete(simulator: Simulator, wish: z.infer<typeof NewAthlete>) {
  const profile = findProfile(wish.profile);
  if (!profile) throw new ControlError(400, `No such profile: ${wish.profile}`);
  const { seed, days, timeZone } = wish;
  const { key, account } = simulator.book.addGenerated(profile, {
    days,
    timeZone,
    ...(seed === undefined ? {} : { seed }),
  });
  return describe(key, account);
}

async function addRecordings(simulator: Simulator, wish: z.infer<typeof NewRecordings>) {
  const { account, counts, skipped } = await readRecordings(wish.folder, wish.timeZone).catch(
    (error: unknown) => {
      throw new ControlError(400, `Can't read ${wish.folder}: ${wordsOf(error)}`);
    },
  );
  return { ...describe(simulator.book.addKey(account), account), counts, skipped };
}

function changeKey(simulator: Simulator, key: string, action: string): unknown {
  const { book } = simulator;
  if (!book.findAccount(key)) throw new ControlError(404, "No such key");
  switch (action) {
    case "delete":
      book.setKeyState(key, "deleted");
      return { state: "deleted" };
    case "expire":
      book.setKeyState(key, "expired");
      return { state: "expired" };
    case "restore":
      book.setKeyState(key, "valid");
      return { state: "valid" };
    case "renew":
      return { key: book.renewKey(key) };
    case "revoke-tokens":
      return { revokedCount: book.revokeTokens(key) };
    default:
      throw new ControlError(404, `A key has no action ${action}`);
  }
}

/** Log-ins of the unofficial kind to the account of a key. */
function changeLogin(
  { book }: Simulator,
  { kind, key, action }: { kind: string; key: string; action: string | undefined },
  wish: unknown,
): unknown {
  const account = book.findAccount(key);
  if (!account) throw new ControlError(404, "No such key");
  const { sessions } = book;
  switch (action === undefined ? kind : `${kind}/${action}`) {
    case "sessions":
      return { files: makeSession(sessions, account, NewSession.parse(wish).form) };
    case "sessions/revoke":
      return { revokedCount: sessions.revoke(account) };
    case "sessions/expire-tokens":
      sessions.expireBearers(account);
      return {};
    case "sessions/deactivate":
      sessions.inactiveAccounts.add(account.externalUserId);
      return {};
    case "tickets":
      return { ticket: sessions.issueTicket(account, NewTicket.parse(wish).serviceUrl) };
    case "sign-ins": {
      const signIn = book.signIns.of(account);
      Object.assign(signIn, SignInChange.parse(wish));
      return { ...signIn, passwordCount: book.signIns.passwordCounts.get(account.externalUserId) ?? 0 };
    }
    default:
      throw new ControlError(404, `No such call: ${kind}/${action}`);
  }
}

function change(simulator: Simulator, wish: z.infer<typeof ChangeCall>): unknown {
  const { book } = simulator;
  const account = wish.key
    ? book.findAccount(wish.key)
    : wish.externalUserId
      ? book.findAccountById(wish.externalUserId)
      : null;
  if (!account) throw new ControlError(404, "No such account: give its key or externalUserId");
  const done = applyChange(book.view(account), wish);
  if (done === null) throw new ControlError(404, "The account has nothing like that to change");
  return done;
}

function moveClock(clock: SimulatorClock, wish: z.infer<typeof ClockChange>) {
  if (wish.now !== undefined) clock.set(new Date(wish.now));
  if (wish.advanceSeconds !== undefined) clock.advance(wish.advanceSeconds);
  return { now: clock.now().toISOString() };
}

function changeSettings(simulator: Simulator, wish: z.infer<typeof Settings>) {
  if (wish.maxInFlight !== undefined) simulator.limits.maxInFlight = wish.maxInFlight;
  if (wish.latencyMs !== undefined) simulator.limits.latencyMs = wish.latencyMs;
  const { sessions } = simulator.book;
  if (wish.tokenSeconds !== undefined) {
    simulator.book.tokenSeconds = wish.tokenSeconds;
    sessions.tokenSeconds = wish.tokenSeconds;
  }
  if (wish.refusedClientIds !== undefined) sessions.refusedClientIds = wish.refusedClientIds;
  if (wish.exchangesOAuth1 !== undefined) sessions.exchangesOAuth1 = wish.exchangesOAuth1;
  return { ...simulator.limits, tokenSeconds: simulator.book.tokenSeconds };
}

function describe(key: string, account: Account) {
  const { externalUserId, profileName, displayName, timeZone } = account;
  return { key, externalUserId, profile: profileName, displayName, timeZone };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString("utf8");
  try {
    return body === "" ? {} : JSON.parse(body);
  } catch {
    throw new ControlError(400, "The body is no JSON");
  }
}

function statusOf(error: unknown): number {
  if (error instanceof ControlError) return error.status;
  return error instanceof z.ZodError ? 400 : 500;
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
