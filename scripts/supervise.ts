/**
 * One start of Nightrun: PostgreSQL, the Inngest server and the app, each a child with a log
 * of its own, started in order and ended in the reverse. `npm start`, the demo and the
 * journeys all go through `startStack`.
 */
import path from "node:path";
import { type AppBuild, ensureAppBuild } from "./stack/app-build";
import { isLoopback } from "./stack/arguments";
import { checkFreeSpace, openDataDir, pidFileOf } from "./stack/data-dir";
import { openDatabase, type StackDatabase } from "./stack/database";
import { messageOf, StartFault } from "./stack/fault";
import {
  cachedInngest,
  findInngest,
  type InngestPorts,
  type InngestSource,
  inngestArguments,
} from "./stack/inngest-server";
import { recordInstance } from "./stack/instance";
import { findFreePorts, findNextFreePort, isPortFree } from "./stack/ports";
import { type Child, type ChildOptions, Children, lastLines } from "./stack/processes";
import { ensureSecrets, type Secrets } from "./stack/secrets";

const DEFAULT_PORT = 3000;
const READY_TIMEOUT_MS = 90_000;
const POLL_MS = 100;
const WATCH_MS = 5_000;
const BUILD_FREE_BYTES = 400_000_000;

type Environment = Record<string, string | undefined>;
export type NewChild = Pick<ChildOptions, "name" | "command" | "args"> & { env?: Environment };

export type StackOptions = {
  projectDir: string;
  dataDir: string;
  /** A person's settings; the names of lib/env.ts. */
  env: Environment;
  /** null: the first free one from `firstPort` on. */
  port: number | null;
  firstPort?: number;
  host?: string;
  /** false: nothing runs by itself. */
  hasInngest?: boolean;
  say: (line: string) => void;
  /** Ends a start that is still under way. */
  signal?: AbortSignal;
  /** Further children before the app, and the settings that lead the app to them. */
  beforeApp?: (start: (child: NewChild) => Child) => Promise<Environment>;
  postgresSettings?: string[];
};

export type InngestState = { state: "on"; url: string } | { state: "off"; reason: string };

export type Stack = {
  url: string;
  host: string;
  databaseUrl: string;
  /** Of the build that is served, relative to the project folder. */
  distDir: string;
  secrets: Secrets;
  /** Where Inngest answers or will answer; null when there is none. */
  inngestUrl: string | null;
  /** Settled when it answers, or when it is clear that it will not. */
  inngest: Promise<InngestState>;
  /** Resolves with a sentence when a child cannot be kept alive. */
  failure: Promise<string>;
  stop: () => Promise<void>;
};

/** What the parts of one start share. */
type Run = {
  options: StackOptions;
  host: string;
  secrets: Secrets;
  children: Children;
  database: StackDatabase | null;
  /** The timer that looks after the database. */
  watch: NodeJS.Timeout | undefined;
  fail: (sentence: string) => void;
  failure: Promise<string>;
  checkNotEnded: () => void;
};

