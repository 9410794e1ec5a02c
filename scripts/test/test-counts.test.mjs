import { expect, test } from "vitest";
import { countVitest, lastLine, total } from "../test-counts.mjs";

const report = (numPassedTests, numFailedTests, testResults = []) => ({ numPassedTests, numFailedTests, testResults });

test("passed and failed tests are counted as they are", () => {
  expect(countVitest(report(5, 2), 1)).toEqual({ passed: 5, failed: 2 });
  expect(countVitest(report(5, 0), 0)).toEqual({ passed: 5, failed: 0 });
});

test("a file that cannot be loaded is a failure", () => {
  expect(countVitest(report(5, 0, [{ status: "failed", assertionResults: [] }]), 1)).toEqual({ passed: 5, failed: 1 });
});

test("no report, no tests, or an error outside the tests are a failure", () => {
  expect(countVitest(undefined, 0).failed).toBe(1);
  expect(countVitest(report(0, 0), 0).failed).toBe(1);
  expect(countVitest(report(5, 0), 1).failed).toBe(1);
});

test("the last line adds everything up", () => {
  expect(
    lastLine(
      total([
        { passed: 1, failed: 0 },
        { passed: 4, failed: 2 },
      ]),
    ),
  ).toBe("5 passed, 2 failed");
});
