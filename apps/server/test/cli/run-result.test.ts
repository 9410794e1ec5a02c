import type { RunView } from "@landfall/protocol";
import { expect, test } from "vitest";
import { describeRun, describeTrouble, exitCodeOfRun, toRunResult } from "../../src/cli/run-result.ts";
import { hasCome } from "../../src/cli/wait-for-run.ts";

const noCounts = { complete: 0, alreadyThere: 0, failed: 0, missing: 0, changed: 0 };

const aRun = (change: Partial<RunView> = {}, images: Partial<typeof noCounts> = {}): RunView =>
  ({
    id: "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f",
    manifestId: "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e60",
    state: "done",
    reasons: [],
    error: null,
    startedAt: "2026-07-01T10:00:00Z",
    finishedAt: null,
    nextAttemptAt: null,
    settled: true,
    result: {
      encounters: { synced: 2, partial: 0, failed: 0 },
      images: { ...noCounts, complete: 5, ...images },
      bytesSent: 1200,
    },
    ...change,
  }) as RunView;

test("a command waits while a run works or is paused by something that passes", () => {
  expect(hasCome(aRun({ state: "running", settled: false }))).toBe(false);
  for (const reason of ["offline", "unavailable", "disk"] as const)
    expect(hasCome(aRun({ state: "paused", reasons: [reason] })), reason).toBe(false);
});

test("a command returns when only time or a person can help", () => {
  expect(hasCome(aRun({ state: "running", settled: true }))).toBe(true);
  expect(hasCome(aRun({ state: "paused", reasons: ["offline", "auth"] }))).toBe(true);
  for (const state of ["done", "failed", "cancelled"] as const) expect(hasCome(aRun({ state })), state).toBe(true);
});

test("the exit code says whether all arrived, something is left, or a person is needed", () => {
  expect(exitCodeOfRun(aRun())).toBe(0);
  expect(exitCodeOfRun(aRun({}, { failed: 1 }))).toBe(2);
  expect(exitCodeOfRun(aRun({}, { missing: 1 }))).toBe(2);
  expect(exitCodeOfRun(aRun({ state: "running" }))).toBe(2);
  expect(exitCodeOfRun(aRun({ state: "paused", reasons: ["offline"] }))).toBe(2);
  expect(exitCodeOfRun(aRun({ state: "paused", reasons: ["auth"] }))).toBe(3);
  const unbound = { code: "POPULATION_UNBOUND", detail: null } as const;
  expect(exitCodeOfRun(aRun({ state: "failed", error: unbound }))).toBe(3);
  expect(exitCodeOfRun(aRun({ state: "failed", error: { code: "DISK_FULL", detail: null } }))).toBe(2);
});

test("the object has exactly the fields that scripts are promised", () => {
  expect(toRunResult(aRun())).toEqual({
    runId: "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f",
    encounters: { synced: 2, partial: 0, failed: 0 },
    images: { complete: 5, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
    bytesSent: 1200,
  });
});

test("a run that waits says why, when it goes on and what to do", () => {
  const run = aRun({
    state: "paused",
    reasons: ["auth"],
    error: { code: "KEY_INVALID", detail: null },
    nextAttemptAt: "2026-07-01T10:05:00Z",
  });
  const text = describeTrouble(run, Date.parse("2026-07-01T10:00:00Z")).join("\n");
  expect(text).toContain("Paused: the hub refuses the key.");
  expect(text).toContain("The hub does not know this API key");
  expect(text).toContain("again in 5 min");
  expect(text).toContain("Nothing is lost");
});

test("what was done is told in three lines, and how to send what failed", () => {
  expect(describeRun(aRun({}, { failed: 1 }))).toEqual([
    "Encounters: 2 synced, 0 partial, 0 failed.",
    "Images: 5 delivered and verified, 0 already there, 1 failed.",
    "1.2 kB sent.",
    "Send the 1 failed image again: landfall retry 5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e60",
  ]);
  expect(describeTrouble(aRun(), 0)).toEqual([]);
});