/** @throws StartFault with one sentence for what the person can put right; all is ended again then */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, say } = options;
  await openDataDir(dataDir, say);
  const run = newRun(options);
  const stop = stopOnce(run);
  // What is under way, a build say, ends at once and not when it is done.
  options.signal?.addEventListener("abort", () => void run.children.stopAll(["app", "inngest"]), {
    once: true,
  });
  try {
    run.children.record();
    return await startParts(run, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function newRun(options: StackOptions): Run {
  const { promise: failure, resolve: fail } = withResolvers<string>();
  const logDir = path.join(options.dataDir, "logs");
  return {
    options,
    host: options.host ?? options.env.HOST ?? "127.0.0.1",
    secrets: ensureSecrets(options.dataDir),
    children: new Children(pidFileOf(options.dataDir), logDir),
    database: null,
    watch: undefined,
    fail,
    failure,
    checkNotEnded: () => {
      if (options.signal?.aborted) throw new StartFault("Ended before everything was up.");
    },
  };
}

async function startParts(run: Run, stop: () => Promise<void>): Promise<Stack> {
  const { options, host, secrets } = run;
  if (options.port !== null) await requireFreePort(options.port, host);
  const [database, build] = await settleBoth(openStackDatabase(run), buildApp(run));
  run.checkNotEnded();
  const extra = (await options.beforeApp?.((child) => startChild(run, child))) ?? {};
  const plan = await planInngest(run);
  const { url } = await serveApp(run, build, { ...extra, ...plan.appEnv, DATABASE_URL: database.url });
  run.children.setUrl(url);
  const told = {
    ...options.env,
    ...extra,
    ...plan.appEnv,
    DATABASE_URL: database.url,
    NEXTAUTH_URL: options.env.NEXTAUTH_URL || url,
  };
  recordInstance(options.dataDir, told);
  run.watch = watchDatabase(run, database);
  return {
    url,
    host,
    databaseUrl: database.url,
    distDir: build.distDir,
    secrets,
    inngestUrl: plan.url,
    inngest: plan.start(url).catch((error) => ({ state: "off", reason: messageOf(error) })),
    failure: run.failure,
    stop,
  };
}

/** The app goes first, since it uses the others; PostgreSQL last. Any number of calls end once. */
function stopOnce(run: Run): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    clearInterval(run.watch);
    await run.children.stopAll(["app", "inngest"]);
    run.database?.stop();
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

async function openStackDatabase(run: Run): Promise<StackDatabase> {
  const { projectDir, dataDir, env, postgresSettings = [] } = run.options;
  run.database = await openDatabase({
    projectDir,
    dataDir,
    logDir: path.join(dataDir, "logs"),
    password: run.secrets.POSTGRES_PASSWORD,
    databaseUrl: env.DATABASE_URL || undefined,
    settings: postgresSettings,
  });
  return run.database;
}

/** PostgreSQL is no child of this process, so nobody tells when it ends. */
function watchDatabase(run: Run, database: StackDatabase): NodeJS.Timeout {
  const look = async () => {
    try {
      if (await database.restartIfGone()) run.options.say("PostgreSQL had ended and runs again.");
    } catch (error) {
      clearInterval(run.watch);
      run.fail(`PostgreSQL ended and does not start again: ${messageOf(error)}`);
    }
  };
  return setInterval(() => void look(), WATCH_MS);
}

function startChild(run: Run, child: NewChild): Child {
  const { projectDir, env } = run.options;
  run.checkNotEnded();
  return run.children.start({ ...child, cwd: projectDir, env: { ...process.env, ...env, ...child.env } });
}

// ------------------------------------------------------------------ the app

function buildApp(run: Run): Promise<AppBuild> {
  const { projectDir, dataDir, say } = run.options;
  const next = path.join(projectDir, "node_modules/next/dist/bin/next");
  return ensureAppBuild(projectDir, async (env) => {
    checkFreeSpace(projectDir, BUILD_FREE_BYTES);
    say("Building the app; this takes up to a minute and happens once for every change.");
    const build = startChild(run, {
      name: "build",
      command: process.execPath,
      args: [next, "build"],
      env: { ...withoutSecrets(), ...env, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", FORCE_COLOR: "0" },
    });
    const exitCode = await exitOf(build);
    run.checkNotEnded();
    return { exitCode, output: lastLines(path.join(dataDir, "logs/build.log"), 60) };
  });
}

/** A build needs none, so it is not given any. */
function withoutSecrets(): Environment {
  return { DATABASE_URL: undefined, TOKEN_ENCRYPTION_KEY: undefined, NEXTAUTH_SECRET: undefined };
}

/** A port of one's own choice is asked for again when somebody else was faster. */
async function serveApp(run: Run, build: AppBuild, env: Environment): Promise<{ url: string }> {
  const { port: wanted, firstPort = DEFAULT_PORT } = run.options;
  for (let from = firstPort; ; ) {
    const port = wanted ?? (await findNextFreePort(from, run.host));
    const options = appChild(run, build, port, env);
    const app = startChild(run, options);
    const failure = await waitUntilReady(`${localUrl(run.host, port)}/api/health`, app, run);
    if (failure === null) {
      run.children.keep(app, { ...options, cwd: run.options.projectDir, env: childEnv(run, options) }, () =>
        run.fail(`The app keeps ending by itself; see ${app.logFile}.`),
      );
      return { url: appUrl(run, port) };
    }
    if (wanted !== null || !/EADDRINUSE/.test(failure)) throw new StartFault(failure);
    from = port + 1;
  }
}

function appChild(run: Run, build: AppBuild, port: number, env: Environment): NewChild {
  const { projectDir, env: settings } = run.options;
  const isLocal = isLoopback(run.host);
  const next = path.join(projectDir, "node_modules/next/dist/bin/next");
  return {
    name: "app",
    command: process.execPath,
    args: [next, "start", "--port", String(port), "--hostname", run.host],
    env: {
      NIGHTRUN_BUILD_DIR: build.distDir,
      NEXT_TELEMETRY_DISABLED: "1",
      // With it set anyone could run any function.
      INNGEST_DEV: undefined,
      TOKEN_ENCRYPTION_KEY: settings.TOKEN_ENCRYPTION_KEY || run.secrets.TOKEN_ENCRYPTION_KEY,
      NEXTAUTH_SECRET: settings.NEXTAUTH_SECRET || run.secrets.NEXTAUTH_SECRET,
      NEXTAUTH_URL: appUrl(run, port),
      SIGNUP: settings.SIGNUP || (isLocal ? "open" : "invited"),
      FIRST_ACCOUNT_CODE: settings.FIRST_ACCOUNT_CODE || (isLocal ? "" : run.secrets.FIRST_ACCOUNT_CODE),
      ...env,
    },
  };
}

const childEnv = (run: Run, child: NewChild): Environment => ({
  ...process.env,
  ...run.options.env,
  ...child.env,
});

/** The address that people open. */
function appUrl(run: Run, port: number): string {
  return run.options.env.NEXTAUTH_URL || localUrl(run.host, port);
}

function localUrl(host: string, port: number): string {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  return `http://${isEverywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function requireFreePort(port: number, host: string): Promise<void> {
  if (!(await isPortFree(port, host)))
    throw new StartFault(`Port ${port} is taken; choose another with --port.`);
}

// ------------------------------------------------------------------ Inngest

type InngestPlan = {
  url: string | null;
  appEnv: Environment;
  start: (appUrl: string) => Promise<InngestState>;
};

/** The app has to know the address at its start, so the ports are chosen before the server is there. */
async function planInngest(run: Run): Promise<InngestPlan> {
  const { env, projectDir } = run.options;
  const source: InngestSource =
    run.options.hasInngest === false
      ? { kind: "none", reason: "This start runs without Inngest." }
      : findInngest(env, projectDir);
  if (source.kind === "none") {
    const off = { state: "off", reason: source.reason } as const;
    return { url: null, appEnv: { INNGEST_BASE_URL: "" }, start: () => Promise.resolve(off) };
  }
  if (source.kind === "running") {
    const { baseUrl } = source;
    return { url: baseUrl, appEnv: {}, start: (url) => joinInngest(run, baseUrl, url) };
  }
  const [server = 0, gateway = 0, gatewayGrpc = 0, executorGrpc = 0] = await findFreePorts(4);
  const url = `http://127.0.0.1:${server}`;
  const ports = { server, gateway, gatewayGrpc, executorGrpc };
  return {
    url,
    appEnv: {
      INNGEST_BASE_URL: url,
      INNGEST_EVENT_KEY: run.secrets.INNGEST_EVENT_KEY,
      INNGEST_SIGNING_KEY: run.secrets.INNGEST_SIGNING_KEY,
    },
    start: async (appUrl) => {
      const file = source.kind === "binary" ? source.file : await buildInngest(run);
      return startInngest(run, file, ports, appUrl);
    },
  };
}

async function buildInngest(run: Run): Promise<string> {
  run.options.say("Building the Inngest server in the background; syncs run by themselves once it is there.");
  const build = startChild(run, {
    name: "inngest-build",
    command: process.execPath,
    args: ["--import", "tsx", path.join(run.options.projectDir, "scripts/stack/build-inngest.ts")],
  });
  if ((await exitOf(build)) === 0) return cachedInngest(run.options.env);
  throw new Error(`Inngest could not be built, so nothing syncs by itself; see ${build.logFile}.`);
}

async function startInngest(
  run: Run,
  file: string,
  ports: InngestPorts,
  appUrl: string,
): Promise<InngestState> {
  const url = `http://127.0.0.1:${ports.server}`;
  const postgresUrl = run.database?.inngestUrl;
  const args = inngestArguments({
    ports,
    eventKey: run.secrets.INNGEST_EVENT_KEY,
    signingKey: run.secrets.INNGEST_SIGNING_KEY,
    appUrl,
    storage: postgresUrl
      ? { kind: "postgres", url: postgresUrl }
      : { kind: "sqlite", dir: path.join(run.options.dataDir, "inngest") },
  });
  const options = { name: "inngest", command: file, args };
  const inngest = startChild(run, options);
  const failure = await waitUntilReady(`${url}/health`, inngest, run);
  if (failure !== null) throw new Error(failure);
  run.children.keep(inngest, { ...options, cwd: run.options.projectDir, env: childEnv(run, options) }, () =>
    run.options.say(`The Inngest server keeps ending by itself; see ${inngest.logFile}.`),
  );
  return joinInngest(run, url, appUrl);
}

/** Tells Inngest about the app's functions; both find each other again after a restart. */
async function joinInngest(run: Run, url: string, appUrl: string): Promise<InngestState> {
  const answer = await fetch(`${appUrl}/api/inngest`, { method: "PUT" });
  if (answer.ok) return { state: "on", url };
  run.options.say(`The app could not register with Inngest (HTTP ${answer.status}); see the app's log.`);
  return { state: "off", reason: `registration answered ${answer.status}` };
}

// ------------------------------------------------------------------ waiting

/** @returns null when it answers, else why it never will */
async function waitUntilReady(url: string, child: Child, run: Run): Promise<string | null> {
  const giveUpAtMs = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < giveUpAtMs) {
    run.checkNotEnded();
    if (child.hasExited())
      return `${lastLines(child.logFile, 15)}\nThe ${child.name} process ended at its start.`;
    const isReady = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return null;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return `${lastLines(child.logFile, 15)}\nThe ${child.name} process does not answer.`;
}

function exitOf(child: Child): Promise<number> {
  return new Promise((resolve) => {
    child.process.once("error", () => resolve(1));
    child.process.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Both at once; when one fails, the other is not left running behind its back. */
async function settleBoth<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
