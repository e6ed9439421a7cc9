/** Ports for the children: always looked for, never assumed. */
import net from "node:net";
import { StartFault } from "./fault";

/** Below the range from which systems take the ports of outgoing connections. */
const FIRST_CHILD_PORT = 20_000;
const LAST_CHILD_PORT = 31_999;
const HIGHEST_PORT = 65_535;

/** @throws StartFault when this machine has no such address, so that no port of it can be free */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isNoAddress = error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND";
      if (isNoAddress) reject(new StartFault(`This machine has no address ${host} to serve on.`));
      else resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Distinct free ports, chosen at random so that two starts at once do not meet. */
export async function findFreePorts(count: number, random: () => number = Math.random): Promise<number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries > 100 * count) throw new Error("No free port on 127.0.0.1.");
    const span = LAST_CHILD_PORT - FIRST_CHILD_PORT + 1;
    const port = FIRST_CHILD_PORT + Math.floor(random() * span);
    if (!ports.has(port) && (await isPortFree(port))) ports.add(port);
  }
  return [...ports];
}

/** The first free port from `from` on, as people expect of 3000. */
export async function findNextFreePort(
  from: number,
  host: string,
  isFree: (port: number, host: string) => Promise<boolean> = isPortFree,
): Promise<number> {
  for (let port = from; port <= HIGHEST_PORT; port += 1) if (await isFree(port, host)) return port;
  throw new Error(`No free port from ${from} on.`);
}
