/** A small reader of the simulator for its own tests. */
import { afterEach } from "vitest";
import { isObject, type Json, type JsonObject, objectsOf } from "../json";
import { type GarminSimulator, type GarminSimulatorOptions, startGarminSimulator } from "../server";

const running: GarminSimulator[] = [];

/** Ends every simulator that a test started. */
export function closeSimulatorsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((simulator) => simulator.close()));
  });
}

export async function start(options: GarminSimulatorOptions = {}): Promise<GarminSimulator> {
  const simulator = await startGarminSimulator({ latencyMs: 0, ...options });
  running.push(simulator);
  return simulator;
}

export const TOKEN_PATH = "/personalapitoken-service/personal-api/personal-api-key/token";

export function exchange(simulator: GarminSimulator, key: string): Promise<Response> {
  return fetch(simulator.personalUrl + TOKEN_PATH, {
    method: "POST",
    headers: { authorization: `ApiKey ${key}` },
  });
}

export type Reader = (path: string) => Promise<Response>;

/** Reads a host: the Personal API with a key's token, the other one with a session to the same account. */
export async function connect(
  simulator: GarminSimulator,
  key: string,
  host: "personalUrl" | "connectapiUrl" = "personalUrl",
): Promise<Reader> {
  const token =
    host === "personalUrl"
      ? await (await exchange(simulator, key)).text()
      : await sessionToken(simulator, key);
  return (path) => fetch(simulator[host] + path, { headers: { authorization: `Bearer ${token}` } });
}

async function sessionToken(simulator: GarminSimulator, key: string): Promise<string> {
  const [file = "{}"] = await newSession(simulator, key);
  const session: unknown = JSON.parse(file);
  if (!isObject(session) || typeof session.di_token !== "string") throw new Error("no session");
  return session.di_token;
}

/** The files of a new session to the account of a key. */
export async function newSession(
  simulator: GarminSimulator,
  key: string,
  form = "garmin_tokens",
): Promise<string[]> {
  const made = await control(simulator, `POST /sessions/${encodeURIComponent(key)}`, { form });
  if (!isObject(made) || !Array.isArray(made.files)) throw new Error("no files");
  return made.files.map(String);
}

/** A call of the control address. @throws Error with its words when it refuses */
export async function control(simulator: GarminSimulator, call: string, body?: Json): Promise<unknown> {
  const [method = "GET", path = "/"] = call.split(" ");
  const response = await fetch(simulator.controlUrl + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** The key that a control call answered with. */
export async function newKey(simulator: GarminSimulator, call: string, body: Json): Promise<string> {
  const answer = await control(simulator, call, body);
  if (!isObject(answer) || typeof answer.key !== "string") throw new Error("no key in the answer");
  return answer.key;
}

export async function readObject(response: Response): Promise<JsonObject> {
  const body: unknown = await response.json();
  if (!isObject(body)) throw new Error(`no object: ${JSON.stringify(body)}`);
  return body;
}

export async function readObjects(response: Response): Promise<JsonObject[]> {
  return objectsOf(await response.json());
}
