/**
 * The Inngest server, from the first source that works: one that already runs, the binary
 * of the npm package, one built earlier into the user's cache folder, one built now.
 */
import { spawnSync } from "node:child_process";
import os from "node:os";
import path from "node:path";

export const INNGEST_VERSION = "1.44.0";

export type InngestSource =
  | { kind: "running"; baseUrl: string }
  | { kind: "binary"; file: string }
  | { kind: "buildable" }
  | { kind: "none"; reason: string };

export type InngestPorts = { server: number; gateway: number; gatewayGrpc: number; executorGrpc: number };

/** Shared by every clone of this user. `NIGHTRUN_CACHE_DIR` moves it. */
export function inngestCacheDir(env: Record<string, string | undefined>): string {
  const base = env.NIGHTRUN_CACHE_DIR || path.join(os.homedir(), ".cache/nightrun");
  return path.join(path.resolve(base), `inngest-${INNGEST_VERSION}`);
}

export function cachedInngest(env: Record<string, string | undefined>): string {
  return path.join(inngestCacheDir(env), process.platform === "win32" ? "inngest.exe" : "inngest");
}

export function findInngest(
  env: Record<string, string | undefined>,
  projectDir: string,
  doesRun: (command: string, args: string[], expected: RegExp) => boolean = printsVersion,
): InngestSource {
  if (env.INNGEST_BASE_URL) return { kind: "running", baseUrl: env.INNGEST_BASE_URL };
  // The package may be there without its binary; its stand-in prints a hint instead of a version.
  const candidates = [path.join(projectDir, "node_modules/.bin/inngest"), cachedInngest(env)];
  const file = candidates.find((candidate) => doesRun(candidate, ["version"], /^(dev|v?\d+\.\d+)/));
  if (file) return { kind: "binary", file };
  if (doesRun("go", ["version"], /^go version go1\.\d+/)) return { kind: "buildable" };
  return {
    kind: "none",
    reason:
      "Inngest is not there, so nothing syncs by itself: install Go and start again, or set INNGEST_BASE_URL.",
  };
}

function printsVersion(command: string, args: string[], expected: RegExp): boolean {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: 20_000 });
  return result.status === 0 && expected.test(result.stdout.trim());
}

export type InngestOptions = {
  ports: InngestPorts;
  eventKey: string;
  signingKey: string;
  /** Where the app serves its functions. */
  appUrl: string;
  /** History in a database of its own, or in a file where that cannot be made. */
  storage: { kind: "postgres"; url: string } | { kind: "sqlite"; dir: string };
};

/** Every port is given: the defaults would clash with a second server, whatever its host says. */
export function inngestArguments({ ports, eventKey, signingKey, appUrl, storage }: InngestOptions): string[] {
  return [
    ...["start", "--host", "127.0.0.1", "--port", String(ports.server)],
    ...["--connect-gateway-port", String(ports.gateway)],
    ...["--connect-gateway-grpc-port", String(ports.gatewayGrpc)],
    ...["--connect-executor-grpc-port", String(ports.executorGrpc)],
    ...["--event-key", eventKey, "--signing-key", signingKey],
    ...["--sdk-url", `${appUrl}/api/inngest`],
    ...(storage.kind === "postgres"
      ? ["--postgres-uri", storage.url, "--postgres-max-open-conns", "15", "--postgres-max-idle-conns", "3"]
      : ["--sqlite-dir", storage.dir]),
  ];
}
