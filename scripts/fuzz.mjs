/** `npm run fuzz [-- --rounds N --seed S --only files|bodies]`: damaged files and changed bodies, many of them. */
import { ensureDependencies, requireNode } from "./setup/dependencies.mjs";
import { runScript } from "./setup/run-script.mjs";

requireNode();
ensureDependencies();
await runScript("scripts/fuzz-run.ts", process.argv.slice(2));
