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
  /** For so long nothing of what is on the way has come further than it had; null where none has begun to leave. */
  readonly stillMs: number | null;
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

  /** How far each has come, over its attempts: what is sent once more is no movement. */
  const reached = new Map<string, number>();
  let movedAtMs = clock.now();
  const moved = () => {
    movedAtMs = clock.now();
    for (const key of reached.keys()) if (!inFlight.has(key)) reached.delete(key);
  };
  const still = (): number | null => {
    movedAtMs = Math.min(movedAtMs, clock.now());
    return [...inFlight.values()].some(({ sentBytes }) => sentBytes > 0) ? clock.now() - movedAtMs : null;
  };

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
      if (inFlight.size === 0 && !reached.has(`${id}/${sha256}`)) moved();
      inFlight.set(`${id}/${sha256}`, { encounterId: id, sha256, bytes, sentBytes: 0 });
    },
    sent: (id, sha256, sentBytes) => {
      const at = inFlight.get(`${id}/${sha256}`);
      if (!at) return;
      count(Math.max(0, sentBytes - at.sentBytes));
      if (sentBytes > (reached.get(`${id}/${sha256}`) ?? 0)) {
        moved();
        reached.set(`${id}/${sha256}`, sentBytes);
      }
      inFlight.set(`${id}/${sha256}`, { ...at, sentBytes });
    },
    ended: (id, sha256) => {
      inFlight.delete(`${id}/${sha256}`);
    },
    sample: () => ({ encounterId, inFlight: [...inFlight.values()], bytesPerSecond: rate(), stillMs: still() }),
  };
}
