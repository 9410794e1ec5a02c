/**
 * A watchdog over progress, not over total time: a slow link is not a stall, and a laptop that slept, or whose clock was set,
 * is not either.
 */
import { LandfallError } from "@landfall/protocol";
import { answerWaitMs, type StallPatience } from "../policy.ts";

export interface Watched {
  readonly sentBytes: () => number;
  readonly totalBytes: number;
  /** A body that waits for its turn under a cap is not stalled. */
  readonly waitsForTurn: () => boolean;
  readonly onStall: (error: LandfallError) => void;
}

export function watchForStall(
  { sentBytes, totalBytes, waitsForTurn, onStall }: Watched,
  patience: StallPatience,
): { readonly stop: () => void } {
  let windowAtMs = Date.now();
  let windowBytes = 0;
  let lookedAtMs = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const sinceMs = now - lookedAtMs;
    const isOtherTime = sinceMs < 0 || sinceMs > 3 * patience.lookEveryMs;
    lookedAtMs = now;
    const sent = sentBytes();
    if (isOtherTime || waitsForTurn() || sent - windowBytes >= patience.bytes) {
      windowAtMs = now;
      windowBytes = sent;
      return;
    }
    const limitMs = sent >= totalBytes ? answerWaitMs(totalBytes, patience) : patience.windowMs;
    if (now - windowAtMs >= limitMs)
      onStall(new LandfallError("STALLED", { detail: `${sent} of ${totalBytes} bytes had left` }));
  }, patience.lookEveryMs);
  return { stop: () => clearInterval(timer) };
}
