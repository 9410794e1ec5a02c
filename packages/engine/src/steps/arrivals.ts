/**
 * The marks of images whose bytes have arrived, gathered for a moment: a sync of the disk for each would cost as much as
 * its bytes. An image whose mark was lost with the process is simply due again, and the hub says that it has it.
 */
import type { EncounterId, RunId, Sha256 } from "@landfall/protocol";
import type { Gate } from "../flow/gate.ts";
import { createGatherer, type Gatherer } from "../flow/gatherer.ts";
import { withRetry } from "../flow/retry.ts";
import { arrivalPatienceMs } from "../policy.ts";
import type { EnginePorts, Ledger } from "../ports.ts";

export interface Arrival {
  readonly run: RunId;
  readonly encounter: EncounterId;
  readonly sha256: Sha256;
  /** What its sending has put on the wire. */
  readonly bytesSent: number;
}

export type Arrivals = Gatherer<Arrival>;

function writeAll(ledger: Ledger, arrivals: readonly Arrival[]): void {
  const groups = Map.groupBy(arrivals, ({ run, encounter }) => `${run} ${encounter}`);
  ledger.together(() => {
    for (const group of groups.values()) {
      const [{ run, encounter }] = group as [Arrival];
      const changes = group.map(({ sha256 }) => ({ sha256, event: { type: "uploaded" } as const }));
      ledger.applyImages(encounter, changes, { run, bytesSent: group.reduce((sum, each) => sum + each.bytesSent, 0) });
    }
  });
}

/** @param signal aborted when the engine has stopped; until then a full disk is waited for, also for a run that was cut */
export function createArrivals(ports: EnginePorts, disk: Gate, signal: AbortSignal): Arrivals {
  const { ledger, clock } = ports;
  return createGatherer<Arrival>({
    write: (arrivals) => {
      const attempt = () => disk.run(async () => writeAll(ledger, arrivals), signal);
      return withRetry(attempt, { ...ports, signal, tier: "hubCall", gate: disk });
    },
    patience: (over) => clock.sleep(arrivalPatienceMs, AbortSignal.any([signal, over])),
  });
}
