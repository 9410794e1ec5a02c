/**
 * When a body may begin. Bodies that begin together share the link, end together, and leave it idle for a round trip until
 * their answers bring the next: so after a burst of answers they begin one after another, closer than the link needs.
 */
import { longestStartGapMs, shortestStartGapMs, startGapPart, unknownLinkGapMs } from "../policy.ts";
import type { Clock } from "../ports.ts";

export interface Starts {
  /** Resolves when a body of this size may begin; `undefined` when it may at once. */
  readonly next: (bytes: number, signal: AbortSignal) => Promise<void> | undefined;
}

/** How long after this body the next may begin, by what all connections together take. Null: the link is not known yet. */
export function startGapMs(bytes: number, bytesPerSecond: number | null): number {
  if (bytesPerSecond === null) return unknownLinkGapMs;
  const gapMs = (bytes / bytesPerSecond) * 1_000 * startGapPart;
  return gapMs < shortestStartGapMs ? 0 : Math.min(gapMs, longestStartGapMs);
}

export function createStarts(clock: Clock, bytesPerSecond: () => number | null): Starts {
  let freeAtMs = 0;
  let askedAtMs = 0;
  return {
    next: (bytes, signal) => {
      const now = clock.now();
      // A clock that went back: what was to be waited for is long past.
      if (now < askedAtMs) freeAtMs = now;
      askedAtMs = now;
      const waitMs = freeAtMs - now;
      freeAtMs = Math.max(now, freeAtMs) + startGapMs(bytes, bytesPerSecond());
      return waitMs > 0 ? clock.sleep(waitMs, signal) : undefined;
    },
  };
}
