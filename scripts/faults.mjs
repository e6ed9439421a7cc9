/** `npm run faults [-- --rounds N --seed S]`: every fault of the simulated Garmin in every phase of a sync. */
import { ensureDependencies, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

// Each fault is logged, as it should be; here it would bury the figures.
process.env.LOG_LEVEL = "silent";
requireNode();
ensureDependencies();
await runScript("scripts/faults-run.ts", process.argv.slice(2));
