/** A real station in this process: its own data folder, database and sockets. */
import { runStation } from "../../apps/server/src/compose.ts";
import { createStation } from "../../apps/server/src/station/compose.ts";
import type { StationClient } from "../../apps/server/src/station-client.ts";
import { needNoLicense } from "../../apps/server/test/station/support.ts";
import type { ManifestId, RunView } from "../../packages/protocol/src/index.ts";
import { tempFolder } from "./landfall.ts";

export interface StationHere {
  readonly data: string;
  readonly client: StationClient;
  readonly stop: () => Promise<void>;
}

const running = new Set<StationHere>();

/** Starts one on this folder, or on a new one. It goes on with what it finds there. */
export async function stationHere(data?: string): Promise<StationHere> {
  const dataFolder = data ?? (await tempFolder("station"));
  needNoLicense(dataFolder);
  const { client, stop } = await runStation({
    createStation,
    dataFolder,
    port: 0,
    allowedRoots: [],
    kind: "service",
    embeddedHub: "never",
  });
  const station: StationHere = {
    data: dataFolder,
    client,
    stop: async () => {
      running.delete(station);
      await stop();
    },
  };
  running.add(station);
  return station;
}

export async function stopStationsHere(): Promise<void> {
  await Promise.all([...running].map((station) => station.stop()));
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Scans the folder; its photographs say nothing of themselves, so all of it is given. Approves what came of it. */
export async function scanAndApprove({ client }: StationHere, folder: string, locality: string): Promise<ManifestId> {
  const set = { locality, recordedBy: "BW", eventDate: "2024-07-15" };
  const { id } = await client.scan({ body: { folders: [folder], population: "Orcas", set } });
  for (;;) {
    const { state, result, error } = await client.scanJob({ params: { id } });
    if (state !== "running" && !result) throw new Error(`the scan ended: ${state} ${JSON.stringify(error)}`);
    if (!result) await pause();
    else {
      await client.approve({ params: { id: result.manifestId }, body: {} });
      return result.manifestId;
    }
  }
}

/** Waits until the run is like this. */
export async function untilRun(
  { client }: StationHere,
  id: RunView["id"],
  isLike: (run: RunView) => boolean,
): Promise<RunView> {
  for (;;) {
    const run = await client.run({ params: { id } });
    if (isLike(run)) return run;
    await pause();
  }
}

export const isOver = ({ state }: RunView): boolean => state !== "running" && state !== "paused";

export async function syncToEnd(station: StationHere, manifest: ManifestId): Promise<RunView> {
  const { id } = await station.client.sync({ params: { id: manifest }, body: {} });
  return untilRun(station, id, isOver);
}

export async function retryToEnd(station: StationHere, manifest: ManifestId): Promise<RunView> {
  const { id } = await station.client.retry({ params: { id: manifest }, body: {} });
  return untilRun(station, id, isOver);
}
