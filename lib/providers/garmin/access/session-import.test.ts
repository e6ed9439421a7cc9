import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { exportSession, readTicket, recogniseSession } from "@/lib/providers/garmin/access/session-import";

const read = (name: string) => readFileSync(path.join(import.meta.dirname, "testdata", name), "utf8");

const DI_CLIENT = "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2";
const OAUTH1_TOKEN = "11111111-1111-4111-8111-111111111111";
const EXPIRES_AT = new Date("2026-03-11T07:00:00Z");
const NOW = new Date("2026-03-10T07:00:00Z");

describe("recogniseSession", () => {
  test.each([
    ["python-garminconnect's file", [read("garmin_tokens.json")], "c3ludGhldGljLXJlZnJlc2g"],
    ["the same as JSON", [JSON.parse(read("garmin_tokens.json"))], "c3ludGhldGljLXJlZnJlc2g"],
    ["the same as a quoted text", [JSON.stringify(read("garmin_tokens.json"))], "c3ludGhldGljLXJlZnJlc2g"],
    [
      "the same as base64",
      [Buffer.from(read("garmin_tokens.json")).toString("base64")],
      "c3ludGhldGljLXJlZnJlc2g",
    ],
    ["pirate-garmin's file", [read("pirate_garmin_native-oauth2.json")], "c3ludGhldGlj"],
  ])("%s", (_name, pieces, refreshToken) => {
    expect(recogniseSession(pieces)).toEqual({ kind: "di", refreshToken, clientId: DI_CLIENT });
  });

  const garthFolder = [read("garth_oauth1_token.json"), read("garth_oauth2_token.json")];

  test.each([
    ["a garth dump", [read("garth_dumps.txt")], "MFA-000-SYNTHETIC-cas"],
    ["a garth dump in lines", [read("garth_dumps.txt").replace(/(.{76})/g, "$1\n")], "MFA-000-SYNTHETIC-cas"],
    ["a garth folder's two files", garthFolder, "MFA-000-SYNTHETIC-cas"],
    ["the two in the other order", garthFolder.toReversed(), "MFA-000-SYNTHETIC-cas"],
    ["both pasted one after the other", [garthFolder.join("\n")], "MFA-000-SYNTHETIC-cas"],
    ["npm's token", [read("npm_garmin_connect_exportToken.json")], null],
  ])("%s", (_name, pieces, mfaToken) => {
    expect(recogniseSession(pieces)).toMatchObject({
      kind: "oauth1",
      token: OAUTH1_TOKEN,
      tokenSecret: "SYNTHETICSECRET",
      mfaToken,
    });
  });

  test.each([
    ["nothing", [], "Paste a session"],
    ["half a garth folder", [read("garth_oauth2_token.json")], "oauth1_token.json"],
    ["a key", ["GCDC_1234"], "field for the key"],
    ["a ticket", ["ST-1-abc-sso"], "field for the ticket"],
    ["something else", ["hello"], "no session that Nightrun knows"],
    ["another list", ['[1, "two"]'], "no session that Nightrun knows"],
    [
      "a session of China",
      [{ ...JSON.parse(read("garth_oauth1_token.json")), domain: "garmin.cn" }],
      "garmin.cn",
    ],
    ["a novel", ["x".repeat(300_000)], "too long"],
    ["a session without a client", [{ di_token: "x", di_refresh_token: "y" }], "di_client_id"],
  ])("refuses %s in words", (_name, pieces, words) => {
    expect(() => recogniseSession(pieces)).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        field: "session",
        message: expect.stringContaining(words),
      }),
    );
  });
});

describe("exportSession", () => {
  const token = { accessToken: "access", accessTokenExpiresAt: EXPIRES_AT };

  test.each(["garmin_tokens.json", "garth_dumps.txt"])("what came from %s is recognised again", (name) => {
    const session = recogniseSession([read(name)]);
    const exported = exportSession(session, token, NOW);
    expect(recogniseSession([exported.text])).toEqual(session);
    expect(exported.format).toBe(session.kind === "di" ? "garmin_tokens" : "garth");
  });

  test("python-garminconnect's file has exactly its three keys", () => {
    const { text } = exportSession(recogniseSession([read("garmin_tokens.json")]), token, NOW);
    expect(Object.keys(JSON.parse(text))).toEqual(["di_token", "di_refresh_token", "di_client_id"]);
  });
});

describe("readTicket", () => {
  test.each([
    ["ST-123-abc_DEF-sso"],
    ['  {"serviceTicketId":"ST-123-abc_DEF-sso","responseStatus":{"type":"SUCCESSFUL"}}'],
    ["https://mobile.integration.garmin.com/gcm/android?ticket=ST-123-abc_DEF-sso"],
  ])("finds it in %s", (text) => {
    expect(readTicket(text)).toBe("ST-123-abc_DEF-sso");
  });

  test.each([
    ["", "begins with ST-"],
    ["hello", "no ticket"],
  ])("refuses %j", (text, words) => {
    expect(() => readTicket(text)).toThrow(words);
  });
});
