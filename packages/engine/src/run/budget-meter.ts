/**
 * Counts what a run puts on the wire. What a limited run spends is kept in the ledger at once: one that goes on after a
 * restart has what was left. What a full disk does not take is kept with the next that it takes.
 */
import { type RunId, toLandfallError } from "@landfall/protocol";
import { fits, isSpent, isTimeSpent } from "../machines/budget.ts";
import type { Clock, Ledger } from "../ports.ts";

export interface BudgetMeter {
  /** Nothing more may be begun: what is on its way counts as if it had arrived. */
  readonly isSpent: () => boolean;
  /** It is spent, and what was begun within it has ended; a limit of time waits for nothing. */
  readonly isUsedUp: () => boolean;
  /**
   * A body of this many bytes is begun. @returns to be called at its end with how many of them were sent; undefined where it would go
   * beyond the limit of bytes: then nothing is begun until it fits, or the run has another limit
   */
  readonly begin: (bytes: number) => ((sentBytes: number) => void) | undefined;
  /** What was put on the wire and is noted nowhere yet; for the next mark, which notes it. */
  readonly takeSent: () => number;
  /** As it is stored now; from then on time counts. */
  readonly load: () => void;
}

export interface BudgetMeterOptions {
  readonly ledger: Pick<Ledger, "budget" | "spend">;
  readonly clock: Clock;
  readonly run: RunId;
  /** Aborted when the run is over. */
  readonly signal: AbortSignal;
  /** Time counts while this holds. */
  readonly isAtWork: () => boolean;
  /** Whether it is spent has changed. */
  readonly onChange: () => void;
}

const tickMs = 5_000;

export function createBudgetMeter(options: BudgetMeterOptions): BudgetMeter {
  const { ledger, clock, run, signal, isAtWork, onChange } = options;
  let budget = ledger.budget(run);
  let inFlightBytes = 0;
  let bodies = 0;
  /** The smallest body that was turned away. */
  let turnedAway: number | undefined;
  let unnotedBytes = 0;
  /** Spent, and not in the ledger. */
  let owed = { bytes: 0, ms: 0 };
  let isTicking = false;
  const isLeftTooSmall = (inFlight: number) => turnedAway !== undefined && !fits(budget, inFlight, turnedAway);
  const isAllSpent = () => isSpent(budget, inFlightBytes) || isLeftTooSmall(inFlightBytes);
  const isUsedUp = () => (isSpent(budget) || isLeftTooSmall(0)) && (bodies === 0 || isTimeSpent(budget));
  let was = [isAllSpent(), isUsedUp()];

  const tell = () => {
    const before = was;
    was = [isAllSpent(), isUsedUp()];
    if (was.join() !== before.join()) onChange();
  };
  const spend = (bytes: number, ms: number) => {
    const before = budget;
    if (!before || bytes + ms === 0) return;
    owed = { bytes: owed.bytes + bytes, ms: owed.ms + ms };
    try {
      budget = ledger.spend(run, owed);
      owed = { bytes: 0, ms: 0 };
    } catch (error) {
      // What was sent has arrived all the same: the transfer is not to blame.
      if (toLandfallError(error).tier !== "disk") throw error;
      budget = { ...before, spentBytes: before.spentBytes + bytes, spentMs: before.spentMs + ms };
    }
  };
  const tick = async () => {
    if (isTicking) return;
    isTicking = true;
    while (budget !== null && budget.ms !== null && !isSpent(budget) && !signal.aborted) {
      const wasAtWork = isAtWork();
      const fromMs = clock.now();
      await clock.sleep(tickMs, signal).catch(() => {});
      // A machine that slept was not at work, and a clock that went back gives nothing back.
      const ms = Math.min(Math.max(clock.now() - fromMs, 0), 2 * tickMs);
      if (signal.aborted) break;
      if (wasAtWork && isAtWork()) spend(0, ms);
      tell();
    }
    isTicking = false;
  };

  return {
    isSpent: isAllSpent,
    isUsedUp,
    begin: (bytes) => {
      if (!fits(budget, inFlightBytes, bytes)) {
        turnedAway = Math.min(turnedAway ?? bytes, bytes);
        tell();
        return undefined;
      }
      if (turnedAway !== undefined && bytes >= turnedAway) turnedAway = undefined;
      inFlightBytes += bytes;
      bodies += 1;
      tell();
      return (sentBytes) => {
        inFlightBytes -= bytes;
        bodies -= 1;
        if (budget) spend(sentBytes, 0);
        else unnotedBytes += sentBytes;
        tell();
      };
    },
    takeSent: () => {
      const taken = unnotedBytes;
      unnotedBytes = 0;
      return taken;
    },
    load: () => {
      budget = ledger.budget(run);
      turnedAway = undefined;
      tell();
      void tick();
    },
  };
}
