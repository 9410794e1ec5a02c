/** Counts what a run spends, and keeps it in the ledger: a run that goes on after a restart has what was left. */
import type { RunId } from "@landfall/protocol";
import { isSpent } from "../machines/budget.ts";
import type { Clock, Ledger } from "../ports.ts";

export interface BudgetMeter {
  readonly isSpent: () => boolean;
  /** A body of this many bytes is begun. @returns to be called at its end with how many of them were sent */
  readonly begin: (bytes: number) => (sentBytes: number) => void;
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
  let isTicking = false;
  let wasSpent = isSpent(budget);

  const tell = () => {
    if (wasSpent === isSpent(budget, inFlightBytes)) return;
    wasSpent = !wasSpent;
    onChange();
  };
  const spend = (bytes: number, ms: number) => {
    if (budget && (bytes > 0 || ms > 0)) budget = ledger.spend(run, { bytes, ms });
  };
  const tick = async () => {
    if (isTicking) return;
    isTicking = true;
    while (budget !== null && budget.ms !== null && !isSpent(budget) && !signal.aborted) {
      const wasAtWork = isAtWork();
      const fromMs = clock.now();
      await clock.sleep(tickMs, signal).catch(() => {});
      // A machine that slept was not at work.
      const ms = Math.min(clock.now() - fromMs, 2 * tickMs);
      if (signal.aborted) break;
      if (wasAtWork && isAtWork()) spend(0, ms);
      tell();
    }
    isTicking = false;
  };

  return {
    isSpent: () => isSpent(budget, inFlightBytes),
    begin: (bytes) => {
      inFlightBytes += bytes;
      tell();
      return (sentBytes) => {
        inFlightBytes -= bytes;
        spend(sentBytes, 0);
        tell();
      };
    },
    load: () => {
      budget = ledger.budget(run);
      tell();
      void tick();
    },
  };
}
