/**
 * Checks that prisma/schema.prisma equals what the migrations make, with Prisma's schema
 * engine as WebAssembly. `npm run db:diff` prints the SQL that is missing, to start a
 * migration from. A tool for developers only: nothing at run time depends on it.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { migrate } from "../migrate";
import { migrationsDir, withTestDatabase } from "./test-database";

const schemaFile = path.resolve(import.meta.dirname, "../../prisma/schema.prisma");

type DiffResult = { exitCode: number; stdout: string | null };
type Engine = { diff(params: unknown): Promise<DiffResult>; free(): void };
type EngineModule = {
  SchemaEngine: { new: (params: unknown, onLog: () => void, factory: unknown) => Promise<Engine> };
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

const DIFFERENCES_FOUND = 2;

/** The SQL that would make the migrated database equal to the schema; null when it is. */
async function sqlFromDatabaseToSchema(databaseUrl: string): Promise<string | null> {
  const files = [{ path: schemaFile, content: readFileSync(schemaFile, "utf8") }];
  const { SchemaEngine } = await loadEngine();
  const adapters = new ScriptSafeAdapters(databaseUrl);
  const factory = bindMigrationAwareSqlAdapterFactory(adapters);
  const datamodels = files.map((file) => [file.path, file.content]);
  const engine = await SchemaEngine.new({ datamodels }, () => {}, factory);
  try {
    const result = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: path.dirname(schemaFile) },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: ["public._prisma_migrations"], externalEnums: [] },
    });
    return result.exitCode === DIFFERENCES_FOUND ? result.stdout : null;
  } finally {
    engine.free();
    await adapters.close();
  }
}

/** The package's own entry needs WebAssembly imports, which Node lacks: its parts are joined by hand. */
async function loadEngine(): Promise<EngineModule> {
  const name = "@prisma/schema-engine-wasm/schema_engine_bg";
  const runtime: EngineModule & WebAssembly.ModuleImports = await import(name);
  const file = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), "schema_engine_bg.wasm");
  const wasm = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": runtime });
  runtime.__wbg_set_wasm(wasm.instance.exports);
  const start = wasm.instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) },
  });
  return runtime;
}

/** PrismaPg, with the columns of system catalogs that it refuses read by hand. */
class ScriptSafeAdapters implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  private readonly pools: pg.Pool[] = [];

  constructor(private readonly databaseUrl: string) {}

  async connect(): Promise<SqlDriverAdapter> {
    const pool = new pg.Pool({ connectionString: this.databaseUrl, max: 1 });
    this.pools.push(pool);
    const adapter = await new PrismaPg(pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = (query) => queryRaw(query).catch((error) => readCatalog(pool, query, error));
    return adapter;
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    throw new Error("The check compares with a migrated database and needs no shadow of it.");
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }
}

/** PostgreSQL's type ids, as far as its catalogs use them. */
const COLUMN_TYPE_BY_OID: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  700: ColumnTypeEnum.Float,
  701: ColumnTypeEnum.Double,
  1002: ColumnTypeEnum.TextArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
};

/** The describer selects columns of type "char", which the adapter does not know. */
async function readCatalog(pool: pg.Pool, query: SqlQuery, error: unknown): Promise<SqlResultSet> {
  const cause = error instanceof Error ? error.cause : undefined;
  const isUnknownType =
    cause instanceof Object && "kind" in cause && cause.kind === "UnsupportedNativeDataType";
  if (!isUnknownType) throw error;
  const result = await pool.query({ text: query.sql, values: query.args, rowMode: "array" });
  return {
    columnNames: result.fields.map((field) => field.name),
    columnTypes: result.fields.map((field) => COLUMN_TYPE_BY_OID[field.dataTypeID] ?? ColumnTypeEnum.Text),
    rows: result.rows,
  };
}

process.exitCode = await withTestDatabase({ isMigrated: false }, async (databaseUrl) => {
  await migrate({ databaseUrl, migrationsDir });
  const missing = await sqlFromDatabaseToSchema(databaseUrl);
  if (missing === null) return 0;
  console.error("prisma/schema.prisma says more or other than prisma/migrations. What is missing:\n");
  console.error(missing);
  return 1;
});
