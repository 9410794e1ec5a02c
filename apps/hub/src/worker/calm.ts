/**
 * When to begin with work in the background: stations that are sending go first. It waits for a short calm, and not long
 * for that: once its patience is over it goes on until everything is done, however busy the hub is.
 */
import { setTimeout as delay } from "node:timers/promises";

export interface Calm {
  /** A station has just asked for something. */
  readonly disturb: () => void;
  /** Resolves when it is calm, or was waited for long enough; at once when the signal comes. */
  readonly come: (signal: AbortSignal) => Promise<void>;
  /** Everything is done. */
  readonly rest: () => void;
}

export interface CalmOptions {
  readonly calmMs?: number;
  readonly patienceMs?: number;
}

export function openCalm({ calmMs = 300, patienceMs = 5_000 }: CalmOptions = {}): Calm {
  let disturbedMs = Number.NEGATIVE_INFINITY;
  let waitsSinceMs: number | undefined;
  return {
    disturb: () => {
      disturbedMs = performance.now();
    },
    come: async (signal) => {
      // Its own patience: another may come to rest while this one waits.
      waitsSinceMs ??= performance.now();
      const overMs = waitsSinceMs + patienceMs;
      while (!signal.aborted) {
        const untilMs = Math.min(disturbedMs + calmMs, overMs);
        const waitMs = untilMs - performance.now();
        if (waitMs <= 0) return;
        await delay(waitMs, undefined, { signal }).catch(() => {});
      }
    },
    rest: () => {
      waitsSinceMs = undefined;
    },
  };
}
