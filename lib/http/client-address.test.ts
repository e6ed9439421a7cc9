import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import {
  clientAddress,
  isLoopbackAddress,
  isLoopbackRequest,
  markSocketAddresses,
} from "@/lib/http/client-address";

const forwarded = (list: string) => new Headers({ "x-forwarded-for": list });

test.each([
  ["203.0.113.9", 0, "203.0.113.9"],
  ["1.1.1.1, 203.0.113.9", 0, "203.0.113.9"],
  ["1.1.1.1, 203.0.113.9, 10.0.0.1", 1, "203.0.113.9"],
  ["1.1.1.1, 203.0.113.9, 10.0.0.2, 10.0.0.1", 2, "203.0.113.9"],
  ["10.0.0.1", 1, "10.0.0.1"],
  ["::ffff:127.0.0.1", 0, "127.0.0.1"],
  ["", 0, "unknown"],
])("of %s behind %i proxies the address is %s", (list, count, expected) => {
  expect(clientAddress(forwarded(list), count)).toBe(expected);
});

test("loopback addresses are told from the rest", () => {
  expect(["127.0.0.1", "127.8.8.8", "::1"].every(isLoopbackAddress)).toBe(true);
  expect(["128.0.0.1", "127.0.0.1.evil.example", "unknown", ""].some(isLoopbackAddress)).toBe(false);
});

test("before the socket is marked nobody counts as sitting at the machine", () => {
  expect(isLoopbackRequest(new Headers({ "x-forwarded-for": "127.0.0.1", host: "localhost" }), 0)).toBe(
    false,
  );
});

test("the socket's address comes last, whatever the caller wrote", async () => {
  markSocketAddresses();
  markSocketAddresses();
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers["x-forwarded-for"]));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}/`);
  await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-forwarded-for": "203.0.113.9" } });
  server.close();
  expect(seen).toEqual(["127.0.0.1", "203.0.113.9, 127.0.0.1"]);
});

test.each([
  ["127.0.0.1", "localhost:3000", true],
  ["::1", "[::1]:3000", true],
  ["127.0.0.1", "nightrun.example", false],
  ["203.0.113.9", "localhost:3000", false],
  ["127.0.0.1, 203.0.113.9", "localhost:3000", false],
])("a caller from %s who typed %s sits at the machine: %s", (list, host, expected) => {
  expect(isLoopbackRequest(new Headers({ "x-forwarded-for": list, host }), 0)).toBe(expected);
});
