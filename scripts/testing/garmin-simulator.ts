/** The Garmin simulator as one more child of a start, for journeys and the demo. */
import path from "node:path";
import { StartFault } from "../stack/fault";
import { findFreePorts } from "../stack/ports";
import { type Child, lastLines } from "../stack/processes";
import type { NewChild } from "../supervise";

const START_TIMEOUT_MS = 30_000;

/** The addresses that it prints when it serves. */
export type GarminSimulator = { personal: string; connectapi: string; control: string; login: string };

/** @throws StartFault when it does not come up */
export async function startGarminSimulatorChild(
  projectDir: string,
  start: (child: NewChild) => Child,
): Promise<GarminSimulator> {
  const [port = 0] = await findFreePorts(1);
  const script = path.join(projectDir, "e2e/simulators/garmin/main.ts");
  const child = start({
    name: "garmin-simulator",
    command: process.execPath,
    args: ["--import", "tsx", script, "--port", String(port)],
  });
  const giveUpAtMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < giveUpAtMs && !child.hasExited()) {
    const found = readAddresses(lastLines(child.logFile, 20), port);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StartFault(`${lastLines(child.logFile, 15)}\nThe Garmin simulator did not start.`);
}

/** The log may hold the addresses of an earlier start: ours name our port. */
export function readAddresses(log: string, port: number): GarminSimulator | null {
  const line = log
    .split("\n")
    .findLast((text) => text.startsWith('{"personal"') && text.includes(`:${port}`));
  return line === undefined ? null : JSON.parse(line);
}
