/** How long what is in flight may go on once its run is held: a while to end, then it is cut. What has arrived is kept. */
import { holdPatienceMs } from "../policy.ts";
import type { Clock } from "../ports.ts";

const cut = new Error("the run was held for too long");

export interface Flight {
  /** For one transfer that begins now: aborted with the run, or when the patience is over. */
  readonly signal: () => AbortSignal;
  readonly setHeld: (held: boolean) => void;
}

/** @param run aborted when the run is over */
export function createFlight(run: AbortSignal, sleep: Clock["sleep"]): Flight {
  let cutting = new AbortController();
  let signal = AbortSignal.any([run, cutting.signal]);
  /** Aborted when the run is no longer held. */
  let patience: AbortController | undefined;

  const cutAll = () => {
    cutting.abort(cut);
    cutting = new AbortController();
    signal = AbortSignal.any([run, cutting.signal]);
  };
  return {
    signal: () => signal,
    setHeld: (held) => {
      if (held === (patience !== undefined)) return;
      patience?.abort();
      patience = held ? new AbortController() : undefined;
      if (patience) sleep(holdPatienceMs, AbortSignal.any([run, patience.signal])).then(cutAll, () => {});
    },
  };
}
