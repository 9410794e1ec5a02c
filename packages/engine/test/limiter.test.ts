import { describe, expect, it, test } from "vitest";
import { type Bucket, capacityOf, fill, sliceBytesFor, take, waitMs } from "../src/flow/bucket.ts";
import { createLimiter } from "../src/flow/limiter.ts";
import { fakeClock } from "./fakes/clock.ts";

const never = new AbortController().signal;

describe("a bucket", () => {
  const empty: Bucket = { bytes: 0, atMs: 0 };

  it("fills at the rate, and holds a moment's worth", () => {
    expect(fill(empty, 32_000, 100).bytes).toBe(3_200);
    expect(fill(empty, 32_000, 60_000).bytes).toBe(8_000);
    expect(fill({ bytes: 10, atMs: 500 }, 32_000, 100)).toEqual({ bytes: 10, atMs: 100 });
  });

  it("lets more be taken than it holds, which is owed", () => {
    const full = fill(empty, 1_000, 10_000);
    expect(waitMs(full, 1_000, 5_000)).toBe(0);
    const owing = take(full, 5_000);
    expect(waitMs(owing, 1_000, 1)).toBe(Math.ceil(5_000 - capacityOf(1_000) + 1));
  });

  it("is emptied in small slices on a slow link, in large ones without a cap", () => {
    expect(sliceBytesFor(32_000)).toBe(3_200);
    expect(sliceBytesFor(1_000)).toBe(256);
    expect(sliceBytesFor(null)).toBe(64 * 1024);
    expect(sliceBytesFor(1e9)).toBe(64 * 1024);
  });
});

/** Takes slice after slice; tells when each was let go. */
async function taker(limiter: ReturnType<typeof createLimiter>, clock: { now(): number }, slices: number) {
  const atMs: number[] = [];
  for (let at = 0; at < slices; at++) {
    await limiter.take(limiter.sliceBytes(), never);
    atMs.push(clock.now());
  }
  return atMs;
}

describe("a limiter", () => {
  test("without a cap lets everything go at once", () => {
    expect(createLimiter(fakeClock()).take(1e9, never)).toBeUndefined();
  });

  test("a cap of 256 kbit/s moves smoothly: no second without bytes, and none with many more than its share", async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock);
    limiter.setRate(32_000);
    const taken = await clock.until(taker(limiter, clock, 100));
    const perSecond = Map.groupBy(taken, (ms) => Math.floor(ms / 1_000));
    for (const second of perSecond.values()) expect(second.length).toBeLessThanOrEqual(13);
    for (const [at, ms] of taken.entries()) expect(ms - (taken[at - 1] ?? 0)).toBeLessThanOrEqual(101);
    expect(taken.at(-1)).toBeGreaterThan(9_000);
    expect(taken.at(-1)).toBeLessThan(10_100);
  });

  test("is shared evenly by all that ask", async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock);
    limiter.setRate(32_000);
    const all = await clock.until(Promise.all([1, 2, 3, 4].map(() => taker(limiter, clock, 25))));
    for (const taken of all) expect(taken.at(-1)).toBeGreaterThan(9_000);
    for (const taken of all) expect(taken.at(-1)).toBeLessThan(10_100);
  });

  test("a new cap holds at once for those that wait, and none lets them all go", async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock);
    limiter.setRate(1_000);
    await limiter.take(250, never);
    const slow = limiter.take(100_000, never) as Promise<void>;
    const behind = limiter.take(100_000, never) as Promise<void>;
    await clock.advance(100);
    limiter.setRate(1_000_000);
    await clock.until(slow);
    expect(clock.now()).toBeLessThan(400);
    limiter.setRate(null);
    await clock.until(behind);
    expect(clock.now()).toBeLessThan(400);
  });

  test("whoever no longer needs a turn leaves the line, and the next moves up", async () => {
    const clock = fakeClock(0);
    const limiter = createLimiter(clock);
    limiter.setRate(1_000);
    await limiter.take(250, never);
    const leaving = new AbortController();
    const left = limiter.take(1_000, leaving.signal) as Promise<void>;
    const next = limiter.take(100, never) as Promise<void>;
    leaving.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    await clock.until(next);
    expect(clock.now()).toBeLessThanOrEqual(250);
  });
});
