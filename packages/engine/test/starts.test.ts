import { describe, expect, test } from "vitest";
import { createStarts, startGapMs } from "../src/flow/starts.ts";
import { longestStartGapMs, unknownLinkGapMs } from "../src/policy.ts";
import { fakeClock } from "./fakes/clock.ts";

const go = new AbortController().signal;

describe("how long after a body the next begins", () => {
  test("a part of the time that the link takes for it, so that the line never runs dry", () => {
    const gap = startGapMs(200_000, 2_500_000);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(80 / 2);
  });
  test("at once on a fast link, and no longer than a round trip on a slow one", () => {
    expect(startGapMs(200_000, 50_000_000)).toBe(0);
    expect(startGapMs(8_000_000, 20_000)).toBe(longestStartGapMs);
  });
  test("a moment where the link is not known", () => {
    expect(startGapMs(200_000, null)).toBe(unknownLinkGapMs);
  });
});

test("bodies that could begin together begin one after another, and one that comes later at once", async () => {
  const clock = fakeClock(0);
  const starts = createStarts(clock, () => 2_000_000);
  const begun: number[] = [];
  const begin = async () => {
    await starts.next(100_000, go);
    begun.push(clock.now());
  };
  const all = Promise.all([begin(), begin(), begin()]);
  await clock.until(all);
  expect(begun).toEqual([0, 20, 40]);
  await clock.advance(100);
  expect(starts.next(100_000, go)).toBeUndefined();
});

test("a wait for its turn ends with the run", async () => {
  const starts = createStarts(fakeClock(0), () => 2_000_000);
  const cancel = new AbortController();
  starts.next(100_000, go);
  const waiting = starts.next(100_000, cancel.signal);
  cancel.abort(new Error("cancelled"));
  await expect(waiting).rejects.toThrow("cancelled");
});
