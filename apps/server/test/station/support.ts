/** A real station in a folder of its own, called as the service calls it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabase, openDatabase } from "@landfall/db";
import type { Call } from "@landfall/http";
import { openAdmin, startHub } from "@landfall/hub";
import type {
  ManifestId,
  PopulationId,
  RouteAnswer,
  RunId,
  RunView,
  ScanJobView,
  ScanRequest,
  StationChange,
  StationContract,
  VerificationView,
  VerifyFailure,
  VerifyRequest,
} from "@landfall/protocol";
import { createClient, fetchTransport, hubApiPrefix, hubContract, stationContract } from "@landfall/protocol";
import { expect, onTestFinished } from "vitest";
import { createStationWith, type StationSeams } from "../../src/station/compose.ts";
import type { Caller, Station, StationHandlers } from "../../src/station/port.ts";

export function temporaryFolder(name = "station"): string {
  const folder = mkdtempSync(join(tmpdir(), `landfall-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A hub of this process, with a key for the population "Residents". */
export async function openTestHub() {
  const dataFolder = temporaryFolder("hub");
  const admin = await openAdmin({ dataFolder });
  const { key } = await admin.createKey("field laptop", ["Residents"]);
  const hub = await startHub({ dataFolder, port: 0, logLevel: "silent" });
  onTestFinished(async () => {
    await hub.stop();
    await admin.close();
  });
  const client = createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: key }));
  /** The population's individuals, made as another station would make them. */
  const ensureIndividuals = async (names: readonly string[]) => {
    const [population] = (await client.me({})).populations;
    const params = { id: population?.id as PopulationId };
    for (let at = 0; at < names.length; at += 1000)
      await client.ensureIndividuals({ params, body: { names: names.slice(at, at + 1000) } });
  };
  return { hub, key, dataFolder, ensureIndividuals };
}

export const as = (kind: Caller["kind"]): Call<Caller> => ({
  who: { kind },
  signal: new AbortController().signal,
  context: undefined as never,
});

type Name = keyof StationHandlers;
type Input<N extends Name> = Parameters<StationHandlers[N]>[0];
type Answer<N extends Name> = RouteAnswer<StationContract[N]>;

export interface TestStation {
  readonly station: Station;
  readonly dataFolder: string;
  readonly ask: <N extends Name>(name: N, input: Input<N>, who?: Caller["kind"]) => Promise<Answer<N>>;
  /** The newest durable change that fits, waiting for it when there is none yet. */
  readonly change: (fits: (change: StationChange) => boolean, afterSeq?: number) => Promise<StationChange>;
  readonly changes: () => StationChange[];
  readonly scan: (request: ScanRequest) => Promise<ScanJobView>;
  readonly synced: (manifest: ManifestId) => Promise<RunView>;
  readonly settled: (run: RunId) => Promise<RunView>;
  /** To its end. */
  readonly verified: (
    manifest: ManifestId,
    request?: Partial<VerifyRequest>,
  ) => Promise<VerificationView & { readonly failures: VerifyFailure[] }>;
  readonly stop: () => Promise<void>;
}

export interface TestStationOptions {
  readonly dataFolder?: string;
  readonly allowedRoots?: readonly string[];
  readonly seams?: StationSeams;
  /** As a person's station does; else nothing that is approved needs a licence. */
  readonly needsLicense?: boolean;
}

/** A station's data folder that is new: what is approved there needs no licence. */
export function needNoLicense(dataFolder: string): void {
  const file = join(dataFolder, "station.db");
  if (existsSync(file)) return;
  const db = openDatabase(file);
  try {
    db.sql.exec(`INSERT INTO setting (name, value) VALUES ('license', '"none"')`);
  } finally {
    closeDatabase(db);
  }
}

export async function openStation(options: TestStationOptions = {}): Promise<TestStation> {
  const dataFolder = options.dataFolder ?? temporaryFolder();
  if (options.needsLicense !== true) needNoLicense(dataFolder);
  const station = await createStationWith(options.seams ?? {}, {
    dataFolder,
    allowedRoots: options.allowedRoots ?? [],
    version: "0.0.0-test",
    log: { info: () => {}, warn: () => {} },
  });
  let open = true;
  const stop = async () => {
    if (open) await station.stop();
    open = false;
  };
  onTestFinished(stop);
  const ask: TestStation["ask"] = async (name, input, who = "token") => {
    const handler = station.handlers[name] as (input: unknown, call: Call<Caller>) => unknown;
    // As the service answers it: what is not of the contract's form is not an answer.
    return stationContract[name].response.parse(await handler(input, as(who))) as never;
  };
  const changes = (afterSeq = 0) => (station.stream.since(afterSeq, 100_000) ?? []).map((event) => event.change);
  const change: TestStation["change"] = (fits, afterSeq) =>
    new Promise((resolve) => {
      const look = () => {
        const found = changes(afterSeq).findLast(fits);
        if (!found) return;
        leave();
        resolve(found);
      };
      const leave = station.stream.subscribe({ changed: look, progress: () => {} });
      queueMicrotask(look);
    });
  const settled = async (run: RunId) => {
    await change((each) => each.type === "run" && each.run.id === run && each.run.settled);
    return ask("run", { params: { id: run } });
  };
  const verified: TestStation["verified"] = async (manifest, request = {}) => {
    const body = { scope: "both", deep: false, sample: null, ...request } as const;
    const { id } = await ask("verify", { params: { id: manifest }, body });
    const view = () => ask("verification", { params: { id } });
    await expect.poll(async () => (await view()).state, { interval: 20, timeout: 60_000 }).not.toBe("running");
    const query = { after: 0, limit: 1000 };
    return { ...(await view()), failures: (await ask("verifyFailures", { params: { id }, query })).items };
  };
  return {
    station,
    dataFolder,
    verified,
    ask,
    change,
    changes,
    settled,
    stop,
    scan: async (request) => {
      const { asOf } = await ask("snapshot", {});
      const { id } = await ask("scan", { body: request });
      await change(
        (each) => each.type === "scanJob" && each.scanJob.id === id && each.scanJob.state !== "running",
        asOf,
      );
      return ask("scanJob", { params: { id } });
    },
    synced: async (manifest) => settled((await ask("sync", { params: { id: manifest }, body: {} })).id),
  };
}
