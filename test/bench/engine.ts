/** The engine as the station puts it together, without the station around it. */
import { closeDatabase, createLedger, createRun, openDatabase, runView } from "@landfall/db";
import {
  createEngine,
  createProgress,
  type EnginePorts,
  type HubClient,
  nodePreconnect,
  nodePutBlob,
  nodePutBlock,
  nodePutBlockList,
  nodeReadSource,
  systemClock,
} from "@landfall/engine";
import {
  createClient,
  defaultSettings,
  fetchTransport,
  hubApiPrefix,
  hubContract,
  type ManifestId,
} from "@landfall/protocol";
import { stubHub } from "./stub-hub.ts";

export interface OpenEngine {
  /** Delivers a manifest to its end; rejects when an image was not delivered. */
  readonly deliver: (manifest: ManifestId) => Promise<void>;
  readonly close: () => void;
}

/** The hub that agrees to everything, in this process: its calls cost nothing. */
export function instantHub(blobsUrl: string): HubClient {
  const handlers = stubHub(blobsUrl);
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, async (input: never) => handler(input)]),
  ) as unknown as HubClient;
}

export const httpHub = (url: string): HubClient =>
  createClient(hubContract, fetchTransport({ baseUrl: url + hubApiPrefix, token: "none" }));

export interface EngineSetup {
  readonly database: string;
  readonly hub: HubClient;
  readonly concurrency: number;
  /** Puts something around the ports: to measure them. */
  readonly around?: (ports: EnginePorts) => EnginePorts;
}

export function openEngine({ database, hub, concurrency, around = (ports) => ports }: EngineSetup): OpenEngine {
  const db = openDatabase(database);
  const ports = around({
    ledger: createLedger(db),
    hub: () => hub,
    putBlob: nodePutBlob,
    putBlock: nodePutBlock,
    putBlockList: nodePutBlockList,
    preconnect: nodePreconnect,
    readSource: nodeReadSource,
    linkSource: () => Promise.reject(new Error("nothing is copied here")),
    clock: systemClock,
    random: Math.random,
    progress: createProgress(systemClock),
  });
  const engine = createEngine(ports, { settings: { ...defaultSettings, transfers: concurrency }, onStatus: () => {} });
  return {
    deliver: async (manifest) => {
      const run = createRun(db, manifest, "sync");
      if (run.population === null) throw new Error("the population is not bound");
      await engine.start({ ...run, population: run.population }).done;
      const { state, result } = runView(db, run.run);
      if (state !== "done" || result.encounters.partial + result.encounters.failed > 0)
        throw new Error(`the run is ${state}: ${JSON.stringify(result)}`);
    },
    close: () => closeDatabase(db),
  };
}
