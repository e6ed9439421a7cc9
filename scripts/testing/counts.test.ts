import { expect, test } from "vitest";
import { addCounts, finalLine, noCounts, playwrightCounts, vitestCounts } from "./counts.mjs";

test("a test file that could not be loaded counts as a failure", () => {
  const report = {
    testResults: [
      { name: "a.test.ts", status: "failed", assertionResults: [] },
      { name: "b.test.ts", status: "passed", assertionResults: [{ status: "passed", fullName: "b" }] },
    ],
  };
  expect(finalLine(vitestCounts(report))).toBe("1 passed, 1 failed");
});

test("skipped tests are named and counted apart", () => {
  const report = {
    testResults: [
      {
        name: "a.test.ts",
        status: "passed",
        assertionResults: [{ status: "skipped", fullName: " recorded night" }],
      },
    ],
  };
  expect(vitestCounts(report).skips).toEqual([{ name: "recorded night", reason: null }]);
  expect(finalLine(vitestCounts(report))).toBe("0 passed, 0 failed, 1 skipped");
});

test("a journey that passes only on the second try has failed", () => {
  const report = { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 }, suites: [] };
  expect(finalLine(addCounts(noCounts(), playwrightCounts(report)))).toBe("3 passed, 1 failed");
});
