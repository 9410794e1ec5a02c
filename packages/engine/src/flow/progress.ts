/** Workers record, readers sample: what is in flight, and how fast. Nothing of it is stored. */
import type { EncounterId, Sha256 } from "@landfall/protocol";
import type { Clock, ProgressSink } from "../ports.ts";

export interface InFlight {
  readonly encounterId: EncounterId;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly sentBytes: number;
}

export interface ProgressSample {
  /** The encounter in hand; null before the first. */
  readonly encounterId: EncounterId | null;
  readonly inFlight: readonly InFlight[];
  /** Over the last seconds; null while nothing moves. */
  readonly bytesPerSecond: number | null;
}

export interface Progress extends ProgressSink {
  sample(): ProgressSample;
}

/** The rate is that of this window; short enough to follow a link, long enough to be read. */
const rateWindowMs = 15_000;
const bucketMs = 1_000;

export function createProgress(clock: Clock): Progress {
  const inFlight = new Map<string, InFlight>();
  let encounterId: EncounterId | null = null;
  /** Bytes by second. */
  let buckets: { atMs: number; bytes: number }[] = [];

  const count = (bytes: number) => {
    const now = clock.now();
    // A clock that went back says nothing of how long ago they were.
    if (now < (buckets.at(-1)?.atMs ?? now)) buckets = [];
    const last = buckets.at(-1);
    if (last && now - last.atMs < bucketMs) last.bytes += bytes;
    else buckets.push({ atMs: now, bytes });
    if (buckets.length > 2 * (rateWindowMs / bucketMs))
      buckets = buckets.filter(({ atMs }) => now - atMs < rateWindowMs);
  };

  const rate = (): number | null => {
    const now = clock.now();
    const recent = buckets.filter(({ atMs }) => now - atMs < rateWindowMs);
    const first = recent[0];
    if (!first) return null;
    const bytes = recent.reduce((sum, bucket) => sum + bucket.bytes, 0);
    return bytes > 0 ? bytes / (Math.max(now - first.atMs, bucketMs) / 1000) : null;
  };

  return {
    encounter: (id) => {
      encounterId = id;
    },
    started: (id, sha256, bytes) => {
      encounterId = id;
      inFlight.set(`${id}/${sha256}`, { encounterId: id, sha256, bytes, sentBytes: 0 });
    },
    sent: (id, sha256, sentBytes) => {
      const at = inFlight.get(`${id}/${sha256}`);
      if (!at) return;
      count(Math.max(0, sentBytes - at.sentBytes));
      inFlight.set(`${id}/${sha256}`, { ...at, sentBytes });
    },
    ended: (id, sha256) => {
      inFlight.delete(`${id}/${sha256}`);
    },
    sample: () => ({ encounterId, inFlight: [...inFlight.values()], bytesPerSecond: rate() }),
  };
}
