/** What a sync may spend: who asks for it says it, else the settings do. */
import { announceRun, renewBudget, type StationDatabase, setBudget, settings } from "@landfall/db";
import type { RunId, RunLimits } from "@landfall/protocol";

export type GivenLimits = { readonly [K in keyof RunLimits]?: RunLimits[K] | undefined };

/** What is given, and the settings' where nothing is. */
export function limitsOf(db: StationDatabase, given: GivenLimits = {}): RunLimits {
  const { bytes, minutes } = settings(db).network.budget;
  return {
    bytes: given.bytes === undefined ? bytes : given.bytes,
    minutes: given.minutes === undefined ? minutes : given.minutes,
  };
}

/** A run that is asked for again has a fresh budget: its own, unless another is given. */
export function freshBudget(db: StationDatabase, run: RunId, given?: GivenLimits): void {
  if (given) setBudget(db, run, limitsOf(db, given));
  else renewBudget(db, run);
  announceRun(db, run);
}
