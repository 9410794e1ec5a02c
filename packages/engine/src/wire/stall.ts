/** A watchdog over progress, not over total time: a slow link is not a stall, and a laptop that slept is not either. */
import { LandfallError } from "@landfall/protocol";
import { answerWaitMs, stallBytes, stallWindowMs } from "../policy.ts";

const lookEveryMs = 5_000;

export function watchForStall(
  sentBytes: () => number,
  totalBytes: number,
  onStall: (error: LandfallError) => void,
  /** A body that waits for its turn under a cap is not stalled. */
  waitsForTurn: () => boolean = () => false,
): { readonly stop: () => void } {
  let windowAtMs = Date.now();
  let windowBytes = 0;
  let lookedAtMs = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const slept = now - lookedAtMs > 3 * lookEveryMs;
    lookedAtMs = now;
    const sent = sentBytes();
    if (slept || waitsForTurn() || sent - windowBytes >= stallBytes) {
      windowAtMs = now;
      windowBytes = sent;
      return;
    }
    const limitMs = sent >= totalBytes ? answerWaitMs : stallWindowMs;
    if (now - windowAtMs >= limitMs)
      onStall(new LandfallError("STALLED", { detail: `${sent} of ${totalBytes} bytes had left` }));
  }, lookEveryMs);
  return { stop: () => clearInterval(timer) };
}
