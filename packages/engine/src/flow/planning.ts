/** How the runs of one population plan: one at a time, so that what a plan claims was not claimed while it asked. */
import type { PopulationId } from "@landfall/protocol";
import PQueue from "p-queue";
import { type Claims, createClaims } from "./claims.ts";

export interface Planning {
  readonly line: PQueue;
  readonly claims: Claims;
}

/**
 * Each population's own: what another population has says nothing of this one, and a plan may wait for long where the hub
 * does not let this station ask about its population.
 */
export function createPlanning(): (population: PopulationId) => Planning {
  const of = new Map<PopulationId, Planning>();
  return (population) => {
    const found = of.get(population) ?? { line: new PQueue({ concurrency: 1 }), claims: createClaims() };
    of.set(population, found);
    return found;
  };
}
