/**
 * What runs of this station are about to bring to the hub: keys and photographs of encounters that the hub did not have
 * when they were planned. Another run with the same leaves such an encounter until the first has made it, and then sees
 * it on the hub: so two manifests at once come to the same end as one after the other.
 */
import type { RunId } from "@landfall/protocol";

export interface Claims {
  /** All of them, or none: false when another run has one. */
  readonly take: (run: RunId, tokens: readonly string[]) => boolean;
  readonly release: (run: RunId) => void;
  /** Resolves when another run gives back what it claimed; undefined when no other has claimed anything. */
  readonly othersRelease: (run: RunId) => Promise<void> | undefined;
}

export function createClaims(): Claims {
  const holders = new Map<string, RunId>();
  let released = Promise.withResolvers<void>();
  return {
    take: (run, tokens) => {
      if (tokens.some((token) => (holders.get(token) ?? run) !== run)) return false;
      for (const token of tokens) holders.set(token, run);
      return true;
    },
    release: (run) => {
      for (const [token, holder] of holders) if (holder === run) holders.delete(token);
      released.resolve();
      released = Promise.withResolvers();
    },
    othersRelease: (run) => ([...holders.values()].some((holder) => holder !== run) ? released.promise : undefined),
  };
}
