/** The database of one start: the server named by DATABASE_URL, or an embedded one; migrated. */
import path from "node:path";
import pg from "pg";
import { migrate } from "../migrate";
import { messageOf, StartFault } from "./fault";
import { createDatabase, startPostgres } from "./postgres";

const DATABASE = "nightrun";
const INNGEST_DATABASE = "inngest";

export type StackDatabase = {
  url: string;
  /** For Inngest's history; null where no database of its own can be made. */
  inngestUrl: string | null;
  /** @returns whether it had ended and runs again; never for a server that is not ours */
  restartIfGone: () => Promise<boolean>;
  stop: () => void;
};

export type DatabaseOptions = {
  projectDir: string;
  dataDir: string;
  logDir: string;
  password: string;
  databaseUrl: string | undefined;
  settings: string[];
};

/** @throws StartFault when DATABASE_URL leads nowhere or a migration fails */
export async function openDatabase(options: DatabaseOptions): Promise<StackDatabase> {
  const database = options.databaseUrl ? await openServer(options.databaseUrl) : await openEmbedded(options);
  try {
    await migrate({
      databaseUrl: database.url,
      migrationsDir: path.join(options.projectDir, "prisma/migrations"),
    });
    return database;
  } catch (error) {
    database.stop();
    throw new StartFault(messageOf(error));
  }
}

async function openEmbedded({
  dataDir,
  logDir,
  password,
  settings,
}: DatabaseOptions): Promise<StackDatabase> {
  const server = await startPostgres({
    dir: path.join(dataDir, "postgres"),
    logFile: path.join(logDir, "postgres.log"),
    password,
    settings,
  });
  await server.createDatabase(DATABASE);
  await server.createDatabase(INNGEST_DATABASE);
  return {
    url: server.url(DATABASE),
    inngestUrl: withoutTls(server.url(INNGEST_DATABASE)),
    restartIfGone: server.restartIfGone,
    stop: server.stop,
  };
}

async function openServer(databaseUrl: string): Promise<StackDatabase> {
  const url = parseDatabaseUrl(databaseUrl);
  await checkConnection(databaseUrl, url);
  return {
    url: databaseUrl,
    inngestUrl: await findInngestDatabase(url),
    restartIfGone: async () => false,
    stop: () => {},
  };
}

/** @throws StartFault unless it is a PostgreSQL address that names a database */
export function parseDatabaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length < 2) {
    throw new StartFault(
      "DATABASE_URL is not an address like postgresql://user:password@host:5432/database.",
    );
  }
  return url;
}

async function checkConnection(databaseUrl: string, { hostname, port, pathname }: URL): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 8_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
  } catch (error) {
    const place = `${hostname}:${port || 5432}${pathname}`;
    throw new StartFault(`DATABASE_URL cannot be used: ${place} says ${describe(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A refused connection has no message when several addresses were tried. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return messageOf(error.errors[0]);
  return messageOf(error).replace(/\.$/, "");
}

/** Beside the app's own, under its name, so that instances on one server stay apart. */
async function findInngestDatabase(url: URL): Promise<string | null> {
  const inngestUrl = new URL(url);
  inngestUrl.pathname = `${url.pathname}_${INNGEST_DATABASE}`;
  try {
    await createDatabase(url.href, decodeURIComponent(inngestUrl.pathname.slice(1)));
    return inngestUrl.searchParams.has("sslmode") ? inngestUrl.href : withoutTls(inngestUrl.href);
  } catch {
    // This account may not make databases; Inngest then keeps its history in a file.
    return null;
  }
}

function withoutTls(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("sslmode", "disable");
  return url.href;
}
