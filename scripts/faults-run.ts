/**
 * The second half of `npm run faults`: all cases of e2e/faults on a database of its own, in an
 * order and with athletes that follow from the seed. Ends with 1 when rows were lost or
 * doubled, or a cause was wrong.
 */
import { type CaseResult, listCases } from "@/e2e/faults/run-faults";
import { GarminWorld } from "@/e2e/faults/world";
import { closeDb } from "@/lib/db/client";
import { chanceFrom } from "./fuzz/fuzz";
import { parseLongRun } from "./long-run";
import { messageOf, StartFault } from "./stack/fault";
import { withTestDatabase } from "./testing/test-database";
import { TEST_ENVIRONMENT } from "./testing/test-environment";

async function main(): Promise<number> {
  const { rounds, seed } = parseLongRun(process.argv.slice(2), []);
  return withTestDatabase({ isMigrated: true }, async (databaseUrl) => {
    Object.assign(process.env, TEST_ENVIRONMENT, { DATABASE_URL: databaseUrl });
    const results: CaseResult[] = [];
    const startedAtMs = performance.now();
    for (let round = seed; round < seed + rounds; round += 1) results.push(...(await runRound(round)));
    await closeDb();
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    const wrong = results.filter(({ isRight }) => !isRight);
    const sum = (key: "lost" | "extra") => results.reduce((total, result) => total + result[key], 0);
    console.log(
      `${results.length} cases in ${rounds} rounds: ${sum("lost")} rows lost, ${sum("extra")} doubled or wrong, ${wrong.length} cases wrong, ${seconds} s`,
    );
    return wrong.length > 0 ? 1 : 0;
  });
}

async function runRound(seed: number): Promise<CaseResult[]> {
  const world = await GarminWorld.start(seed);
  const chance = chanceFrom(seed);
  const cases = listCases()
    .map((one) => ({ one, place: chance() }))
    .toSorted((a, b) => a.place - b.place);
  const results: CaseResult[] = [];
  for (const { one } of cases) {
    const result = await one.run(world);
    results.push(result);
    if (!result.isRight) console.log(`WRONG, seed ${seed}: ${JSON.stringify(result)}`);
  }
  await world.close();
  return results;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exitCode = 1;
}
process.exit();
