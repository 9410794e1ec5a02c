import type { RunProgress, RunView } from "@landfall/protocol";
import { expect, test } from "vitest";
import { createProgressLine } from "../../src/cli/progress-line.ts";
import {
  describeNext,
  describePause,
  describeRun,
  describeTrouble,
  exitCodeOfRun,
  toRunResult,
} from "../../src/cli/run-result.ts";
import { describeProgress, hasCome } from "../../src/cli/wait-for-run.ts";

const nowMs = Date.parse("2026-07-01T10:00:00Z");

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
    budget: null,
    settled: true,
    position: null,
    result: {
      encounters: { synced: 2, partial: 0, failed: 0 },
      images: { ...noCounts, complete: 5, ...images },
      bytesSent: 1200,
      partly: { images: 0, bytes: 0 },
      corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
    },
    ...change,
  }) as RunView;

test("a command waits while a run works or is paused by something that passes", () => {
  expect(hasCome(aRun({ state: "running", settled: false }), nowMs)).toBe(false);
  for (const reason of ["offline", "unavailable", "disk"] as const)
    expect(hasCome(aRun({ state: "paused", reasons: [reason] }), nowMs), reason).toBe(false);
});

test("a command returns when only time or a person can help", () => {
  expect(hasCome(aRun({ state: "running", settled: true }), nowMs)).toBe(true);
  expect(hasCome(aRun({ state: "paused", reasons: ["offline", "auth"] }), nowMs)).toBe(true);
  for (const state of ["done", "failed", "cancelled"] as const)
    expect(hasCome(aRun({ state }), nowMs), state).toBe(true);
});

test("hours that begin within the patience are waited for; of others it says when, and what goes on then", () => {
  const run = aRun({ state: "paused", reasons: ["window"], nextAttemptAt: "2026-07-01T12:00:00Z" });
  expect(hasCome(run, nowMs + 3 * 3_600_000)).toBe(false);
  expect(hasCome(run, nowMs + 600_000)).toBe(true);
  expect(hasCome({ ...run, nextAttemptAt: null }, nowMs + 600_000)).toBe(true);
  const text = describeTrouble(run, { nowMs, goesOn: false }).join("\n");
  expect(text).toMatch(/outside its hours\. They begin at \d\d:00\./);
  expect(text).toContain("a station that runs goes on by itself then (landfall start)");
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
  expect(exitCodeOfRun(aRun({ state: "failed", error: { code: "DISK_FULL", detail: null } }))).toBe(3);
});

