/** One cap that all transfers share: whoever asks first goes first, a slice each, and a new cap holds at once. */
import type { Clock, Pace } from "../ports.ts";
import { type Bucket, capacityOf, fill, sliceBytesFor, take, waitMs } from "./bucket.ts";

export interface Limiter extends Pace {
  /** Bytes per second; null is no cap. */
  readonly rate: () => number | null;
  readonly setRate: (bytesPerSecond: number | null) => void;
}

interface Waiter {
  readonly bytes: number;
  readonly go: () => void;
}

export function createLimiter(clock: Clock): Limiter {
  let rate: number | null = null;
  let bucket: Bucket = { bytes: 0, atMs: clock.now() };
  let timer = new AbortController();
  let waiters: Waiter[] = [];

  const serve = () => {
    timer.abort();
    while (waiters.length > 0) {
      const [first, ...rest] = waiters as [Waiter, ...Waiter[]];
      if (rate !== null) {
        bucket = fill(bucket, rate, clock.now());
        const ms = waitMs(bucket, rate, first.bytes);
        if (ms > 0) {
          timer = new AbortController();
          clock.sleep(ms, timer.signal).then(serve, () => {});
          return;
        }
        bucket = take(bucket, first.bytes);
      }
      waiters = rest;
      first.go();
    }
  };

  const wait = (bytes: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        waiters = waiters.filter((each) => each !== waiter);
        reject(signal.reason);
      };
      const waiter = {
        bytes,
        go: () => {
          signal.removeEventListener("abort", onAbort);
          resolve();
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      waiters.push(waiter);
      if (waiters.length === 1) serve();
    });

  return {
    rate: () => rate,
    setRate: (to) => {
      if (to === rate) return;
      if (rate !== null) bucket = fill(bucket, rate, clock.now());
      // What was saved or owed under another cap is not carried into this one beyond what it can hold.
      if (to !== null) {
        const most = capacityOf(to);
        const bytes = rate === null ? most : Math.max(-most, Math.min(most, bucket.bytes));
        bucket = { bytes, atMs: clock.now() };
      }
      rate = to;
      serve();
    },
    sliceBytes: () => sliceBytesFor(rate),
    take: (bytes, signal) => (rate === null ? undefined : wait(bytes, signal)),
  };
}
