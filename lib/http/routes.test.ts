/** The table of routes against the files: nothing is served that the table does not know. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openApiDocument, splitKey } from "@/lib/http/openapi";
import { ROUTE_KEYS, routeSpec, syncRangeFault } from "@/lib/http/routes";

const APP = path.resolve(import.meta.dirname, "../../app");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** `POST /v1/garmin/connect` for every method that some route file exports. */
function servedKeys(): string[] {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /(^|[/\\])route\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(path.join(APP, file), "utf8");
      return METHODS.filter((method) => isExported(source, method)).map(
        (method) => `${method} ${addressOf(file)}`,
      );
    });
}

function isExported(source: string, method: string): boolean {
  const declared = new RegExp(`export (async )?(const|function) ${method}\\b`);
  const inList = new RegExp(`export (const )?\\{[^}]*\\b${method}\\b[^}]*\\}`);
  return declared.test(source) || inList.test(source);
}

/** Folders in round brackets only group; square brackets become the braces of the document. */
function addressOf(file: string): string {
  const folders = path.dirname(file).split(path.sep);
  const parts = folders.filter((folder) => !/^\(.*\)$/.test(folder));
  return `/${parts.map((part) => part.replace(/^\[(?:\.\.\.)?(\w+)\]$/, "{$1}")).join("/")}`;
}

test("every route file and method stands in the table, and the table names nothing else", () => {
  const served = servedKeys();
  expect(served.length).toBeGreaterThan(10);
  expect(served.toSorted()).toEqual([...ROUTE_KEYS].toSorted());
});

test("every row of the table stands in the OpenAPI document with its callers", () => {
  const document = JSON.parse(JSON.stringify(openApiDocument()));
  expect(document.openapi).toBe("3.1.0");
  for (const key of ROUTE_KEYS) {
    const { method, path: address } = splitKey(key);
    const operation = document.paths[address]?.[method.toLowerCase()];
    expect(operation, key).toMatchObject({ summary: routeSpec(key).summary });
    expect(operation.responses["200"], key).toBeDefined();
    const inPath = [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const described = (operation.parameters ?? []).filter((one: { in: string }) => one.in === "path");
    expect(
      described.map((one: { name: string }) => one.name),
      key,
    ).toEqual(inPath);
  }
  const served = Object.values<object>(document.paths).flatMap((methods) => Object.keys(methods));
  expect(served).toHaveLength(ROUTE_KEYS.length);
});

test("the document says what a caller has to send and gets", () => {
  const document = JSON.parse(JSON.stringify(openApiDocument()));
  const list = document.paths["/v1/athletes/{athlete_id}/recovery"].get;
  expect(list.parameters).toContainEqual({
    name: "limit",
    in: "query",
    required: false,
    schema: { default: 50, type: "integer", minimum: 1, maximum: 200 },
  });
  expect(list.security).toEqual([{ token: ["recovery:read"] }, { session: [] }]);
  const day = list.responses["200"].content["application/json"].schema.properties.data.items;
  expect(day.required).toEqual(
    expect.arrayContaining(["local_date", "hrv_rmssd_ms", "hrv_sdnn_ms", "sleep_seconds"]),
  );
  const connect = document.paths["/v1/garmin/connect"].post;
  expect(connect.requestBody.content["application/json"].schema.properties).toHaveProperty("api_key");
  expect(document.paths["/v1/openapi.json"].get.security).toEqual([]);
});

test("in a row no name is used twice among path, query and body", () => {
  for (const key of ROUTE_KEYS) {
    const { params, query, body } = routeSpec(key);
    const names = [params, query, body].flatMap((part) => Object.keys(part?.shape ?? {}));
    expect(new Set(names).size, key).toBe(names.length);
  }
});

test.each([
  [undefined, undefined, null],
  ["2026-03-10", undefined, null],
  ["2026-03-10", "2026-03-10", null],
  ["2026-03-11", "2026-03-11", null],
  ["2026-03-11", undefined, null],
  ["2025-11-11", "2026-03-10", null],
  ["2025-11-10", "2026-03-10", "from"],
  ["2019-01-01", "2019-04-30", null],
  ["2019-01-01", undefined, "from"],
  [undefined, "2026-03-10", "from"],
  ["2026-03-10", "2026-03-09", "to"],
  ["2026-03-12", undefined, "from"],
  ["2026-03-01", "2026-03-12", "to"],
])("asked on 2026-03-10, a sync from %s to %s is wrong in: %s", (from, to, field) => {
  expect(syncRangeFault(from, to, "2026-03-10")?.path[0] ?? null).toBe(field);
});
