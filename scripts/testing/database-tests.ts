/** Runs every `*.db.test.ts` on a database of its own. First argument: where the JSON report goes. */
import { spawn } from "node:child_process";
import path from "node:path";
import { withTestDatabase } from "./test-database";
import { TEST_ENVIRONMENT } from "./test-environment";

const projectDir = path.resolve(import.meta.dirname, "../..");
const [report, ...filters] = process.argv.slice(2);

process.exitCode = await withTestDatabase({ isMigrated: true }, (databaseUrl) => {
  const vitest = path.join(projectDir, "node_modules/vitest/vitest.mjs");
  const reporters = report ? ["--reporter=json", `--outputFile.json=${report}`] : [];
  const files = filters.length > 0 ? filters : [".db.test.ts"];
  const args = [vitest, "run", "--reporter=default", ...reporters, ...files];
  return new Promise<number>((resolve) => {
    const env = { ...process.env, ...TEST_ENVIRONMENT, DATABASE_URL: databaseUrl };
    const tests = spawn(process.execPath, args, { cwd: projectDir, env, stdio: "inherit" });
    tests.on("close", (code) => resolve(code ?? 1));
  });
});
