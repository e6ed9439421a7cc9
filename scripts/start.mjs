/**
 * `npm start [-- --port N --data DIR --host H]`: installs what is missing, then hands over
 * to scripts/start-stack.ts. Needs nothing but Node's own modules.
 */
import { ensureDependencies, projectDir, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

requireNode();
ensureDependencies(projectDir);
await runScript("scripts/start-stack.ts", process.argv.slice(2));
