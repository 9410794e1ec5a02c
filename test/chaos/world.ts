/** One hub and one station on real sockets, disks and databases. Whoever of them dies is started again. */
import { appendFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BlobsChoice, openAdmin } from "../../apps/hub/src/index.ts";
import { type StationClient, stationClient } from "../../apps/server/src/station-client.ts";
import { type Child, startChild } from "./children.ts";
import type { HubSettings } from "./inside/hub-process.ts";
import type { StationSettings } from "./inside/station-process.ts";

const stationProgram = new URL("./inside/station-process.ts", import.meta.url);
const hubProgram = new URL("./inside/hub-process.ts", import.meta.url);

/** Waits of seconds become waits of hundredths. */
const hurry = 20;

export const population = "Orcas";

export interface World {
  readonly folder: string;
  readonly hubData: string;
  readonly stationData: string;
  readonly journal: string;
  readonly station: () => Child;
  readonly hub: () => Child;
  readonly client: () => StationClient;
  /** Starts whichever is gone. */
  readonly revive: () => Promise<void>;
  /** From the next start on. */
  readonly setHubClock: (aheadMs: number) => void;
  /** How many died before the station was connected. */
  readonly deaths: number;
  readonly end: () => Promise<void>;
}

export interface WorldOptions {
  /** An edge was passed: its name begins with whose it is. */
  readonly onEdge: (name: string) => void;
  readonly blobs?: BlobsChoice;
  readonly env?: Readonly<Record<string, string>>;
  /** Whoever has this edge dies at it in its first life, which begins with empty folders. */
  readonly bornWith?: string;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startWorld({ onEdge, blobs = "disk", env = {}, bornWith }: WorldOptions): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), "landfall-chaos-"));
  const [hubData, stationData] = [path.join(folder, "hub-data"), path.join(folder, "station-data")];
  await mkdir(hubData);
  const journal = path.join(folder, "journal");
  let hubSettings: HubSettings = { dataFolder: hubData, port: await freePort(), blobs, aheadMs: 0 };
  const stationSettings: StationSettings = { dataFolder: stationData, journal, hurry, hurriedFromMs: Date.now() };

  const mayDie = bornWith !== undefined;
  /** The edge that a process of this kind is armed with, once. */
  const armOnce = (whose: string) => {
    if (!bornWith?.startsWith(whose)) return undefined;
    const armed = { edge: bornWith.slice(whose.length), occurrence: 1 };
    bornWith = undefined;
    return armed;
  };
  const startHub = () =>
    startChild(hubProgram, { ...hubSettings, arm: armOnce("hub: ") } satisfies HubSettings, {
      onEdge: (name) => onEdge(`hub: ${name}`),
      env,
    });
  const startStation = () =>
    startChild(stationProgram, { ...stationSettings, arm: armOnce("station: ") } satisfies StationSettings, {
      onEdge: (name) => onEdge(`station: ${name}`),
    });
  const evenIfBornToDie = async <T>(work: () => Promise<T>): Promise<T> => {
    const wasArmed = bornWith !== undefined;
    const value = await work().catch((error: unknown) => error);
    if (!(value instanceof Error)) return value as T;
    if (!wasArmed) throw value;
    deaths += 1;
    return work();
  };
  let deaths = 0;
  let hub = await evenIfBornToDie(startHub);
  let station = await evenIfBornToDie(startStation);
  const client = () => stationClient(Number(new URL(station.ready.url).port), station.ready.token ?? "");

  const admin = await openAdmin({ dataFolder: hubData });
  const { key } = await admin.createKey("chaos", [population]);
  await admin.close();
  const connect = () => client().connect({ body: { hub: hub.ready.url, key } });
  await connect().catch(async (error: unknown) => {
    // A call that breaks off comes before the word that its process is gone.
    if (!mayDie || deaths > 0) throw error;
    await Promise.race([station.gone, hub.gone]);
    deaths += 1;
    if (hub.isGone()) hub = await startHub();
    if (station.isGone()) station = await startStation();
    await connect();
  });
  const revive = async () => {
    if (isEnding) return;
    if (hub.isGone()) hub = await startHub();
    if (!station.isGone()) return;
    await appendFile(journal, "killed - 0\n");
    station = await startStation();
  };
  let reviving: Promise<void> | undefined;
  let isEnding = false;
  return {
    folder,
    hubData,
    stationData,
    journal,
    deaths,
    station: () => station,
    hub: () => hub,
    client,
    revive: () => {
      reviving ??= revive().finally(() => {
        reviving = undefined;
      });
      return reviving;
    },
    setHubClock: (aheadMs) => {
      hubSettings = { ...hubSettings, aheadMs };
    },
    end: async () => {
      isEnding = true;
      await Promise.all([station.kill(), hub.kill()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
