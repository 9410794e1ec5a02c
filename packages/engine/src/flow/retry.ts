/** In-place retries: what comes again follows from the error's tier alone. */
import { LandfallError } from "@landfall/protocol";
import { type RetryTier, retryWaitMs, retryWaitsMs, tierFor } from "../policy.ts";
import type { Clock } from "../ports.ts";
import type { Gate } from "./gate.ts";

export interface RetryContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

export interface RetryOptions extends RetryContext {
  readonly tier: RetryTier;
  readonly gate: Gate;
  /** There is no image to put aside, so it goes on until the far end is back. */
  readonly untilBack?: boolean;
  /** Whether something has arrived for good since it was last asked: then the retries begin anew. */
  readonly hasProgressed?: () => boolean;
  /** Around each wait, so that others can use the time. */
  readonly onWait?: (waiting: boolean) => void;
}

/** Whether the failure is the far end's and not this call's: then the gate decides when it goes on, and no retry is spent. */
const isTheGates = (error: LandfallError, gate: Gate): boolean =>
  error.tier === "offline" ||
  error.tier === "auth" ||
  error.tier === "disk" ||
  (error.tier === "transient" && gate.state().kind === "closed");

/** Tries until it succeeds, its tier's retries are spent, or the error is not for retrying. The attempt goes through the gate itself. */
export async function withRetry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, random, signal, tier, gate, untilBack = false, hasProgressed, onWait } = options;
  for (let retry = 0; ; ) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof LandfallError)) throw error;
      const theGates = isTheGates(error, gate);
      if (!theGates && error.tier !== "transient") throw error;
      if (hasProgressed?.()) retry = 0;
      const of = tierFor(tier, error.code);
      const spent = untilBack ? Math.min(retry, retryWaitsMs[of].length - 1) : retry;
      const waitMs = theGates ? 0 : retryWaitMs(of, spent, random(), error.retryAfterMs);
      if (waitMs === undefined) throw error;
      if (!theGates) retry += 1;
      onWait?.(true);
      await clock.sleep(waitMs, signal);
      onWait?.(false);
    }
  }
}
