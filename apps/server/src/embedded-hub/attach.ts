/**
 * The embedded hub beside a station: started where the station is connected to it (or to none), connected by itself,
 * and given every population that the station knows, since whoever runs this station runs this hub.
 */
import path from "node:path";
import { toLandfallError } from "@landfall/protocol";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "../data-folder.ts";
import type { Log } from "../log.ts";
import type { StationClient } from "../station-client.ts";
import { createHubKey, HubKey, revokeHubKey } from "./key.ts";
import { superviseHub } from "./supervisor.ts";

export interface EmbeddedHub {
  readonly url: string;
  /** Makes these populations on the hub where they are not, and lets the station deliver to them. */
  readonly ensurePopulations: (names: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface AttachOptions {
  readonly dataFolder: string;
  readonly log: Log;
  readonly client: StationClient;
  readonly wanted: "ownOrNone" | "own" | "never";
}

/** What is remembered from one start to the next. The key is a secret. */
const Memory = z.object({ port: z.int(), key: HubKey.nullable() });

const hubUrl = (port: number): string => `http://127.0.0.1:${port}`;

export async function attachEmbeddedHub(options: AttachOptions): Promise<EmbeddedHub | undefined> {
  const { dataFolder, log, client, wanted } = options;
  if (wanted === "never") return undefined;
  const file = path.join(dataFolder, "embedded-hub.json");
  let memory = Memory.safeParse(readPrivateJson(file)).data ?? { port: 0, key: null };
  const { hub, populations } = await client.snapshot();
  const isOwn = memory.port !== 0 && hub.url === hubUrl(memory.port);
  if (!isOwn && !(wanted === "ownOrNone" && hub.url === null)) return undefined;

  const supervised = await superviseHub({ dataFolder, port: memory.port, log });
  const url = hubUrl(supervised.port);
  const remember = (change: Partial<typeof memory>): void => {
    memory = { ...memory, ...change };
    writePrivateJson(file, memory);
  };

  async function extendKey(names: readonly string[]): Promise<void> {
    const known = memory.key?.populations ?? [];
    const all = [...new Set([...known, ...names])];
    if (all.length === known.length) return;
    const former = memory.key;
    const key = await createHubKey(dataFolder, all);
    try {
      await client.connect({ body: { hub: url, key: key.key } });
    } catch (error) {
      await revokeHubKey(dataFolder, key.keyId);
      throw error;
    }
    remember({ key });
    if (former) await revokeHubKey(dataFolder, former.keyId);
  }

  // One after the other: each key is made from the one before.
  let last: Promise<void> = Promise.resolve();
  const ensurePopulations = (names: readonly string[]): Promise<void> => {
    last = last.then(
      () => extendKey(names),
      () => extendKey(names),
    );
    return last;
  };

  try {
    if (memory.port !== supervised.port) remember({ port: supervised.port });
    // The address may be another than last time, and a new database knows none.
    if (memory.key && hub.url !== url) await client.connect({ body: { hub: url, key: memory.key.key } });
    else if (isOwn) await client.checkConnection();
    await ensurePopulations(populations.filter(({ onHub }) => !onHub).map(({ name }) => name));
  } catch (error) {
    // Its folder was taken away, and this is a new one. Whoever is needed to say whether that is meant finds the station running.
    if (toLandfallError(error).code === "OTHER_HUB") {
      log.warn("the embedded hub is another one than has the photographs", { error });
      return { url, ensurePopulations, stop: supervised.stop };
    }
    await supervised.stop();
    throw error;
  }
  return { url, ensurePopulations, stop: supervised.stop };
}
