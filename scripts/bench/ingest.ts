/** Storing 10,000 normalized recordings, against COPY of the same rows into the same tables and indexes. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { addDays } from "@/lib/days";
import { storeRecordings } from "@/lib/ingest/store-recordings";
import type { Recording } from "@/lib/records/recording";
import { type Bench, type BenchContext, type BenchRow, median, row, timed } from "./bench";
import { delivery, runOf } from "./history";
import { makePerson } from "./people";

const RECORDING_COUNT = 10_000;
const PAIR_COUNT = 5;
const GOAL_TIMES_COPY = 3;
/** What storing a recording fills; a row of each refers to the one before. */
const TABLES = ["Workout", "Recording"] as const;
const FIRST_DATE = "2010-01-01";

export const ingestBench: Bench = {
  name: "ingest",
  measures: "10,000 recordings stored, against COPY of the same rows",
  run: async (context) => {
    const client = new pg.Client({ connectionString: context.databaseUrl });
    await client.connect();
    try {
      return await measure(client, context);
    } finally {
      await empty(client);
      await client.end();
    }
  },
};

async function measure(client: pg.Client, { say }: BenchContext): Promise<BenchRow[]> {
  const { athleteId } = await makePerson("athlete");
  const recordings = makeRecordings(RECORDING_COUNT);
  const store = (some: readonly Recording[]) => () => storeRecordings(athleteId, delivery(some));

  await empty(client);
  await store(recordings)();
  const rows = await dump(client);
  const pairs: { stored: number; copied: number }[] = [];
  while (pairs.length < PAIR_COUNT) {
    await empty(client);
    const stored = await timed(store(recordings));
    await empty(client);
    const copied = await timed(() => copyIn(client, rows));
    pairs.push({ stored, copied });
    say(`  stored in ${stored.toFixed(0)} ms, copied in ${copied.toFixed(0)} ms`);
  }
  await client.query("ANALYZE");
  const again = await timed(store(recordings));
  await empty(client);
  const tenth = await timed(store(recordings.slice(0, RECORDING_COUNT / 10)));
  const storedMs = median(pairs.map(({ stored }) => stored));
  return [
    row(
      "ingest: 10,000 recordings, times COPY",
      median(pairs.map(({ stored, copied }) => stored / copied)),
      "x",
      GOAL_TIMES_COPY,
    ),
    row("ingest: 10,000 recordings", storedMs, "ms"),
    row("ingest: COPY of the same rows", median(pairs.map(({ copied }) => copied)), "ms"),
    row("ingest: the same 10,000 again, nothing new", again, "ms"),
    row("ingest: time for 10 times the recordings", storedMs / tenth, "x"),
  ];
}

function makeRecordings(count: number): Recording[] {
  // Two a day, since ten thousand days would be a long life of runs.
  return Array.from({ length: count }, (_, index) =>
    runOf(addDays(FIRST_DATE, Math.floor(index / 2)), index),
  );
}

async function empty(client: pg.Client): Promise<void> {
  await client.query(`TRUNCATE ${TABLES.map((table) => `"${table}"`).join(", ")} CASCADE`);
  await client.query("CHECKPOINT");
}

type Dumped = Map<(typeof TABLES)[number], Buffer>;

async function dump(client: pg.Client): Promise<Dumped> {
  const rows: Dumped = new Map();
  for (const table of TABLES) {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`COPY "${table}" TO STDOUT`))) chunks.push(chunk);
    rows.set(table, Buffer.concat(chunks));
  }
  return rows;
}

async function copyIn(client: pg.Client, rows: Dumped): Promise<void> {
  await client.query("BEGIN");
  for (const [table, body] of rows) {
    await pipeline(Readable.from([body]), client.query(copyFrom(`COPY "${table}" FROM STDIN`)));
  }
  await client.query("COMMIT");
}
