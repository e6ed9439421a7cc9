import "@/lib/auth/testing/test-env";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createApiToken, findUserOfToken, listApiTokens, revokeApiToken } from "@/lib/accounts/api-tokens";
import { pool } from "@/lib/db/client";
import { insertPerson } from "@/lib/db/testing/test-people";

test("a token is shown once, kept as SHA-256, and finds its owner with its scopes", async () => {
  const { userId } = await insertPerson(["coach"]);
  const made = await createApiToken(userId, { name: " engine ", scopes: ["recovery:read", "recovery:read"] });
  expect(made.token).toMatch(/^nr_[A-Za-z0-9_-]{43}$/);
  expect(made).toMatchObject({ name: "engine", scopes: ["recovery:read"], lastUsedAt: null });
  expect(made.token.startsWith(made.prefix)).toBe(true);

  const { rows } = await pool().query(`SELECT * FROM "ApiToken" WHERE "userId" = $1`, [userId]);
  expect(rows[0].tokenHash).toBe(createHash("sha256").update(made.token).digest("hex"));
  expect(JSON.stringify(rows)).not.toContain(made.token);
  expect(JSON.stringify(await listApiTokens(userId))).not.toContain(made.token);
  expect(await findUserOfToken(made.token)).toEqual({ userId, scopes: ["recovery:read"] });
});

test("use is noted, at most once a minute", async () => {
  const { userId } = await insertPerson(["coach"]);
  const { token } = await createApiToken(userId, { name: "engine", scopes: ["recovery:read"] });
  await findUserOfToken(token);
  const first = (await listApiTokens(userId))[0]?.lastUsedAt;
  expect(first).toBeInstanceOf(Date);
  await findUserOfToken(token);
  expect((await listApiTokens(userId))[0]?.lastUsedAt).toEqual(first);
});

test("a revoked token is gone at the next request", async () => {
  const { userId } = await insertPerson(["coach"]);
  const { id, token } = await createApiToken(userId, { name: "engine", scopes: ["recovery:read"] });
  await revokeApiToken(userId, id);
  expect(await findUserOfToken(token)).toBeNull();
  expect(await listApiTokens(userId)).toEqual([]);
  await expect(revokeApiToken(userId, id)).rejects.toMatchObject({ code: "not_found" });
});

test("somebody else's token is neither listed nor revoked", async () => {
  const owner = await insertPerson(["coach"]);
  const stranger = await insertPerson(["operator"]);
  const { id, token } = await createApiToken(owner.userId, { name: "engine", scopes: ["recovery:read"] });
  expect(await listApiTokens(stranger.userId)).toEqual([]);
  for (const tokenId of [id, "nonsense"]) {
    await expect(revokeApiToken(stranger.userId, tokenId)).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await findUserOfToken(token)).not.toBeNull();
});

test.each([
  ["name", { name: " ", scopes: ["recovery:read"] }],
  ["scopes", { name: "engine", scopes: [] }],
  ["scopes", { name: "engine", scopes: ["everything"] }],
])("a wrong %s is named", async (field, input) => {
  const { userId } = await insertPerson(["coach"]);
  await expect(createApiToken(userId, input)).rejects.toMatchObject({ code: "invalid_input", field });
});

test("texts that are no tokens belong to nobody", async () => {
  expect(await findUserOfToken("nr_")).toBeNull();
  expect(await findUserOfToken("' OR 1=1 --")).toBeNull();
});