test("the object has exactly the fields that scripts are promised", () => {
  expect(toRunResult(aRun())).toEqual({
    runId: "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f",
    encounters: { synced: 2, partial: 0, failed: 0 },
    images: { complete: 5, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
    bytesSent: 1200,
    corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
  });
});

test("a run that waits for a person says why and what to do", () => {
  const run = aRun({
    state: "paused",
    reasons: ["auth"],
    error: { code: "KEY_INVALID", detail: null },
    nextAttemptAt: "2026-07-01T10:05:00Z",
  });
  const text = describeTrouble(run, { nowMs, goesOn: true }).join("\n");
  expect(text).toContain("Paused: the hub refuses the key.");
  expect(text).toContain("The hub does not know this API key");
  expect(text).toContain("Ask the person who runs the hub for a new key");
  expect(text).toContain("the same command goes on");
  expect(text).not.toContain("by itself");
});

test("a pause is told once, with the system's code in brackets, and is not said to end by itself when it cannot", () => {
  const run = aRun({
    state: "paused",
    reasons: ["offline"],
    error: { code: "HUB_OFFLINE", detail: "ECONNREFUSED" },
    nextAttemptAt: "2026-07-01T10:05:00Z",
  });
  expect(describeTrouble(run, { nowMs, goesOn: false })).toEqual([
    "Paused: the hub cannot be reached. (ECONNREFUSED)",
    "Nothing is lost: the same command goes on where it stopped.",
  ]);
  expect(describeTrouble(run, { nowMs, goesOn: true })).toEqual([
    "Paused: the hub cannot be reached. (ECONNREFUSED)",
    "Nothing is lost: the run goes on by itself in the running station; what waits comes due again in 5 min.",
  ]);
});

test("what was done is told in three lines, and how to send what failed, was missing or had changed", () => {
  expect(describeRun(aRun({}, { failed: 1 }))).toEqual([
    "Encounters: 2 synced, 0 partial, 0 failed.",
    "Images: 5 delivered now, 0 already there, 1 failed.",
    "1.2 kB sent.",
  ]);
  expect(describeNext(aRun({}, { failed: 1 }))).toEqual([
    "Send the 1 failed image again: landfall retry 5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e60",
  ]);
  for (const left of [{ missing: 2 }, { changed: 1, missing: 1 }])
    expect(describeNext(aRun({}, left))).toEqual([
      "Send the 2 images that were left again: landfall retry 5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e60",
    ]);
  expect(describeNext(aRun())).toEqual([]);
  // A retry of one image leaves what it was not for.
  expect(describeNext(aRun({}, { missing: 1 }), 2)).toEqual([
    "Send all 2 images of the manifest that were left again: landfall retry 5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e60",
  ]);
  expect(describeTrouble(aRun(), { nowMs, goesOn: false })).toEqual([]);
});

const aProgress = {
  images: { done: 12, total: 32 },
  bytes: { done: 3_100_000, total: 11_700_000 },
  bytesPerSecond: null,
  transfers: 2,
  etaMs: null,
  stillMs: null,
} as RunProgress;

test("progress is a bar only where it is drawn over", () => {
  const run = aRun({ state: "running", settled: false });
  expect(describeProgress(run, aProgress, false)).toBe("12 of 32 images, 3.1 of 11.7 MB");
  expect(describeProgress(run, aProgress, true)).toBe("[#####---------------] 12 of 32 images, 3.1 of 11.7 MB");
});

test("progress says when nothing moves", () => {
  const run = aRun({ state: "running", settled: false });
  expect(describeProgress(run, { ...aProgress, stillMs: 65_000 }, false)).toMatch(
    /nothing has moved for 1 min: the hub/,
  );
});

test("while it waits, progress says when the next attempt comes", () => {
  const nowMs = Date.parse("2026-07-01T10:00:00Z");
  const run = aRun({ state: "paused", reasons: ["offline"], nextAttemptAt: "2026-07-01T10:02:00Z" });
  const at = new Date(nowMs + 120_000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  expect(describeProgress(run, undefined, false, nowMs)).toMatch(
    new RegExp(`Waiting for it to go on, next attempt at ${at}\\.$`),
  );
});

test("off a terminal a line is written every few seconds at most, and the last one is true", () => {
  const written: string[] = [];
  let at = 0;
  const stream = { write: (text: string) => written.push(text) > 0, isTTY: false, columns: 80 };
  const line = createProgressLine(stream as never, () => at);
  for (const [ms, text] of [
    [0, "0 of 9"],
    [1000, "3 of 9"],
    [5000, "5 of 9"],
    [6000, "9 of 9"],
  ] as const) {
    at = ms;
    line.show(text);
  }
  line.done("9 of 9 on the hub");
  expect(written).toEqual(["0 of 9\n", "5 of 9\n", "9 of 9 on the hub\n"]);
});

test("a hub whose disk is full is named, also while it is waited for, and who can mend it", () => {
  const run = aRun({ state: "paused", reasons: ["unavailable"], error: { code: "HUB_DISK_FULL", detail: "HTTP 507" } });
  expect(describePause(run)).toBe("Paused: The hub's disk is full.");
  expect(describeTrouble(run, { nowMs, goesOn: true }).join("\n")).toContain("Tell whoever runs the hub");
});
