import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  cutBody,
  type FakeGarmin,
  hangUp,
  json,
  nothing,
  startFakeGarmin,
  text,
} from "@/lib/providers/garmin/testing/fake-garmin";
import { requestProvider, requestText, retryAt } from "@/lib/providers/http";

const NOW = new Date("2026-03-10T12:00:00Z");
const SECRET = "secret-token-of-a-test";
let server: FakeGarmin;
beforeAll(async () => {
  server = await startFakeGarmin();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const ask = (timeoutMs?: number) =>
  requestProvider({
    provider: "garmin",
    url: new URL("/thing", server.baseUrl),
    headers: { authorization: `Bearer ${SECRET}` },
    schema: z.array(z.looseObject({ distance: z.number() })),
    payloadKind: "thing",
    externalId: "42",
    now: () => NOW,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

describe("what there is", () => {
  test("a body is checked and handed on as it came", async () => {
    server.answer("/thing", json([{ distance: 1, other: "kept" }]));
    expect(await ask()).toEqual({
      data: [{ distance: 1, other: "kept" }],
      body: [{ distance: 1, other: "kept" }],
    });
  });

  test.each([
    ["204", nothing],
    ["an empty 200", text("")],
    ["a blank 200", text(" \n")],
  ])("%s is nothing", async (_case, respond) => {
    server.answer("/thing", respond);
    expect(await ask()).toBeNull();
  });

  test("a redirect is followed", async () => {
    server.answer("/thing", (response) => response.writeHead(302, { location: "/moved" }).end());
    server.answer("/moved", json([]));
    expect(await ask()).toMatchObject({ data: [] });
  });
});

describe("every failure is an error and never an empty result", () => {
  test.each([
    ["429", text("", 429), { kind: "rate_limited", retryAt: new Date("2026-03-10T12:15:00Z") }],
    [
      "429 with seconds",
      text("", 429, { "retry-after": "14" }),
      { retryAt: new Date("2026-03-10T12:00:14Z") },
    ],
    [
      "429 with a date",
      text("", 429, { "retry-after": "Tue, 10 Mar 2026 13:00:00 GMT" }),
      { retryAt: new Date("2026-03-10T13:00:00Z") },
    ],
    ["429 inside a 200", json({ error: { "status-code": "429" } }), { kind: "rate_limited" }],
    ["429 inside a 200, as a number", json({ error: { "status-code": 429 } }), { kind: "rate_limited" }],
    ["401", text("", 401), { kind: "access_token_rejected" }],
    ["400", text("", 400), { kind: "rejected", httpStatus: 400 }],
    ["403 with a page", text("<html>challenge</html>", 403), { kind: "rejected", httpStatus: 403 }],
    ["404", json({ error: "NotFoundException" }, 404), { kind: "not_found" }],
    ["408", text("", 408), { kind: "unavailable", detail: "HTTP 408" }],
    ["500", text("", 500), { kind: "unavailable", detail: "HTTP 500" }],
    ["503", text("", 503), { kind: "unavailable", detail: "HTTP 503" }],
    ["a dropped connection", hangUp, { kind: "unavailable" }],
    ["a body that is cut off", cutBody, { kind: "unavailable" }],
    ["JSON that ends too early", text('[{"distance":'), { kind: "unavailable" }],
    ["a page in place of JSON", text("\n<!doctype html><p>Sign in</p>"), { kind: "unavailable" }],
    [
      "a retyped field",
      json([{ distance: "1" }]),
      { kind: "unexpected_payload", payloadKind: "thing", externalId: "42" },
    ],
    ["an object for a list", json({ message: "ok" }), { kind: "unexpected_payload", raw: { message: "ok" } }],
    ["null", json(null), { kind: "unexpected_payload", raw: null }],
  ])("%s", async (_case, respond, failure) => {
    server.answer("/thing", respond);
    await expect(ask()).rejects.toMatchObject({ name: "ProviderError", provider: "garmin", failure });
  });

  test("an answer that does not come", async () => {
    server.answer("/thing", () => {});
    await expect(ask(50)).rejects.toMatchObject({
      failure: { kind: "unavailable", detail: "no answer within 50 ms" },
    });
  });

  test("a body that stalls half way", async () => {
    server.answer("/thing", (response) => response.writeHead(200).write("["));
    await expect(ask(50)).rejects.toMatchObject({ failure: { kind: "unavailable" } });
  });

  test("a redirect in circles", async () => {
    server.answer("/thing", (response) => response.writeHead(302, { location: "/thing" }).end());
    await expect(ask()).rejects.toMatchObject({ failure: { kind: "unavailable" } });
  });

  test("a host that does not listen", async () => {
    const request = { provider: "garmin", url: new URL("http://127.0.0.1:1/"), headers: {} } as const;
    await expect(requestText(request)).rejects.toMatchObject({ failure: { kind: "unavailable" } });
  });

  test("a header that can't be sent, without a word of what stood in it", async () => {
    const request = {
      provider: "garmin",
      url: new URL(server.baseUrl),
      headers: { authorization: `Bearer ${SECRET}\n!` },
    } as const;
    const error = await requestText(request).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ failure: { kind: "unavailable" } });
    expect(error).not.toHaveProperty("cause");
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
  });
});

test.each([
  ["zero", "0", 0],
  ["a fraction", "1.5", 1500],
  ["a time that is over", "Tue, 10 Mar 2026 11:00:00 GMT", 0],
  ["no time at all", "soon", 900_000],
  ["a negative figure", "-5", 0],
  ["a figure of thousands of years", "999999999999", 7 * 86_400_000],
])("Retry-After: %s", (_case, header, expectedMs) => {
  const response = new Response(null, { status: 429, headers: { "retry-after": header } });
  expect(retryAt(response, NOW).getTime() - NOW.getTime()).toBe(expectedMs);
});
