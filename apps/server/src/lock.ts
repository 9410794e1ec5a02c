/** One station per data folder, and how others find it. */
import { rmSync } from "node:fs";
import path from "node:path";
import { acquireLock } from "@landfall/db/lock";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "./data-folder.ts";

/** What a running station says of itself to whoever may read its data folder. */
export const StationFile = z.object({
  pid: z.int(),
  port: z.int(),
  /** Lets the CLI in. A secret. */
  token: z.string(),
  version: z.string(),
  /** `service` stays; `command` lives as long as one command. */
  kind: z.enum(["service", "command"]),
});
export type StationFile = z.infer<typeof StationFile>;

export interface Claim {
  /** Tells others where to find the station. */
  readonly announce: (station: StationFile) => void;
  /** Gives the folder back. */
  readonly release: () => void;
}

const stationFile = (folder: string): string => path.join(folder, "station.json");

/**
 * Claims the data folder for this process. The claim ends with the process, even when it is killed.
 * @returns undefined while another station has it
 */
export function claimDataFolder(folder: string): Claim | undefined {
  const lock = acquireLock(path.join(folder, "station.lock"));
  if (!lock) return undefined;
  // Whatever stands there is of a station that is gone.
  rmSync(stationFile(folder), { force: true });
  return {
    announce: (station) => writePrivateJson(stationFile(folder), station),
    release: () => {
      rmSync(stationFile(folder), { force: true });
      lock.release();
    },
  };
}

/** The station that says it runs on this folder. It may be gone. */
export function findStation(folder: string): StationFile | undefined {
  return StationFile.safeParse(readPrivateJson(stationFile(folder))).data;
}
