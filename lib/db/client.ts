/**
 * The pool and the Prisma client over it: one of each in a process, also across the
 * reloads of development. Only files in lib/db import this.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { env } from "@/lib/env";

type Held = { pool: pg.Pool; prisma: PrismaClient };
const holder = globalThis as typeof globalThis & { nightrunDb?: Held };

const DATE_OID = 1082;

/** Dates stay `YYYY-MM-DD` text: a local date has no instant. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === DATE_OID ? (value: string) => value : pg.types.getTypeParser(oid, format),
};

function held(): Held {
  if (!holder.nightrunDb) {
    const pool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 10, types });
    const prismaPool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 10 });
    // A connection that dies while idle is replaced; without a listener it would end the process.
    pool.on("error", () => {});
    prismaPool.on("error", () => {});
    holder.nightrunDb = {
      pool,
      prisma: new PrismaClient({ adapter: new PrismaPg(prismaPool, { disposeExternalPool: true }) }),
    };
  }
  return holder.nightrunDb;
}

/** For rows of the domain. `@db.Date` columns are `Date`s at midnight UTC here. */
export function prisma(): PrismaClient {
  return held().prisma;
}

/** For set-based SQL and bulk reads. Dates come as `YYYY-MM-DD` text here. */
export function pool(): pg.Pool {
  return held().pool;
}

/** What a query can run on: the pool, or the client of an open transaction. */
export type Queryable = Pick<pg.PoolClient, "query">;

/** One transaction. Never hold it open while a provider is asked. */
export async function inTransaction<Result>(work: (tx: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** A local date for a Prisma `@db.Date` column, and back. */
export const toDbDate = (localDate: string): Date => new Date(`${localDate}T00:00:00Z`);
export const fromDbDate = (date: Date): string => date.toISOString().slice(0, 10);

export async function closeDb(): Promise<void> {
  const open = holder.nightrunDb;
  delete holder.nightrunDb;
  if (open) {
    await open.prisma.$disconnect();
    await open.pool.end();
  }
}
