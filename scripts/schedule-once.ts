/** The second half of `npm run schedule-staggered-syncs`. */
import path from "node:path";
import { dispatchFromPlanner } from "@/inngest/dispatch";
import { closeDb } from "@/lib/db/client";
import { setCallGate } from "@/lib/providers/call-gate";
import { budgetGate } from "@/lib/sync/budget";
import { waitForWorkHere } from "@/lib/sync/run-here";
import { takeDueWork } from "@/lib/sync/schedule";
import { parseStartArguments } from "./stack/arguments";
import { messageOf, StartFault } from "./stack/fault";
import { joinInstance } from "./stack/instance";

const projectDir = path.resolve(import.meta.dirname, "..");

async function main(): Promise<void> {
  const { dataDir } = parseStartArguments(process.argv.slice(2));
  const chosen = dataDir ?? (process.env.NIGHTRUN_DATA_DIR || path.join(projectDir, ".nightrun"));
  joinInstance(projectDir, path.resolve(chosen));
  setCallGate(budgetGate());
  try {
    const work = await takeDueWork();
    const athletes = new Set(work.map(({ athleteId }) => athleteId)).size;
    console.log(work.length === 0 ? "Nothing is due." : `Due: ${work.length} syncs of ${athletes} athletes.`);
    if (work.length > 0) await dispatchFromPlanner(work);
    await waitForWorkHere();
  } finally {
    await closeDb();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof StartFault ? messageOf(error) : error);
  process.exitCode = 1;
}
