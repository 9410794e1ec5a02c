/** A station that may die at an edge. Started by `world.ts`. */
import { openSync } from "node:fs";
import { flushCompileCache } from "node:module";
import path from "node:path";
import { runStation } from "../../../apps/server/src/compose.ts";
import { createStationWith } from "../../../apps/server/src/station/compose.ts";
import type { CreateStation } from "../../../apps/server/src/station/port.ts";
import { type ManifestId, stationApiPrefix, stationContract } from "../../../packages/protocol/src/index.ts";
import { type Arm, arm } from "./edge.ts";
import { type Move, makeMove, unskip } from "./moves.ts";
import { watchEngine } from "./watch-engine.ts";
import { watchRequests } from "./watch-requests.ts";
import { watchSql } from "./watch-sql.ts";

export interface StationSettings {
  readonly dataFolder: string;
  readonly journal: string;
  readonly hurry: number;
  readonly hurriedFromMs: number;
  /** Armed before anything is opened. */
  readonly arm?: Arm | undefined;
}

/** What this process is told. */
export type StationOrder =
  | { readonly arm: Arm | null }
  | { readonly holdAt: readonly string[] }
  | { readonly go: true }
  | { readonly move: Move }
  | { readonly unskip: ManifestId };

const settings = JSON.parse(process.argv[2] ?? "") as StationSettings;
const database = path.join(settings.dataFolder, "station.db");
/** A person's acts; the dashboard's looking around is none. */
const acts = new Set(["scan", "approve", "sync", "retry", "reset"]);

arm(settings.arm);
watchSql();
watchRequests(stationContract, stationApiPrefix, (name) => acts.has(name));

let holdAt: readonly string[] = [];
let held = Promise.withResolvers<void>();
const hold = async (name: string): Promise<void> => {
  if (!holdAt.includes(name)) return;
  process.send?.({ held: name });
  await held.promise;
};

const createStation: CreateStation = async (options) => {
  const journal = openSync(settings.journal, "a");
  const station = await createStationWith(
    { ports: (own) => watchEngine(own, { ...settings, journal, hold }) },
    options,
  );
  let seq = 0;
  station.stream.subscribe({
    progress: () => {},
    changed: () => {
      process.send?.({ changed: ++seq });
    },
  });
  return station;
};

process.on("message", (order: StationOrder) => {
  if ("arm" in order) arm(order.arm ?? undefined);
  if ("holdAt" in order) {
    holdAt = order.holdAt;
    held = Promise.withResolvers();
  }
  if ("go" in order) held.resolve();
  if ("move" in order) makeMove(database, order.move);
  if ("unskip" in order) process.send?.({ unskipped: unskip(database, order.unskip) });
});
process.once("disconnect", () => process.exit(0));

const { client: _, ...running } = await runStation({
  createStation,
  dataFolder: settings.dataFolder,
  port: 0,
  allowedRoots: [],
  kind: "service",
  embeddedHub: "never",
});
process.send?.({ ready: { url: running.url, token: running.token } });
// Whoever is killed keeps nothing.
flushCompileCache();
