/** How fast one connection has lately been; what decides between one PUT and blocks, and how large a block is. */
export interface LinkMeter {
  /** A request that put this many bytes on the wire took this long. */
  readonly record: (bytes: number, ms: number) => void;
  /** A request that put this many bytes on the wire in this time had stopped moving: what was measured no longer holds. */
  readonly stalled: (bytes: number, ms: number) => void;
  /** Smoothed; null before the first request that says something. */
  readonly measured: () => number | null;
  /** What one connection can count on: what was measured, or its share of the cap where that is less. */
  readonly bytesPerSecond: () => number | null;
  /** How many bytes to hand over at once: few, so that a slow link is seen to move; more cost less on a fast one. */
  readonly sliceBytes: () => number;
}

/** The weight of the latest request. */
const weight = 0.3;
/** Smaller bodies tell more of the round trip than of the link. */
const tellingBytes = 32 * 2 ** 10;
/** A slice lasts about this long. */
const sliceMs = 250;
const smallestSlice = 64 * 2 ** 10;
const largestSlice = 512 * 2 ** 10;

/** @param share one connection's share of the cap that holds now; null where there is none */
export function createLinkMeter(share: () => number | null = () => null): LinkMeter {
  let rate: number | null = null;
  return {
    record: (bytes, ms) => {
      if (bytes < tellingBytes) return;
      const now = bytes / (Math.max(ms, 1) / 1_000);
      rate = rate === null ? now : rate + weight * (now - rate);
    },
    stalled: (bytes, ms) => {
      rate = bytes / (Math.max(ms, 1) / 1_000);
    },
    sliceBytes: () => Math.min(largestSlice, Math.max(smallestSlice, ((rate ?? 0) * sliceMs) / 1_000)),
    measured: () => rate,
    bytesPerSecond: () => {
      const cap = share();
      return cap === null || rate === null ? (rate ?? cap) : Math.min(rate, cap);
    },
  };
}
