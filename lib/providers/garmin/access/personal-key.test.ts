import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readExpiry } from "@/lib/providers/garmin/access/jwt";
import { exchangePersonalKey } from "@/lib/providers/garmin/access/personal-key";
import {
  type FakeGarmin,
  json,
  nothing,
  startFakeGarmin,
  text,
} from "@/lib/providers/garmin/testing/fake-garmin";

let server: FakeGarmin;
vi.mock("@/lib/env", () => ({ env: () => ({ GARMIN_PERSONAL_API_BASE_URL: server.baseUrl }) }));
beforeAll(async () => {
  server = await startFakeGarmin();
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const PATH = "/personalapitoken-service/personal-api/personal-api-key/token";
const EXPIRES_AT = new Date("2026-03-11T12:00:00Z");
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: unknown) => `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
const exchange = (apiKey = "GCDC_test") => exchangePersonalKey({ apiKey });

test("the request is as Garmin's own client sends it, and the answer is the token", async () => {
  const token = jwt({ exp: EXPIRES_AT.getTime() / 1000 });
  server.answer(PATH, text(`${token}\n`));
  expect(await exchange(" GCDC_test\n")).toEqual({ accessToken: token, accessTokenExpiresAt: EXPIRES_AT });
  const [request] = server.requests;
  expect(request).toMatchObject({ method: "POST", url: PATH });
  expect(request?.headers).toMatchObject({
    authorization: "ApiKey GCDC_test",
    accept: "*/*",
    "content-length": "0",
  });
  expect(request?.headers["content-type"]).toBeUndefined();
});

describe("what is refused", () => {
  test.each([
    ["a key that Garmin does not know", text("", 401), "credential_refused"],
    ["too many requests", text("", 429), "rate_limited"],
    ["a fault at Garmin", text("", 503), "unavailable"],
    ["a page", text("<html></html>"), "unavailable"],
    ["nothing", nothing, "unexpected_payload"],
    ["JSON", json({ access_token: jwt({ exp: 1 }) }), "unexpected_payload"],
    ["a token without an expiry", text(jwt({ sub: "42" })), "unexpected_payload"],
    ["an expiry that is text", text(jwt({ exp: "1773230400" })), "unexpected_payload"],
    ["a token that can't be read", text("a.b.c"), "unexpected_payload"],
  ])("%s", async (_case, respond, kind) => {
    server.answer(PATH, respond);
    await expect(exchange()).rejects.toMatchObject({ provider: "garmin", failure: { kind } });
  });

  test("the answer is in no error, since it may be a token", async () => {
    const token = jwt({ sub: "who" });
    server.answer(PATH, text(token));
    const error = await exchange().catch((fault: unknown) => fault);
    expect(JSON.stringify(error)).not.toContain(token);
    expect(error).toMatchObject({ failure: { raw: null } });
  });

  test.each(["", "  ", "two words", "GCDC_\nx", "schlüssel"])(
    "%j is no key and is not sent",
    async (apiKey) => {
      await expect(exchange(apiKey)).rejects.toMatchObject({ failure: { kind: "credential_refused" } });
      expect(server.requests).toHaveLength(0);
    },
  );
});

test("an expiry outside of all time is none", () => {
  expect(readExpiry(jwt({ exp: 1e300 }))).toBeNull();
  expect(readExpiry(jwt({ exp: 0 }))).toBeNull();
});
