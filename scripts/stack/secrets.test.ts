import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureSecrets } from "./secrets";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-secrets-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("secrets are made once, with the lengths that their users ask for, for the owner only", () => {
  const secrets = ensureSecrets(dir);
  expect(Buffer.from(secrets.TOKEN_ENCRYPTION_KEY, "base64")).toHaveLength(32);
  expect(secrets.INNGEST_SIGNING_KEY).toMatch(/^([0-9a-f]{2})+$/);
  expect(statSync(path.join(dir, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(ensureSecrets(dir)).toEqual(secrets);
});

test("a secret that a newer version needs is added, the others stay", () => {
  writeFileSync(path.join(dir, "secrets.json"), JSON.stringify({ TOKEN_ENCRYPTION_KEY: "kept" }));
  expect(ensureSecrets(dir).TOKEN_ENCRYPTION_KEY).toBe("kept");
  expect(ensureSecrets(dir).NEXTAUTH_SECRET).toBe(ensureSecrets(dir).NEXTAUTH_SECRET);
});

test("a damaged file is never replaced: what it sealed would be lost", () => {
  writeFileSync(path.join(dir, "secrets.json"), "{ cut off");
  expect(() => ensureSecrets(dir)).toThrow(/damaged/);
});
