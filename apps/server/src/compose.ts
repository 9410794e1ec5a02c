/** Puts a station together and lets it run: data folder, station, HTTP, the embedded hub where it is wanted. */
import path from "node:path";
import { listen } from "@landfall/http";
import { LandfallError } from "@landfall/protocol";
import { dashboardFolder } from "./checkout.ts";
import { openDataFolder } from "./data-folder.ts";
import { attachEmbeddedHub, type EmbeddedHub } from "./embedded-hub/attach.ts";
import { signInUrl, stationApp } from "./http/app.ts";
import { randomSecret } from "./http/secrets.ts";
import { openSessions } from "./http/sessions.ts";
import { createSignInLinks } from "./http/sign-in.ts";
import { linkCommand } from "./link-command.ts";
import { claimDataFolder } from "./lock.ts";
import { openLog } from "./log.ts";
import type { CreateStation, StationHandlers } from "./station/port.ts";
import { type StationClient, stationClient } from "./station-client.ts";
import { version } from "./version.ts";

export interface RunStationOptions {
  readonly createStation: CreateStation;
  readonly dataFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Absolute folders under which a browser may scan. */
  readonly allowedRoots: readonly string[];
  /** `service` stays and goes on with unfinished runs; `command` lives as long as one command. */
  readonly kind: "service" | "command";
  /**
   * `ownOrNone`: the embedded hub runs when the station is connected to it, or to no hub at all.
   * `own`: only when the station is connected to it.
   */
  readonly embeddedHub: "ownOrNone" | "own" | "never";
}

export interface RunningStation {
  /** Scheme, host and port. */
  readonly url: string;
  readonly client: StationClient;
  readonly token: string;
  readonly embeddedHub: EmbeddedHub | undefined;
  /** A new one-time link. */
  readonly signInLink: () => string;
  /** Lets what is in flight end, then stops everything and gives the data folder back. */
  readonly stop: () => Promise<void>;
}

/** Throws DATA_FOLDER_LOCKED, DATA_FOLDER_UNWRITABLE, DATA_FROM_NEWER_VERSION or PORT_TAKEN. */
export async function runStation(options: RunStationOptions): Promise<RunningStation> {
  const { dataFolder, allowedRoots, kind } = options;
  openDataFolder(dataFolder);
  const claim = claimDataFolder(dataFolder);
  if (!claim) throw new LandfallError("DATA_FOLDER_LOCKED", { detail: dataFolder });
  const closing: (() => unknown)[] = [claim.release];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const log = openLog(dataFolder);
    const token = randomSecret();
    const links = createSignInLinks();
    const sessions = openSessions(path.join(dataFolder, "sessions.json"));
    const station = await options.createStation({ dataFolder, allowedRoots, version, log });
    closing.push(() => station.stop());

    let port = 0;
    let embeddedHub: EmbeddedHub | undefined;
    // Whoever scans into a new population here may make it on the hub here; the scan does not wait for that.
    const scan: StationHandlers["scan"] = async (input, call) => {
      const job = await station.handlers.scan(input, call);
      embeddedHub
        ?.ensurePopulations([input.body.population])
        .catch((error: unknown) => log.warn("the population could not be made on the embedded hub", { error }));
      return job;
    };
    const { app, close } = stationApp({
      station,
      handlers: { ...station.handlers, scan },
      version,
      token,
      sessions,
      links,
      linkCommand: linkCommand(dataFolder),
      port: () => port,
      dashboardFolder,
      log,
    });
    const listener = await listen(app, { port: options.port });
    port = listener.port;
    closing.push(() => listener.close(), close);

    const client = stationClient(port, token);
    embeddedHub = await attachEmbeddedHub({ dataFolder, log, client, wanted: options.embeddedHub });
    // After the station, which still speaks to it while it ends.
    if (embeddedHub) closing.splice(1, 0, embeddedHub.stop);
    if (kind === "service") station.resume();
    claim.announce({ pid: process.pid, port, token, version, kind });
    log.info("started", { port, kind, version });
    return {
      url: `http://127.0.0.1:${port}`,
      client,
      token,
      embeddedHub,
      signInLink: () => signInUrl(port, links.create()),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
