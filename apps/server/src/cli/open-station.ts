/** The one way of every command: the running station of the data folder, else one for the time of the command. */
import { setTimeout as wait } from "node:timers/promises";
import { LandfallError } from "@landfall/protocol";
import { runStation } from "../compose.ts";
import { findStation, type StationFile } from "../lock.ts";
import type { CreateStation } from "../station/port.ts";
import { type StationClient, stationClient } from "../station-client.ts";

export interface OpenStation {
  readonly client: StationClient;
  readonly port: number;
  readonly token: string;
  /** False where it was running before. */
  readonly isOwn: boolean;
  /** Ends the station where it is this command's own. */
  readonly close: () => Promise<void>;
}

/** How long another process may take to start answering, or to end. */
const patienceMs = 15_000;
const tryAgainMs = 150;
/** A station that takes longer to say anything hangs. */
const probeMs = 5_000;

const isLocked = (error: unknown): boolean => error instanceof LandfallError && error.code === "DATA_FOLDER_LOCKED";

/** The station is asked over the loopback interface: that it does not answer says that it is there no more. */
export const isGone = (error: unknown): boolean =>
  error instanceof LandfallError && (error.code === "STATION_NOT_RUNNING" || error.code === "CONNECTION_LOST");

/** The station that says it runs on this folder, where it answers. */
export async function findAnsweringStation(dataFolder: string): Promise<(OpenStation & StationFile) | undefined> {
  const found = findStation(dataFolder);
  if (!found) return undefined;
  const client = stationClient(found.port, found.token);
  const answers = await client.snapshot({}, { signal: AbortSignal.timeout(probeMs) }).then(
    () => true,
    () => false,
  );
  return answers ? { ...found, client, isOwn: false, close: async () => {} } : undefined;
}

/** Calls `attempt` until it gives something or the data folder has stayed locked for too long. */
export async function untilUnlocked<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const giveUpMs = Date.now() + patienceMs;
  for (;;) {
    try {
      const value = await attempt();
      if (value !== undefined) return value;
    } catch (error) {
      if (!isLocked(error) || Date.now() > giveUpMs) throw error;
    }
    await wait(tryAgainMs);
  }
}

/** Loaded only when a station is made here: a command that speaks to a running one starts without it. */
export async function loadStation(): Promise<CreateStation> {
  const { createStation } = await import("../station/compose.ts");
  return createStation;
}

async function compose(dataFolder: string, needsHub: boolean): Promise<OpenStation> {
  const station = await runStation({
    createStation: await loadStation(),
    dataFolder,
    port: 0,
    allowedRoots: [],
    kind: "command",
    embeddedHub: needsHub ? "own" : "never",
  });
  return {
    client: station.client,
    port: Number(new URL(station.url).port),
    token: station.token,
    isOwn: true,
    close: station.stop,
  };
}

/** Throws DATA_FOLDER_LOCKED when another process has the folder and does not answer. */
export const openStation = (dataFolder: string, options: { needsHub: boolean }): Promise<OpenStation> =>
  untilUnlocked(async () => (await findAnsweringStation(dataFolder)) ?? compose(dataFolder, options.needsHub));

/** Opens a station, lets `work` speak to it, and ends it. */
export async function withStation<T>(
  dataFolder: string,
  options: { needsHub: boolean },
  work: (station: OpenStation) => Promise<T>,
): Promise<T> {
  const station = await openStation(dataFolder, options);
  try {
    return await work(station);
  } finally {
    await station.close();
  }
}
