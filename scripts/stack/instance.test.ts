import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinInstance, recordInstance } from "./instance";
import { ensureSecrets } from "./secrets";

let dir = "";

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-instance-"));
  for (const name of ["DATABASE_URL", "NEXTAUTH_URL", "TOKEN_ENCRYPTION_KEY", "GARMIN_PERSONAL_API_BASE_URL"])
    vi.stubEnv(name, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

test("a script finds the database and the provider of the instance, and its key", () => {
  const secrets = ensureSecrets(dir);
  recordInstance(dir, {
    DATABASE_URL: "postgresql://one@127.0.0.1:1/nightrun",
    GARMIN_PERSONAL_API_BASE_URL: "http://127.0.0.1:2",
    TOKEN_ENCRYPTION_KEY: "never written",
    PATH: "/bin",
  });
  const file = path.join(dir, "instance.json");
  expect(readFileSync(file, "utf8")).not.toMatch(/never written|PATH/);
  expect(statSync(file).mode & 0o077).toBe(0);
  joinInstance(dir, dir);
  expect(process.env.DATABASE_URL).toBe("postgresql://one@127.0.0.1:1/nightrun");
  expect(process.env.GARMIN_PERSONAL_API_BASE_URL).toBe("http://127.0.0.1:2");
  expect(process.env.TOKEN_ENCRYPTION_KEY).toBe(secrets.TOKEN_ENCRYPTION_KEY);
});

test("what is set by hand goes first", () => {
  recordInstance(dir, { DATABASE_URL: "postgresql://one@127.0.0.1:1/nightrun" });
  vi.stubEnv("DATABASE_URL", "postgresql://two@127.0.0.1:1/nightrun");
  joinInstance(dir, dir);
  expect(process.env.DATABASE_URL).toBe("postgresql://two@127.0.0.1:1/nightrun");
});

test("without an instance it says what to do, and makes nothing", () => {
  expect(() => joinInstance(dir, path.join(dir, "none"))).toThrow(/start Nightrun first/);
  expect(existsSync(path.join(dir, "none"))).toBe(false);
});
