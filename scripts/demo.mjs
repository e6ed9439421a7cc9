/**
 * `npm run demo [-- --port N --data DIR --json]`: Nightrun with simulated providers, a coach and
 * eight athletes. Needs nothing but Node's own modules until the packages are in.
 */
import { ensureDependencies, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

requireNode();
ensureDependencies();
await runScript("scripts/demo-stack.ts", process.argv.slice(2));
