import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/setup/browser.mjs";

const { NIGHTRUN_E2E_URL } = process.env;
if (!NIGHTRUN_E2E_URL) {
  throw new Error("The journeys need a running Nightrun: start them with npm test -- --only e2e");
}

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  // The first journey begins with an empty instance; the others come after it.
  projects: [
    { name: "empty instance", testMatch: "first-sync.spec.ts" },
    {
      name: "with people",
      testMatch: "**/*.spec.ts",
      testIgnore: "first-sync.spec.ts",
      dependencies: ["empty instance"],
    },
  ],
  // A folder for each run: Playwright empties it, and two runs may go side by side.
  outputDir: process.env.NIGHTRUN_E2E_OUTPUT ?? "test-results/by-hand",
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: NIGHTRUN_E2E_URL,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    launchOptions: { executablePath: findBrowser() ?? undefined, args: BROWSER_FLAGS },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
