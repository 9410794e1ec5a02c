/** A clock that stands still until told to go on. */
import type { Clock } from "../../src/index.ts";

export interface FakeClock extends Clock {
  /** Runs the clock, from timer to timer, until the promise is settled. */
  until<T>(promise: Promise<T>): Promise<T>;
  /** Runs the clock up to this many milliseconds from now. */
  advance(ms: number): Promise<void>;
  /** Somebody sets it back by this much; timers run on as they would. */
  setBack(ms: number): void;
}

const turns = async () => {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
};

export function fakeClock(startMs = Date.UTC(2024, 6, 15)): FakeClock {
  let nowMs = startMs;
  const sleepers = new Set<{ atMs: number; readonly wake: () => void }>();
  const next = () => [...sleepers].sort((a, b) => a.atMs - b.atMs)[0];
  const wakeNext = (limitMs: number): boolean => {
    const sleeper = next();
    if (!sleeper || sleeper.atMs > limitMs) return false;
    nowMs = Math.max(nowMs, sleeper.atMs);
    sleepers.delete(sleeper);
    sleeper.wake();
    return true;
  };
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const sleeper = { atMs: nowMs + Math.max(0, ms), wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    until: async (promise) => {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      for (let idle = 0; ; ) {
        await turns();
        if (settled) return promise;
        if (wakeNext(Number.POSITIVE_INFINITY)) idle = 0;
        else if (++idle > 50) throw new Error("nothing moves and no timer is set");
      }
    },
    setBack: (ms) => {
      nowMs -= ms;
      for (const sleeper of sleepers) sleeper.atMs -= ms;
    },
    advance: async (ms) => {
      const limitMs = nowMs + ms;
      await turns();
      while (wakeNext(limitMs)) await turns();
      nowMs = limitMs;
    },
  };
}
