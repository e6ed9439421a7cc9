import { scryptSync } from "node:crypto";
import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "@/lib/auth/password-hash";

test("a password opens its own hash and no other", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(await verifyPassword("correct horse battery", hash)).toBe(true);
  expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
});

test("the text carries scheme, cost and salt, so that plain scrypt gives the same bytes", async () => {
  const [scheme, n, r, p, salt = "", hash] = (await hashPassword("correct horse battery")).split("$");
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: 128 * 1024 * 1024 };
  expect(scheme).toBe("scrypt");
  expect(cost.N).toBeGreaterThanOrEqual(32_768);
  const expected = scryptSync("correct horse battery", Buffer.from(salt, "base64url"), 32, cost);
  expect(hash).toBe(expected.toString("base64url"));
});

test("two hashes of one password differ", async () => {
  expect(await hashPassword("correct horse battery")).not.toBe(await hashPassword("correct horse battery"));
});

test("a letter typed as one or as two code points is the same password", async () => {
  expect(await verifyPassword("cafe\u0301 du matin", await hashPassword("caf\u00e9 du matin"))).toBe(true);
});

test("nobody's password is wrong, after the same work", async () => {
  expect(await verifyPassword("correct horse battery", null)).toBe(false);
});

test("a hash of another form is a fault and never a yes", async () => {
  await expect(verifyPassword("x", "plain")).rejects.toThrow(/unknown form/);
  await expect(verifyPassword("x", "scrypt$32768$8$3$c2FsdA$eA")).rejects.toThrow(/cut short/);
});
