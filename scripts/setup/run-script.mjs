/** Runs a TypeScript file of this project in the place of the current process. */
import { spawn } from "node:child_process";
import path from "node:path";
import { projectDir } from "./dependencies.mjs";

/**
 * The terminal sends Ctrl-C to both processes; this one only waits for the other. A signal
 * sent to this one alone is passed on. Ends with the other's exit code.
 */
export function runScript(file, args) {
  const child = spawn(process.execPath, ["--import", "tsx", path.join(projectDir, file), ...args], {
    stdio: ["inherit", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on("exit", (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
