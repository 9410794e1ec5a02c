// What `npm test` counts.

/**
 * Vitest's JSON report as counts. A file that could not be loaded, and a run that failed for no counted reason
 * (an error outside any test), each count as one failure, so that nothing broken can read as green.
 * @returns {{passed: number, failed: number}}
 */
export function countVitest(report, exitCode) {
  if (!report) return { passed: 0, failed: 1 };
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  const passed = report.numPassedTests;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

export const total = (counts) =>
  counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
    passed: 0,
    failed: 0,
  });

/** The line `npm test` ends with. */
export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
