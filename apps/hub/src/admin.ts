/** What the person who runs the hub does, straight on its store: works beside a running hub. */
import type { HubPopulation, KeyId, PopulationSettings } from "@landfall/protocol";
import { openHubStore } from "./compose.ts";
import { openFolders } from "./folders.ts";
import { createKey, type KeySummary, listKeys, revokeKey } from "./store/keys.ts";
import { ensurePopulation, listPopulations, setGate } from "./store/populations.ts";

export interface HubAdmin {
  readonly createPopulation: (
    name: string,
    settings?: Partial<PopulationSettings>,
  ) => Promise<{ population: HubPopulation; created: boolean }>;
  readonly listPopulations: () => Promise<HubPopulation[]>;
  /** `undefined` when there is no such population. */
  readonly setGate: (name: string, gate: "open" | "closed") => Promise<HubPopulation | undefined>;
  /** The key is shown here and nowhere again. A population that does not exist yet is made. */
  readonly createKey: (
    name: string,
    populations: readonly string[],
  ) => Promise<{ key: string; keyId: KeyId; populations: HubPopulation[] }>;
  readonly listKeys: () => Promise<KeySummary[]>;
  /** False when there is no such key. */
  readonly revokeKey: (keyId: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export async function openAdmin(options: { dataFolder: string; databaseUrl?: string }): Promise<HubAdmin> {
  const store = await openHubStore(await openFolders(options.dataFolder), options.databaseUrl);
  const { db } = store;
  return {
    createPopulation: (name, settings) =>
      ensurePopulation(db, name, { requireCoordinates: false, requireLicense: false, ...settings }),
    listPopulations: () => listPopulations(db),
    setGate: (name, gate) => setGate(db, name, gate),
    createKey: (name, populations) => createKey(db, name, populations),
    listKeys: () => listKeys(db),
    revokeKey: (keyId) => revokeKey(db, keyId),
    close: store.close,
  };
}
