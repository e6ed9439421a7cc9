/**
 * Garmin's own Python client against the simulator. It needs Python 3.12 with
 * `garmin-connect-personal-api-python`; GARMIN_CLIENT_PYTHON names that Python.
 */
import { execFile, spawnSync } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isObject, objectsOf } from "./json";
import { closeSimulatorsAfterEach, start } from "./testing/client";

closeSimulatorsAfterEach();

const python = process.env.GARMIN_CLIENT_PYTHON ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import garmin_personal_api"]).status === 0;
if (!isInstalled) {
  console.info(
    `skipped: ${python} has no garmin-connect-personal-api-python (name one in GARMIN_CLIENT_PYTHON)`,
  );
}

describe.skipIf(!isInstalled)("Garmin's own client", () => {
  it("logs in and reads every listed endpoint", async () => {
    const simulator = await start({ now: () => new Date("2026-11-21T12:00:00Z") });
    const script = path.join(import.meta.dirname, "python-client-check.py");
    const { stdout } = await promisify(execFile)(
      python,
      [script, "GCDC_SIMULATED_steady", "2026-10-25", "2026-11-21"],
      {
        env: { ...process.env, GARMIN_PERSONAL_API_BASE_URL: simulator.baseUrl },
        maxBuffer: 20_000_000,
      },
    );
    const answers: unknown = JSON.parse(stdout);
    if (!isObject(answers)) throw new Error("no answers");
    expect(Object.keys(answers)).toHaveLength(25);
    expect(objectsOf(answers.search_activities)).toHaveLength(5);
    expect(answers.search_past_the_end).toEqual([]);
    expect(objectsOf(answers.get_daily_sleep_summaries).length).toBeGreaterThan(20);
    expect(isObject(answers.get_daily_summaries) && objectsOf(answers.get_daily_summaries.data)).toHaveLength(
      28,
    );
  });
});
