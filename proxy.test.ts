import "@/lib/auth/testing/test-env";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { env } from "@/lib/env";
import { contentSecurityPolicy } from "@/lib/http/security-headers";
import { config, proxy } from "@/proxy";

const ask = () => proxy(new NextRequest("http://localhost:3000/today"));
const policyOf = (response: Response) => response.headers.get("content-security-policy") ?? "";

test("every page gets a nonce of its own, and Next is told the same one", () => {
  const [one, two] = [ask(), ask()];
  const nonceOf = (response: Response) => /script-src [^;]*'nonce-([^']+)'/.exec(policyOf(response))?.[1];
  expect(nonceOf(one)).toMatch(/^[A-Za-z0-9+/=]{24}$/);
  expect(nonceOf(one)).not.toBe(nonceOf(two));
  expect(one.headers.get("x-middleware-request-x-nonce")).toBe(nonceOf(one));
  expect(one.headers.get("x-middleware-request-content-security-policy")).toBe(policyOf(one));
});

test("no script runs that the policy does not name", () => {
  const policy = contentSecurityPolicy({ nonce: "abc", isHttps: false, isDevelopment: false });
  const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule]));
  expect(rules.get("script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(rules.get("style-src")).toBe("style-src 'self' 'nonce-abc'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("base-uri 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("form-action 'self'");
});

test("https is insisted on only where people open the app by https", () => {
  expect(policyOf(ask())).not.toContain("upgrade-insecure-requests");
  expect(ask().headers.get("strict-transport-security")).toBeNull();
  const before = env().NEXTAUTH_URL;
  env().NEXTAUTH_URL = "https://nightrun.example";
  expect(policyOf(ask())).toContain("upgrade-insecure-requests");
  expect(ask().headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
  env().NEXTAUTH_URL = before;
});

test("pages and the API pass through here, files and uploads do not", () => {
  const pattern = new RegExp(`^${config.matcher[0]}$`);
  expect(
    ["/", "/today", "/v1/athletes", "/api/health", "/runs/3"].every((address) => pattern.test(address)),
  ).toBe(true);
  expect(pattern.test("/v1/imports/3")).toBe(true);
  expect(
    ["/_next/static/a.js", "/favicon.ico", "/icon.svg", "/v1/imports"].some((address) =>
      pattern.test(address),
    ),
  ).toBe(false);
});

test("what /v1 does not serve is said here, with the same headers", async () => {
  const response = proxy(new NextRequest("http://localhost:3000/v1/nothing"));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  const wrongMethod = proxy(new NextRequest("http://localhost:3000/v1/athletes", { method: "DELETE" }));
  expect(wrongMethod.status).toBe(405);
  expect(wrongMethod.headers.get("allow")).toContain("GET");
});
