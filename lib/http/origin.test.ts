import { expect, test } from "vitest";
import { requireOwnOrigin } from "@/lib/http/origin";

const OWN = "https://nightrun.example/app";

function passes(method: string, headers: Record<string, string>): boolean {
  try {
    requireOwnOrigin(new Request("http://127.0.0.1:3000/v1/garmin/sync", { method, headers }), OWN);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "bad_origin", httpStatus: 403 });
    return false;
  }
}

test.each([
  [true, "the address people open", { origin: "https://nightrun.example" }],
  [true, "the host that was asked", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }],
  [true, "a program that is no browser", {}],
  [true, "our page, without Origin", { "sec-fetch-site": "same-origin" }],
  [false, "another site", { origin: "https://evil.example" }],
  [false, "another site that names our host in its own", { origin: "https://nightrun.example.evil.example" }],
  [false, "another port", { origin: "http://127.0.0.1:4000", host: "127.0.0.1:3000" }],
  [false, "the same name by http", { origin: "http://nightrun.example" }],
  [false, "a sandboxed frame", { origin: "null" }],
  [false, "no origin, cross-site", { "sec-fetch-site": "cross-site" }],
  [false, "no origin, a sister site", { "sec-fetch-site": "same-site" }],
])("%s for %s", (expected, _case, headers) => {
  for (const method of ["POST", "PATCH", "PUT", "DELETE"]) expect(passes(method, headers)).toBe(expected);
  expect(passes("GET", headers)).toBe(true);
});
