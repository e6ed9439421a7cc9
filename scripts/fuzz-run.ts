/** The second half of `npm run fuzz`. Prints figures; ends with 1 when something was wrong. */
import { type FuzzFailure, fuzz } from "./fuzz/fuzz";
import { FUZZ_GROUPS } from "./fuzz/table";
import { parseLongRun } from "./long-run";
import { messageOf, StartFault } from "./stack/fault";

/** Enough to see what they have in common. */
const SHOWN_FAILURES = 10;

function main(): number {
  const { rounds, seed, only } = parseLongRun(
    process.argv.slice(2),
    FUZZ_GROUPS.map(({ name }) => name),
  );
  const failures: FuzzFailure[] = [];
  for (const { name, targets, triesPerRound } of FUZZ_GROUPS) {
    if (only !== null && only !== name) continue;
    const tries = Math.ceil((triesPerRound * rounds) / targets.length);
    const startedAtMs = performance.now();
    const found = targets.flatMap((target) => fuzz(target, seed, tries));
    failures.push(...found);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    console.log(
      `${name}: ${tries * targets.length} tries on ${targets.length} targets, ${found.length} wrong, ${seconds} s`,
    );
  }
  for (const { target, seed: wrong, fault } of failures.slice(0, SHOWN_FAILURES)) {
    console.log(`\n${target}, seed ${wrong}: ${fault}`);
  }
  return failures.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exitCode = 1;
}
