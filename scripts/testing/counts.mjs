/** Adds up what the test runners report. */

/** @returns {{passed: number, failed: number, skips: {name: string, reason: string | null}[]}} */
export const noCounts = () => ({ passed: 0, failed: 0, skips: [] });

export const addCounts = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skips: [...a.skips, ...b.skips],
});

/** Out of vitest's JSON report. A file that could not be loaded counts as one failure. */
export function vitestCounts(report) {
  const files = report.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: file.name })));
  const brokenFiles = files.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const isSkipped = (test) => ["skipped", "pending", "todo", "disabled"].includes(test.status);
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: tests.filter((test) => test.status === "failed").length + brokenFiles.length,
    skips: tests.filter(isSkipped).map((test) => ({ name: test.fullName.trim(), reason: null })),
  };
}

/** Out of Playwright's JSON report. A journey that passed only when repeated counts as failed. */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky } = report.stats;
  const skips = specsOf(report.suites ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "skipped")
      .map((test) => ({ name: spec.title, reason: reasonOf(test, unexpected > 0) })),
  );
  return { passed: expected, failed: unexpected + flaky, skips };
}

/** Playwright leaves out the rest of a series after a failure, without a word. */
function reasonOf(test, hasFailure) {
  const annotated = test.annotations?.find((annotation) => annotation.type === "skip");
  if (annotated) return annotated.description ?? null;
  return hasFailure ? "not begun, since an earlier one failed" : null;
}

function specsOf(suites) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

/** The last line of `npm test`. */
export function finalLine({ passed, failed, skips }) {
  const skipped = skips.length > 0 ? `, ${skips.length} skipped` : "";
  return `${passed} passed, ${failed} failed${skipped}`;
}
