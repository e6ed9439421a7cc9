/** Pages of an athlete with ten years of data: against the same from constants, and against one year. */
import pg from "pg";
import { COACH_SCOPES } from "@/lib/auth/access";
import { linkCoach } from "@/lib/coaching/links";
import { localDateIn } from "@/lib/days";
import { type Bench, type BenchRow, median, row, timed } from "./bench";
import { DAYS_PER_YEAR, storeHistory } from "./history";
import { BENCH_TIME_ZONE, type BenchPerson, makePerson, signInCookie } from "./people";

const REQUEST_COUNT = 50;
const WARM_UP_COUNT = 5;
const GOAL_TIMES_CONSTANTS = 2;
const GOAL_TIMES_ONE_YEAR = 1.3;

type Page = { name: string; address: (athlete: BenchPerson) => string; by: "athlete" | "coach" };

const PAGES: readonly Page[] = [
  { name: "/recovery", address: () => "/recovery", by: "athlete" },
  { name: "/recovery of 365 days", address: () => "/recovery?days=365", by: "athlete" },
  { name: "/today", address: () => "/today", by: "athlete" },
  { name: "/runs", address: () => "/runs", by: "athlete" },
  { name: "/athletes/ID of a coach", address: ({ athleteId }) => `/athletes/${athleteId}`, by: "coach" },
];

export const pageBench: Bench = {
  name: "page",
  measures: "pages with ten years of data, 50 requests one after the other, whole body",
  run: async ({ app, databaseUrl, say }) => {
    const [tenYears, oneYear, coach] = [
      await makePerson("athlete"),
      await makePerson("athlete"),
      await makePerson("coach"),
    ];
    const today = localDateIn(BENCH_TIME_ZONE, new Date());
    await storeHistory(tenYears.athleteId, 10 * DAYS_PER_YEAR, today);
    await storeHistory(oneYear.athleteId, DAYS_PER_YEAR, today);
    for (const { athleteId } of [tenYears, oneYear]) {
      await linkCoach(athleteId, coach.userId, { scopes: COACH_SCOPES });
    }
    await analyze(databaseUrl);

    const { url, constantsUrl } = await app();
    const cookieOf = async ({ email }: BenchPerson) => signInCookie(url, email);
    const cookies = {
      ten: await cookieOf(tenYears),
      one: await cookieOf(oneYear),
      coach: await cookieOf(coach),
    };
    const rows: BenchRow[] = [];
    for (const { name, address, by } of PAGES) {
      const isCoach = by === "coach";
      const medians = await measure({
        ten: ask(url + address(tenYears), isCoach ? cookies.coach : cookies.ten),
        constants: ask(constantsUrl + address(tenYears), isCoach ? cookies.coach : cookies.ten),
        one: ask(url + address(oneYear), isCoach ? cookies.coach : cookies.one),
      });
      const { ten, constants, one } = medians;
      say(
        `  ${name}: ${ten.toFixed(1)} ms, from constants ${constants.toFixed(1)}, of one year ${one.toFixed(1)}`,
      );
      rows.push(
        row(`page: ${name}, ten years`, ten, "ms"),
        row(`page: ${name}, times the same from constants`, ten / constants, "x", GOAL_TIMES_CONSTANTS),
        row(`page: ${name}, times the same with one year`, ten / one, "x", GOAL_TIMES_ONE_YEAR),
      );
    }
    return rows;
  },
};

type Kind = "ten" | "constants" | "one";

/** In turns, so that what else the machine does falls on all alike. */
async function measure(asks: Record<Kind, () => Promise<void>>): Promise<Record<Kind, number>> {
  const times: Record<Kind, number[]> = { ten: [], constants: [], one: [] };
  const kinds = ["ten", "constants", "one"] as const;
  for (let index = 0; index < WARM_UP_COUNT; index += 1) for (const kind of kinds) await asks[kind]();
  for (let index = 0; index < REQUEST_COUNT; index += 1) {
    for (const kind of kinds) times[kind].push(await timed(asks[kind]));
  }
  return { ten: median(times.ten), constants: median(times.constants), one: median(times.one) };
}

/** One request with its whole body. */
function ask(address: string, cookie: string): () => Promise<void> {
  return async () => {
    const answer = await fetch(address, { headers: { cookie }, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
  };
}

async function analyze(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("ANALYZE");
  await client.end();
}
