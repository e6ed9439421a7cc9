/** What people may write behind `npm start --`. */
import { StartFault } from "./fault";

export type StartArguments = {
  /** null: the first free one from the default on. */
  port: number | null;
  dataDir: string | null;
  host: string | null;
  /** `--name` without a value, out of the flags that the command knows. */
  flags: Set<string>;
};

const HIGHEST_PORT = 65_535;

/** @throws StartFault with one sentence for an option that is unknown or lacks its value */
export function parseStartArguments(args: string[], knownFlags: string[] = []): StartArguments {
  const parsed: StartArguments = { port: null, dataDir: null, host: null, flags: new Set() };
  const rest = args.flatMap(splitEqualsSign);
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === "--port") parsed.port = parsePort(requireValue(option, rest.shift()));
    else if (option === "--data") parsed.dataDir = requireValue(option, rest.shift());
    else if (option === "--host") parsed.host = requireValue(option, rest.shift());
    else if (knownFlags.includes(option)) parsed.flags.add(option);
    else
      throw new StartFault(
        `Unknown option ${option}; there are ${["--port", "--data", "--host", ...knownFlags].join(", ")}.`,
      );
  }
  return parsed;
}

export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > HIGHEST_PORT)
    throw new StartFault(`--port takes a number from 1 to ${HIGHEST_PORT}, not "${text}".`);
  return port;
}

function requireValue(option: string, value: string | undefined): string {
  if (value === undefined || value === "" || value.startsWith("--"))
    throw new StartFault(`${option} needs a value.`);
  return value;
}

function splitEqualsSign(arg: string): string[] {
  const at = arg.indexOf("=");
  return arg.startsWith("--") && at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg];
}

/** True when only this machine can reach a server on `host`. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
