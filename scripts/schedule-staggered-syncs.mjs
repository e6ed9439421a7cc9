/**
 * `npm run schedule-staggered-syncs [-- --data DIR]`: one pass of the planner, for cron and
 * for an instance without Inngest. Where Inngest answers it gets the work; otherwise the
 * work is done here, and the script ends with it.
 */
import { ensureDependencies, projectDir, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

requireNode();
ensureDependencies(projectDir);
await runScript("scripts/schedule-once.ts", process.argv.slice(2));
