import { expect, test } from "vitest";
import { parseDatabaseUrl } from "./database";

test.each(["foo", "mysql://127.0.0.1/x", "postgresql://127.0.0.1:5432", ""])(
  "%j is refused with an example of the right form",
  (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow(/postgresql:\/\/user:password@host:5432\/database/);
  },
);

test("both names of the protocol are taken", () => {
  expect(parseDatabaseUrl("postgres://a:b@host/x").hostname).toBe("host");
  expect(parseDatabaseUrl("postgresql://a:b@host/x").pathname).toBe("/x");
});
