/** Bringing the daily metrics up to date: ten years at once, and one new night. */
import pg from "pg";
import { addDays, localDateIn } from "@/lib/days";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import { recomputeDailyMetrics } from "@/lib/insights/recompute";
import { type Bench, median, row, timed } from "./bench";
import { DAYS_PER_YEAR, delivery, nightOf, storeHistory } from "./history";
import { BENCH_TIME_ZONE, makePerson } from "./people";

const YEARS = 10;
const ROUNDS = 5;
const NIGHT_ROUNDS = 25;
const GOAL_TEN_YEARS_MS = 500;
const GOAL_ONE_NIGHT_MS = 20;

export const recomputeBench: Bench = {
  name: "recompute",
  measures: "daily metrics of ten years, and of one new night",
  run: async ({ databaseUrl }) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const tenYears = await computeAll(client, YEARS * DAYS_PER_YEAR);
      const oneYear = await computeAll(client, DAYS_PER_YEAR);
      return [
        row("recompute: ten years", tenYears.allMs, "ms", GOAL_TEN_YEARS_MS),
        row("recompute: one new night of ten years", tenYears.nightMs, "ms", GOAL_ONE_NIGHT_MS),
        row("recompute: one year", oneYear.allMs, "ms"),
        row("recompute: one new night, ten years against one", tenYears.nightMs / oneYear.nightMs, "x"),
        row("recompute: time for 10 times the years", tenYears.allMs / oneYear.allMs, "x"),
      ];
    } finally {
      await client.end();
    }
  },
};

async function computeAll(client: pg.Client, dayCount: number): Promise<{ allMs: number; nightMs: number }> {
  const { athleteId } = await makePerson("athlete");
  const today = localDateIn(BENCH_TIME_ZONE, new Date());
  const yesterday = addDays(today, -1);
  await storeHistory(athleteId, dayCount, yesterday);
  await client.query("ANALYZE");

  const all: number[] = [];
  while (all.length < ROUNDS) {
    await client.query('DELETE FROM "DailyMetric" WHERE "athleteId" = $1', [athleteId]);
    all.push(
      await timed(() => recomputeDailyMetrics(athleteId, addDays(today, -dayCount), { today: yesterday })),
    );
  }
  const nights: number[] = [];
  while (nights.length < NIGHT_ROUNDS) {
    // Another value each time, so that there is a row to write.
    const night = { ...nightOf(today, 0), hrvRmssdMs: 40 + nights.length };
    await storeRecovery(athleteId, {
      ...delivery([]),
      days: [night],
      sessions: [],
      snapshots: [],
      window: { from: today, to: today },
      metric: "hrv",
    });
    nights.push(await timed(() => recomputeDailyMetrics(athleteId, today, { today })));
  }
  return { allMs: median(all), nightMs: median(nights) };
}
