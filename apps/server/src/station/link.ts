/** Small requests to the hub that tell how good the way to it is: real bodies, read and thrown away there. */
import { randomBytes } from "node:crypto";
import type { Pace } from "@landfall/engine";
import type { Client, HubContract } from "@landfall/protocol";

/** Bytes that nothing on the way can make smaller. */
const filling = (bytes: number): string =>
  randomBytes(Math.ceil((bytes * 3) / 4))
    .toString("base64")
    .slice(0, bytes);

export interface ProbeTime {
  readonly bytes: number;
  readonly ms: number;
}

export type ProbeHub = Pick<Client<HubContract>, "probe">;

/** One request that carries this many bytes there, and asks for this many back. Rejects as the client does. */
export async function probeOnce(
  hub: ProbeHub,
  size: { readonly up?: number; readonly down?: number },
  signal: AbortSignal,
  now: () => number = performance.now.bind(performance),
): Promise<ProbeTime> {
  const { up = 0, down = 0 } = size;
  const body = { filling: filling(up), answer: down };
  const startedMs = now();
  await hub.probe({ body }, { signal });
  return { bytes: up + down, ms: Math.max(now() - startedMs, 0.1) };
}

/** Bits per second of a body, without what an empty request takes anyway. */
export const rateOf = ({ bytes, ms }: ProbeTime, emptyMs: number): number =>
  (bytes * 8 * 1000) / Math.max(ms - emptyMs, 0.5);

/** Waits until the cap has room for a body of this size. */
export async function makeRoom(pace: Pace, bytes: number, signal: AbortSignal): Promise<void> {
  for (let left = bytes; left > 0; ) {
    const slice = Math.min(left, pace.sliceBytes());
    await pace.take(slice, signal);
    left -= slice;
  }
}

/** Enough to say something of a slow link, and little on a dear one. */
const quickBytes = 48 * 1024;

/** What an opportunistic sync wants to know: bits per second upwards, from one real body. */
export async function measureQuickly(hub: ProbeHub, pace: Pace, signal: AbortSignal): Promise<number> {
  const empty = await probeOnce(hub, {}, signal);
  await makeRoom(pace, quickBytes, signal);
  const full = await probeOnce(hub, { up: quickBytes }, signal);
  return rateOf(full, Math.min(empty.ms, full.ms / 2));
}
