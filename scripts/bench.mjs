/**
 * `npm run bench [-- --only NAME --json]`: measures what has a goal, on a database and an app of
 * its own. Needs nothing but Node's own modules until the packages are in.
 */
import { ensureDependencies, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

// The log goes to stdout, which belongs to the figures; it is read before any script can say so.
process.env.LOG_LEVEL = "silent";
requireNode();
ensureDependencies();
await runScript("scripts/bench-stack.ts", process.argv.slice(2));
