import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate";

let migrationsDir = "";
let databaseUrl = "";
let name = "";

/** A database of its own, beside the one that the other tests share. */
async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}

beforeEach(async () => {
  migrationsDir = mkdtempSync(path.join(os.tmpdir(), "nightrun-migrations-"));
  name = `migrate_${randomUUID().replaceAll("-", "")}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  databaseUrl = url.href;
});
afterEach(async () => {
  rmSync(migrationsDir, { recursive: true, force: true });
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
});

function write(migration: string, sql: string): void {
  mkdirSync(path.join(migrationsDir, migration), { recursive: true });
  writeFileSync(path.join(migrationsDir, migration, "migration.sql"), sql);
}

const FUNCTION_BODY = "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;";

test("migrations are applied once and in order, function bodies included", async () => {
  write("1_table", "CREATE TABLE t (id int);");
  write("2_function", FUNCTION_BODY);
  expect(await migrate({ databaseUrl, migrationsDir })).toEqual(["1_table", "2_function"]);
  expect(await migrate({ databaseUrl, migrationsDir })).toEqual([]);
});

test("four starts at once apply each migration once", async () => {
  write("1_table", "CREATE TABLE t (id int);");
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate({ databaseUrl, migrationsDir })));
  expect(runs.flat()).toEqual(["1_table"]);
});

test("a failing migration leaves nothing behind and can be tried again", async () => {
  write("1_table", "CREATE TABLE t (id int); SELECT nonsense;");
  await expect(migrate({ databaseUrl, migrationsDir })).rejects.toThrow(/1_table failed/);
  write("1_table", "CREATE TABLE t (id int);");
  expect(await migrate({ databaseUrl, migrationsDir })).toEqual(["1_table"]);
});

test("an edited migration is refused, one with other line ends is not", async () => {
  write("1_table", "CREATE TABLE t (\n id int);");
  await migrate({ databaseUrl, migrationsDir });
  write("1_table", "CREATE TABLE t (\r\n id int);");
  expect(await migrate({ databaseUrl, migrationsDir })).toEqual([]);
  write("1_table", "CREATE TABLE t (id bigint);");
  await expect(migrate({ databaseUrl, migrationsDir })).rejects.toThrow(/edited/);
});

test("a database that is newer than the code is refused", async () => {
  write("1_table", "CREATE TABLE t (id int);");
  await migrate({ databaseUrl, migrationsDir });
  rmSync(path.join(migrationsDir, "1_table"), { recursive: true });
  await expect(migrate({ databaseUrl, migrationsDir })).rejects.toThrow(/newer than this code/);
});

test("a statement that cannot run in a transaction may say so", async () => {
  write("1_table", "CREATE TABLE t (id int);");
  write("2_index", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (id);");
  expect(await migrate({ databaseUrl, migrationsDir })).toEqual(["1_table", "2_index"]);
});
