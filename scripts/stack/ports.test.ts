import net from "node:net";
import { expect, test } from "vitest";
import { findFreePorts, findNextFreePort, isPortFree } from "./ports";

function listen(): Promise<net.Server> {
  return new Promise((resolve) => {
    const server: net.Server = net.createServer().listen(0, "127.0.0.1", () => resolve(server));
  });
}

test("a port that somebody listens on is not free", async () => {
  const server = await listen();
  const address = server.address();
  const port = address instanceof Object ? address.port : 0;
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port)).toBe(true);
});

test("ports for several children are distinct and outside the range of outgoing connections", async () => {
  const ports = await findFreePorts(5);
  expect(new Set(ports).size).toBe(5);
  for (const port of ports) expect(port).toBeLessThan(32_768);
});

test("the next free port is taken when the usual one is not free", async () => {
  const isFree = async (port: number) => port >= 3003;
  expect(await findNextFreePort(3000, "127.0.0.1", isFree)).toBe(3003);
});
