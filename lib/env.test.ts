import { expect, test } from "vitest";
import { parseEnv } from "@/lib/env";

const complete = {
  DATABASE_URL: "postgresql://u:p@127.0.0.1:5432/nightrun",
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
  NEXTAUTH_SECRET: "s".repeat(32),
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

test("a complete environment is read, with defaults for the rest", () => {
  expect(parseEnv(complete)).toMatchObject({ SIGNUP: "invited", LOG_LEVEL: "info", TRUSTED_PROXY_COUNT: 0 });
});

test("all faults are named at once", () => {
  const read = () =>
    parseEnv({ ...complete, DATABASE_URL: "mysql://x", TOKEN_ENCRYPTION_KEY: "short", SIGNUP: "maybe" });
  expect(read).toThrow(/DATABASE_URL[\s\S]*/);
  expect(read).toThrow(/TOKEN_ENCRYPTION_KEY/);
  expect(read).toThrow(/SIGNUP/);
});

test("a list of keys is good only when each of them is", () => {
  const key = complete.TOKEN_ENCRYPTION_KEY;
  expect(() => parseEnv({ ...complete, TOKEN_ENCRYPTION_KEY: `${key},${key}` })).not.toThrow();
  expect(() => parseEnv({ ...complete, TOKEN_ENCRYPTION_KEY: `${key},oops` })).toThrow(/32 bytes/);
});

test("an empty value counts as not set", () => {
  expect(parseEnv({ ...complete, INNGEST_BASE_URL: "" }).INNGEST_BASE_URL).toBeUndefined();
});
