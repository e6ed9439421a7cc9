/** Tokens of the unofficial kind, and our own client against them. */
import { describe, expect, it } from "vitest";
import { isObject } from "./json";
import type { GarminSimulator } from "./server";
import { closeSimulatorsAfterEach, control, newSession, start } from "./testing/client";

closeSimulatorsAfterEach();

const KEY = "GCDC_SIMULATED_steady";
const SERVICE = "https://mobile.integration.garmin.com/gcm/android";
const CLIENT = "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2";

function askForToken(simulator: GarminSimulator, form: Record<string, string>) {
  return fetch(`${simulator.loginUrl}/di-oauth2-service/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${form.client_id}:`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(form),
  });
}

const TICKET_GRANT = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";

async function newTicket(simulator: GarminSimulator): Promise<string> {
  const made = await control(simulator, `POST /tickets/${KEY}`, {});
  return isObject(made) ? String(made.ticket) : "";
}

describe("a service ticket", () => {
  const form = (ticket: string, more: Record<string, string> = {}) => ({
    client_id: CLIENT,
    grant_type: TICKET_GRANT,
    service_ticket: ticket,
    service_url: SERVICE,
    ...more,
  });

  it("is good for one use", async () => {
    const simulator = await start();
    const ticket = await newTicket(simulator);
    expect((await askForToken(simulator, form(ticket))).status).toBe(200);
    const second = await askForToken(simulator, form(ticket));
    expect(second.status).toBe(400);
    expect(await second.json()).toMatchObject({ error: "invalid_grant" });
  });

  it("is not used up by a refusal: another client or the right address may follow", async () => {
    const simulator = await start();
    await control(simulator, "POST /settings", { refusedClientIds: 1 });
    const ticket = await newTicket(simulator);
    expect((await askForToken(simulator, form(ticket))).status).toBe(401);
    const next = { client_id: "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4" };
    const elsewhere = { ...next, service_url: "https://sso.garmin.com/sso/embed" };
    expect((await askForToken(simulator, form(ticket, elsewhere))).status).toBe(400);
    expect((await askForToken(simulator, form(ticket, next))).status).toBe(200);
  });
});

it("a refresh ends the old refresh token at once", async () => {
  const simulator = await start();
  const [file = "{}"] = await newSession(simulator, KEY);
  const { di_refresh_token: refreshToken } = JSON.parse(file);
  const form = { grant_type: "refresh_token", client_id: CLIENT, refresh_token: refreshToken };
  const [first, second] = await Promise.all([askForToken(simulator, form), askForToken(simulator, form)]);
  expect([first.status, second.status].sort()).toEqual([200, 400]);
});

it("a token opens the host that it is for, and no other", async () => {
  const simulator = await start();
  const [file = "{}"] = await newSession(simulator, KEY);
  const headers = { authorization: `Bearer ${JSON.parse(file).di_token}` };
  const path = "/userprofile-service/socialProfile";
  expect((await fetch(simulator.connectapiUrl + path, { headers })).status).toBe(200);
  expect((await fetch(simulator.personalUrl + path, { headers })).status).toBe(401);
  await control(simulator, `POST /sessions/${KEY}/deactivate`);
  const refused = await fetch(simulator.connectapiUrl + path, { headers });
  expect(refused.headers.get("www-authenticate")).toContain("Token is not active");
});
