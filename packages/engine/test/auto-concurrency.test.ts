import { describe, expect, test } from "vitest";
import { type AutoState, firstAuto, type Sample, stepAuto } from "../src/flow/auto-concurrency.ts";
import { createTransferCount } from "../src/flow/transfers.ts";
import { fakeClock } from "./fakes/clock.ts";

/** What a link gives to so many transfers. */
type Link = (transfers: number) => Sample;

/** Numbers that look random, the same for a seed. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One connection is limited by its window: `perTransfer` each, up to what the link has. */
const windowed =
  (perTransfer: number, most = Number.POSITIVE_INFINITY): Link =>
  (transfers) => ({ bytesPerSecond: Math.min(most, transfers * perTransfer), failures: 0 });
/** Every transfer gets its share of the same bytes, and more than `good` of them fail each other. */
const thin =
  (bytesPerSecond: number, good = 4): Link =>
  (transfers) => ({ bytesPerSecond, failures: transfers > good ? 3 : 0 });

/** The numbers of transfers of each sample, on a link whose speed is off by up to a tenth either way. */
function drive(link: (at: number) => Link, samples: number, seed: number): number[] {
  const random = randomFrom(seed);
  let state: AutoState = firstAuto;
  return Array.from({ length: samples }, (_, at) => {
    const { bytesPerSecond, failures } = link(at)(state.transfers);
    state = stepAuto(state, { bytesPerSecond: bytesPerSecond * (0.9 + 0.2 * random()), failures });
    return state.transfers;
  });
}

/** The part of these samples in which one of `numbers` was at work. */
const part = (path: readonly number[], ...numbers: number[]): number =>
  path.filter((each) => numbers.includes(each)).length / path.length;

const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

describe("the automatic number of transfers", () => {
  test("goes to 4 where one connection cannot fill the link, and stays there", () => {
    for (const seed of seeds) {
      const path = drive(() => windowed(100_000), 120, seed);
      expect(path.indexOf(4), `seed ${seed}`).toBeLessThan(20);
      expect(part(path.slice(40), 4), `seed ${seed}`).toBeGreaterThan(0.6);
      expect(Math.min(...path.slice(20)), `seed ${seed}`).toBeGreaterThanOrEqual(3);
    }
  });

  test("takes no more than bring something: a thin link has 1 or 2", () => {
    for (const seed of seeds)
      expect(part(drive(() => thin(125_000), 120, seed).slice(30), 1, 2), `seed ${seed}`).toBeGreaterThan(0.85);
  });

  test("steps down at once when requests fail, and tries more of them ever more rarely", () => {
    for (const seed of seeds) {
      const path = drive(() => thin(60_000, 1), 300, seed);
      expect(path[0], `seed ${seed}`).toBe(1);
      expect(part(path, 1), `seed ${seed}`).toBeGreaterThan(0.95);
    }
    const wild: Link = (transfers) => ({ bytesPerSecond: transfers * 50_000, failures: transfers > 2 ? 5 : 0 });
    for (const seed of seeds) {
      const tries = drive(() => wild, 400, seed).filter((each, at, path) => each > 2 && path[at - 1] !== each);
      expect(tries.length, `seed ${seed}`).toBeLessThan(12);
    }
  });

  test("stops where the link is full", () => {
    for (const seed of seeds)
      expect(part(drive(() => windowed(100_000, 200_000), 160, seed).slice(30), 2, 3), `seed ${seed}`).toBeGreaterThan(
        0.7,
      );
  });

  test("follows the link: from the field's modem to the office's fibre, and back", () => {
    for (const seed of seeds) {
      const path = drive((at) => (at >= 80 && at < 160 ? windowed(400_000) : thin(60_000, 2)), 260, seed);
      expect(part(path.slice(40, 80), 1, 2), `seed ${seed}`).toBeGreaterThan(0.85);
      expect(part(path.slice(130, 160), 3, 4), `seed ${seed}`).toBeGreaterThan(0.7);
      expect(part(path.slice(200), 1, 2), `seed ${seed}`).toBeGreaterThan(0.85);
    }
  });
});

describe("the number of transfers", () => {
  /** Requests of 100 kB, each transfer a hundred milliseconds for one. */
  function work(count: ReturnType<typeof createTransferCount>, clock: ReturnType<typeof fakeClock>, requests: number) {
    return Array.from({ length: requests }).reduce<Promise<void>>(async (before) => {
      await before;
      await clock.advance(100 / count.now());
      count.record({ bytes: 100_000, failed: false });
    }, Promise.resolve());
  }

  test("is what is set, and follows it", () => {
    const changes: number[] = [];
    const onChange = (to: number) => changes.push(to);
    const count = createTransferCount({ clock: fakeClock(), set: 3, isBusy: () => true, onChange });
    count.record({ bytes: 1, failed: true });
    count.record({ bytes: 1, failed: true });
    count.record({ bytes: 1, failed: true });
    count.follow(1);
    count.follow("auto");
    expect(changes).toEqual([3, 1, 2]);
  });

  test("is found from the requests, while images wait for a transfer and not otherwise", async () => {
    const clock = fakeClock();
    let isBusy = false;
    const count = createTransferCount({ clock, set: "auto", isBusy: () => isBusy, onChange: () => {} });
    await work(count, clock, 600);
    expect(count.now()).toBe(2);
    isBusy = true;
    await work(count, clock, 1_200);
    expect(count.now()).toBe(4);
  });

  test("falls with the second failure of a stretch, without waiting for its end", () => {
    const count = createTransferCount({ clock: fakeClock(), set: "auto", isBusy: () => true, onChange: () => {} });
    for (let at = 0; at < 3; at++) count.record({ bytes: 0, failed: true });
    expect(count.now()).toBe(1);
  });
});
