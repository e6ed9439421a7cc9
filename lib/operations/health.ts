/** What a probe may know about this instance: no address, no secret, no error text. */
import { readSchemaState, type SchemaState } from "@/lib/db/health";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { version } from "@/package.json";

const INNGEST_PROBE_TIMEOUT_MS = 1_000;
/** A start may still be building the Inngest server. */
const INNGEST_START_SECONDS = 900;

export type DatabaseHealth = "ready" | "not_migrated" | "unreachable";
export type InngestHealth = "on" | "starting" | "not_answering" | "off";

export type Health = {
  status: "live";
  ready: boolean;
  database: DatabaseHealth;
  inngest: InngestHealth;
  /** What a person would miss, by name. */
  off: string[];
  versions: { nightrun: string; node: string; schema: string | null };
};

export async function readHealth(): Promise<Health> {
  const [schema, inngest] = await Promise.all([
    findSchemaState(),
    probeInngest(env().INNGEST_BASE_URL, fetch),
  ]);
  const database = judgeDatabase(schema);
  return {
    status: "live",
    ready: database === "ready",
    database,
    inngest,
    off: inngest === "on" ? [] : ["inngest"],
    versions: { nightrun: version, node: process.versions.node, schema: schema?.lastMigration ?? null },
  };
}

export function judgeDatabase(schema: SchemaState | null): DatabaseHealth {
  if (schema === null) return "unreachable";
  return schema.lastMigration !== null && schema.unfinishedCount === 0 ? "ready" : "not_migrated";
}

/** Any answer counts: the server's health page differs between its versions. */
export async function probeInngest(
  baseUrl: string | undefined,
  ask: typeof fetch,
  upSeconds = process.uptime(),
): Promise<InngestHealth> {
  if (baseUrl === undefined) return "off";
  try {
    const answer = await ask(new URL("/health", baseUrl), {
      signal: AbortSignal.timeout(INNGEST_PROBE_TIMEOUT_MS),
    });
    return answer.ok ? "on" : "not_answering";
  } catch {
    // Refused or silent: which one makes no difference to the reader.
    return upSeconds < INNGEST_START_SECONDS ? "starting" : "not_answering";
  }
}

async function findSchemaState(): Promise<SchemaState | null> {
  try {
    return await readSchemaState();
  } catch (error) {
    log.warn({ err: error }, "the database does not answer");
    return null;
  }
}
