import { expect, test } from "vitest";
import { ErrorBody } from "@/lib/http/error-response";
import { ROUTE_KEYS } from "@/lib/http/routes";
import { unservedResponse } from "@/lib/http/unserved";

test.each([
  ["GET", "/v1"],
  ["GET", "/v1/"],
  ["GET", "/v1/nothing"],
  ["POST", "/v1/garmin"],
  ["GET", "/v1/athletes/1/runs"],
  ["GET", "/v1/athletes/1/recovery/2"],
  ["OPTIONS", "/v1/nothing"],
  ["GET", "/v1/openapiXjson"],
])("%s %s is 404 in the API's own words", async (method, address) => {
  const response = unservedResponse(method, address);
  expect(response?.status).toBe(404);
  expect(response?.headers.get("content-type")).toBe("application/json");
  expect(ErrorBody.parse(await response?.json()).error).toMatchObject({ code: "not_found" });
});

test.each([
  ["DELETE", "/v1/athletes", "GET, HEAD, OPTIONS"],
  ["GET", "/v1/garmin/connect", "POST, OPTIONS"],
  ["POST", "/v1/garmin/status/1f0c", "GET, PATCH, HEAD, OPTIONS"],
  ["PUT", "/v1/athletes/1f0c/recovery", "GET, HEAD, OPTIONS"],
  ["PROPFIND", "/v1/openapi.json", "GET, HEAD, OPTIONS"],
])("%s %s is 405 and names what is served", async (method, address, allow) => {
  const response = unservedResponse(method, address);
  expect(response?.status).toBe(405);
  expect(response?.headers.get("allow")).toBe(allow);
  const { error } = ErrorBody.parse(await response?.json());
  expect(error.code).toBe("method_not_allowed");
  expect(error.message).toContain(method);
});

test("what is served goes through, and so does all outside of /v1", () => {
  for (const key of ROUTE_KEYS) {
    const [method = "", path = ""] = key.split(" ");
    const address = path.replace(/\{\w+\}/g, "b0c3");
    expect(unservedResponse(method, address), key).toBeNull();
    expect(unservedResponse("OPTIONS", address), key).toBeNull();
    if (method === "GET") expect(unservedResponse("HEAD", address), key).toBeNull();
  }
  expect(unservedResponse("GET", "/v10/nothing")).toBeNull();
  expect(unservedResponse("DELETE", "/today")).toBeNull();
});
